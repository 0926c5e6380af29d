"""Forms of one or two fields."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import Email, InputRequired, Length, Optional

from app.core.forms import Form
from app.proposals.services.comments import LONGEST

MISSING = _l("Please fill this in.")


class WithdrawForm(Form):
    why = StringField(_l("Why, if you like to say"), validators=[Optional(), Length(max=500)])


class GuardianForm(Form):
    guardian_email = StringField(
        _l("E-mail address of your parent or guardian"),
        validators=[
            InputRequired(MISSING),
            Email(_l("Write an e-mail address such as name@example.org.")),
            Length(max=254),
        ],
    )


class CommentForm(Form):
    body = TextAreaField(_l("Your comment"), validators=[Length(max=LONGEST)])
    parent_id = HiddenField()


class HideForm(Form):
    reason = StringField(_l("Why it is hidden"), validators=[InputRequired(MISSING), Length(max=500)])


class ReportForm(Form):
    reason = TextAreaField(_l("What is wrong with it"), validators=[InputRequired(MISSING), Length(max=500)])


class DismissForm(Form):
    why = StringField(_l("Why it stays"), validators=[InputRequired(MISSING), Length(max=500)])


class SafetyForm(Form):
    numbers = SelectMultipleField(_l("Proposals"), coerce=int, validate_choice=False)
    why = StringField(_l("Why"), validators=[InputRequired(MISSING), Length(max=500)])
