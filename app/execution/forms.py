"""Forms of the quarterly report and of the settlement."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import MultipleFileField
from wtforms import HiddenField, IntegerField, RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from app.core.fields import WonField
from app.core.forms import Form
from app.execution.labels import PROGRESS


class ReportForm(Form):
    """A quarter of one project."""

    year = IntegerField(_l("Year"), validators=[InputRequired(_l("Enter the year."))])
    quarter = SelectField(_l("Quarter"), coerce=int, choices=[(n, str(n)) for n in range(1, 5)])
    progress = RadioField(
        _l("How far is it?"), choices=[(str(key), _l(text)) for key, (text, _tone) in PROGRESS.items()]
    )
    spent_won = WonField(
        _l("Spent since the beginning"), validators=[InputRequired(_l("Enter an amount; 0 for nothing."))]
    )
    note = TextAreaField(_l("What was done"), validators=[Optional(), Length(max=2000)])
    photos = MultipleFileField(_l("Photos"), description=_l("JPEG, PNG or WebP, up to 20 MB each"))
    seen = HiddenField()


class SettleForm(Form):
    """The settlement of one finished project."""

    settled_won = WonField(_l("Settled at"), validators=[InputRequired(_l("Enter an amount; 0 for nothing."))])
    reason = TextAreaField(_l("Note"), validators=[Optional(), Length(max=2000)])
