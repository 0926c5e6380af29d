"""Forms of a small meeting: registering, the record, a photograph; and filters of the list."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FileField, HiddenField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from app.assembly.forms.choices import MISSING, places
from app.core.fields import SeoulDateTimeField
from app.core.forms import Form

MOST_PEOPLE = 10_000
WHOLE = _l("Enter a whole number.")


class MinhoeForm(Form):
    title = StringField(_l("Name of the minhoe"), [DataRequired(MISSING), Length(max=200)])
    topic = TextAreaField(_l("What you will talk about"), [DataRequired(MISSING), Length(max=2000)])
    starts_at = SeoulDateTimeField(_l("Begins"), [DataRequired(MISSING)])
    ends_at = SeoulDateTimeField(_l("Ends"), [DataRequired(MISSING)])
    place_code = SelectField(_l("Neighbourhood"), [DataRequired(MISSING)])
    venue = StringField(_l("Where exactly"), [DataRequired(MISSING), Length(max=200)])
    online = BooleanField(_l("We meet online"))
    facilitator = StringField(_l("Who leads the talk (shown to everybody)"), [DataRequired(MISSING), Length(max=200)])
    people = IntegerField(_l("How many people"), [InputRequired(WHOLE), NumberRange(min=1, max=MOST_PEOPLE)])
    names = TextAreaField(
        _l("Names, one a line"), [Optional(), Length(max=4000)],
        description=_l("Only if you need them. They are encrypted, and nobody but you sees them."),
    )  # fmt: skip
    revision = HiddenField()

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.place_code.choices = {"": [("", _l("Choose"))], **places()}


class RecordForm(Form):
    people = IntegerField(_l("How many people came"), [InputRequired(WHOLE), NumberRange(min=1, max=MOST_PEOPLE)])
    record = TextAreaField(_l("What was said and what you want"), [DataRequired(MISSING), Length(max=20_000)])
    revision = HiddenField()


class PhotoForm(Form):
    photo = FileField(_l("Photograph (JPEG, PNG, WebP)"))
    shows = StringField(
        _l("What is to be seen"), [DataRequired(MISSING), Length(max=200)],
        description=_l("For those who cannot see it. Ask everybody in the picture before you send it."),
    )  # fmt: skip
