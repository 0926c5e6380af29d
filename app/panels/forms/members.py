"""Forms about members: inviting, answering an invitation, writing down attempts to reach somebody."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from app.core.fields import SeoulDateTimeField
from app.core.forms import Form
from app.panels import labels
from app.panels.forms.setup import Checks, choices
from app.panels.models import ContactOutcome


class InviteForm(Form):
    until = SeoulDateTimeField(_l("Answers until"), [DataRequired()])
    again = BooleanField(_l("Also those invited before: their earlier link ends"))


class LettersForm(Form):
    until = SeoulDateTimeField(_l("Answers until"), [DataRequired()])
    everybody = BooleanField(_l("A letter for everybody, not only for who has neither e-mail nor mobile telephone"))


class AttemptForm(Form):
    channel = SelectField(_l("How"), [InputRequired()], choices=choices(labels.CHANNELS), default="telephone")
    outcome = SelectField(_l("Outcome"), [InputRequired()], coerce=ContactOutcome, choices=choices(labels.OUTCOMES))
    note = StringField(_l("Note"), [Optional(), Length(max=500)], default="")


class LeaveForm(Form):
    why = StringField(_l("Why the seat falls free"), [DataRequired(), Length(max=500)])


class LotteryForm(Form):
    same_cell = RadioField(
        _l("Among whom"), [InputRequired()], coerce=lambda v: v in (True, "True", "yes"),
        choices=[("yes", _l("Those with the very values of who left")), ("no", _l("All who are left, by the targets"))],
    )  # fmt: skip


class SeatForm(Form):
    """A yes to an invitation."""

    needs = Checks(_l("What you need to come"), choices=choices(labels.NEEDS))
    other_needs = TextAreaField(_l("Anything else we should know"), [Optional(), Length(max=500)], default="")
    accessible_table = BooleanField(_l("I need a table that a wheelchair can reach"))
