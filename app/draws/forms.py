"""Forms of a draw: what is announced, the public value, a decision, giving up."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, TextAreaField
from wtforms.validators import InputRequired, Length

from app.core.forms import Form
from app.draws.labels import VALUES
from app.draws.models import PublicValue


class AnnounceForm(Form):
    value_kind = RadioField(
        _l("Which public value decides"), [InputRequired()], coerce=PublicValue,
        choices=[(str(kind), _l(text)) for kind, text in VALUES.items()],
    )  # fmt: skip
    announced = TextAreaField(
        _l("Which one exactly, when and where everybody can see it"), [InputRequired(), Length(max=4000)]
    )


class RevealForm(Form):
    value = TextAreaField(_l("The public value"), [InputRequired(), Length(max=4000)])
    witnesses = TextAreaField(_l("Who saw it, or where it can be looked up"), [InputRequired(), Length(max=2000)])


class WhyForm(Form):
    why = TextAreaField(_l("Reason, which everybody can read"), [InputRequired(), Length(max=2000)])
