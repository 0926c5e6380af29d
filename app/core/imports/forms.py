"""What an organiser sends: a file; then a decision; then perhaps a reason to take it back."""

from flask_babel import lazy_gettext as _l
from wtforms import FileField, HiddenField, StringField
from wtforms.validators import DataRequired, Length

from app.core.forms import Form


class UploadForm(Form):
    file = FileField(
        _l("File"),
        description=_l("CSV, XLSX, XLS or ODS. Nothing is written before you have seen what would be taken."),
    )


class CarryOutForm(Form):
    mark = HiddenField(validators=[Length(max=16)])


class UndoForm(Form):
    why = StringField(_l("Why it is taken back"), validators=[DataRequired(_l("Write why.")), Length(max=500)])
