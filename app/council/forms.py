"""Forms of the bill and of the council's decisions."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import HiddenField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from app.core.fields import SeoulDateTimeField, WonField
from app.core.forms import Form


class BillForm(Form):
    """One chosen project: into the bill, or left out with a reason."""

    into_bill = RadioField(
        _l("Budget bill"),
        choices=[("yes", _l("Put into the bill")), ("no", _l("Leave out, with a public reason"))],
        default="yes",
    )
    amount_won = WonField(_l("Amount in the bill"), validators=[Optional()])
    reason_code = SelectField(_l("Reason, in a word"), validators=[Optional()])
    reason = TextAreaField(_l("Reason, in public"), validators=[Length(max=2000)])
    seen = HiddenField()


class SittingForm(Form):
    """A sitting of a body of the council."""

    stage = SelectField(_l("Stage"))
    body_ko = StringField(_l("Body, in Korean"), validators=[InputRequired(_l("Name the body.")), Length(max=200)])
    body_en = StringField(_l("Body, in English"), validators=[Optional(), Length(max=200)])
    decided_at = SeoulDateTimeField(_l("Decided at"), validators=[InputRequired(_l("Enter when it was decided."))])
    note = TextAreaField(_l("Note"), validators=[Optional(), Length(max=2000)])
    document = FileField(_l("Document"), description=_l("Minutes or the table of changes, up to 20 MB"))


class ChangeForm(Form):
    """What a sitting made of one item."""

    sitting_id = SelectField(_l("Sitting"), coerce=int)
    amount_won = WonField(
        _l("Amount after this stage"), validators=[InputRequired(_l("Enter an amount; 0 for nothing."))]
    )
    reason_code = SelectField(_l("Reason, in a word"), validators=[Optional()])
    reason = TextAreaField(_l("Reason as given"), validators=[Optional(), Length(max=2000)])
    seen = IntegerField(widget=HiddenField.widget)
