"""Forms of the select stage: stepping aside from a proposal, the times of a repeated vote."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from app.committee import labels
from app.committee.models import InterestKind
from app.core.fields import SeoulDateTimeField
from app.core.forms import Form


class AsideForm(Form):
    kind = RadioField(
        _l("What is your interest?"), [InputRequired()], coerce=InterestKind,
        choices=[(str(kind), _l(text)) for kind, text in labels.INTERESTS.items()],
    )  # fmt: skip
    note = StringField(_l("In your words"), [Optional(), Length(max=500)])


class RepeatForm(Form):
    opens_at = SeoulDateTimeField(_l("Opens at"), [DataRequired()])
    closes_at = SeoulDateTimeField(_l("Closes at"), [DataRequired()])
