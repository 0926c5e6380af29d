"""The form of a policy, of merging, of hiding; and what the list is narrowed by."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from app.assembly.forms.choices import MISSING
from app.assembly.models import Assembly, Minhoe
from app.assembly.services.policies import LONGEST
from app.core.fields import NumbersField
from app.core.forms import Form
from app.core.languages import named


def _key_or_none(value: Any) -> int | None:
    return int(value) if value and str(value) != "None" else None


class PolicyForm(Form):
    title = StringField(_l("Title of the policy"), [DataRequired(MISSING), Length(max=200)])
    problem = TextAreaField(_l("What is wrong now"), [DataRequired(MISSING), Length(max=LONGEST)])
    text = TextAreaField(_l("What should be done"), [DataRequired(MISSING), Length(max=LONGEST)])
    body_id = SelectField(_l("Who should answer"), [DataRequired(MISSING)], coerce=_key_or_none)
    category_id = SelectField(_l("What it is about"), [DataRequired(MISSING)], coerce=_key_or_none)
    minhoe_id = SelectField(_l("From which minhoe"), coerce=_key_or_none)
    revision = HiddenField()

    def __init__(self, assembly: Assembly, meetings: list[Minhoe], **given: Any) -> None:
        super().__init__(**given)
        nothing = [("", _l("Choose"))]
        self.body_id.choices = nothing + [(body.id, named(body)) for body in assembly.bodies]
        self.category_id.choices = nothing + [(category.id, named(category)) for category in assembly.categories]
        self.minhoe_id.choices = [("", _l("none, I file it myself"))] + [(one.id, one.title) for one in meetings]


class MergeForm(Form):
    whole = IntegerField(
        _l("Number of the policy that stays"), [InputRequired(_l("Enter a whole number.")), NumberRange(min=1)]
    )
    parts = NumbersField(_l("Numbers of those that go into it"), description=_l("For example: 17, 42"))
    why = TextAreaField(_l("Why they are merged (everybody reads it)"), [DataRequired(MISSING), Length(max=1000)])


class HideForm(Form):
    reason = StringField(_l("Why it is hidden (stays visible)"), [DataRequired(MISSING), Length(max=500)])
