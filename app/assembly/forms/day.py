"""Forms of the day: agenda, registration, the door, questions, minutes."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from app.assembly import labels
from app.assembly.forms.choices import MISSING, Checks, words
from app.assembly.models import Assembly, Capacity
from app.assembly.services.asking import LONGEST
from app.core.fields import SeoulDateTimeField
from app.core.forms import Form
from app.core.languages import named


def _key_or_none(value: Any) -> int | None:
    return int(value) if value and str(value) != "None" else None


class PointForm(Form):
    title_ko = StringField(_l("Title in Korean"), [DataRequired(MISSING), Length(max=200)])
    title_en = StringField(_l("Title in English"), [DataRequired(MISSING), Length(max=200)])
    starts_at = SeoulDateTimeField(_l("Begins"), [DataRequired(MISSING)])
    ends_at = SeoulDateTimeField(_l("Ends"), [DataRequired(MISSING)])


class AttendForm(Form):
    name = StringField(_l("Name on the list at the door"), [DataRequired(MISSING), Length(max=100)])
    needs = Checks(_l("What you need to take part"), [Optional()], choices=words(labels.NEEDS))
    needs_note = StringField(_l("Anything else you need"), [Optional(), Length(max=300)], default="")
    interpreter = StringField(
        _l("A language to be interpreted"), [Optional(), Length(max=60)], default="",
        description=_l("For example Vietnamese, Russian, Korean sign language"),
    )  # fmt: skip
    needs_agreed = BooleanField(_l("Keep what I need until the minutes are out, for this day only"))


class AtTheDoorForm(Form):
    name = StringField(_l("Name"), [DataRequired(MISSING), Length(max=100)])
    capacity = SelectField(_l("As what"), [InputRequired()], coerce=Capacity, choices=words(labels.CAPACITIES))
    body_id = SelectField(_l("Of which body, for officials"), coerce=_key_or_none)

    def __init__(self, assembly: Assembly, **given: Any) -> None:
        super().__init__(**given)
        self.body_id.choices = [("", _l("none in particular"))] + [(body.id, named(body)) for body in assembly.bodies]


class QuestionForm(Form):
    text = TextAreaField(_l("Question"), [DataRequired(MISSING), Length(max=LONGEST)], render_kw={"rows": 3})
    body_id = SelectField(_l("Who is to answer"), coerce=_key_or_none)

    def __init__(self, assembly: Assembly, **given: Any) -> None:
        super().__init__(**given)
        self.body_id.choices = [("", _l("none in particular"))] + [(body.id, named(body)) for body in assembly.bodies]


class WordsForm(Form):
    words = TextAreaField(_l("What was answered"), [DataRequired(MISSING), Length(max=4000)])


class AsideForm(Form):
    words = TextAreaField(_l("Why it is set aside"), [DataRequired(MISSING), Length(max=500)])


class MinutesForm(Form):
    minutes = TextAreaField(_l("Minutes"), [DataRequired(MISSING), Length(max=60_000)], render_kw={"rows": 16})
    revision = HiddenField()
