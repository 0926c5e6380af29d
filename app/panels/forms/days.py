"""Forms of the days: agenda, tables, notes, questions, learning, the vote, later surveys."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    Field,
    FileField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import URL, DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError
from wtforms.widgets import TextInput

from app.core.fields import NumbersField, SeoulDateTimeField
from app.core.forms import Form
from app.panels import labels
from app.panels.forms.setup import Checks, choices
from app.panels.models import ItemKind, MaterialKind, Side
from app.panels.services import asking, waves

TWO_SIDES = [(side.value, _l(labels.SIDES[side])) for side in (Side.favour, Side.against)]


def _side_or_none(value: Any) -> Side | None:
    return Side(value) if value else None


class CodeForm(Form):
    code = StringField(_l("Code"), [DataRequired(), Length(max=40)])


class ItemForm(Form):
    kind = SelectField(_l("What it is"), [InputRequired()], coerce=ItemKind, choices=choices(labels.ITEM_KINDS))
    title_ko = StringField(_l("Title in Korean"), [DataRequired(), Length(max=200)])
    title_en = StringField(_l("Title in English"), [DataRequired(), Length(max=200)])
    starts_at = SeoulDateTimeField(_l("Begins"), [DataRequired()])
    ends_at = SeoulDateTimeField(_l("Ends"), [DataRequired()])
    side = SelectField(
        _l("Side"), [Optional()], coerce=_side_or_none, choices=[("", _l("none in particular")), *TWO_SIDES]
    )
    seconds_a_turn = IntegerField(_l("Seconds of a turn, for the clock"), [Optional(), NumberRange(min=1, max=7200)])


class PairsField(Field):
    """Pairs of badge numbers, one a line: "12 40". Data is a list of pairs."""

    widget = TextInput()

    def _value(self) -> str:
        return str(self.raw_data[0]) if self.raw_data else ", ".join(f"{a}-{b}" for a, b in self.data or [])

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        self.data = []
        for word in str(valuelist[0] if valuelist else "").replace(",", " ").split():
            first, dash, second = word.partition("-")
            if not (dash and all(part.isascii() and part.isdigit() and len(part) < 7 for part in (first, second))):
                raise ValueError(gettext("Cannot read “%(word)s”: enter pairs such as 12-40, 7-9.", word=word))
            self.data.append((int(first), int(second)))


class TablesForm(Form):
    tables = IntegerField(_l("Number of tables"), [InputRequired(_l("Enter a whole number.")), NumberRange(min=1)])
    features = Checks(_l("Balanced at each table"), choices=choices(labels.BALANCED))
    apart = PairsField(_l("Never together (badge numbers)"), description=_l("For example a couple: 12-40, 7-9"))
    accessible = NumbersField(_l("Tables that a wheelchair can reach"), description=_l("For example: 1, 2"))
    only_present = BooleanField(_l("Only who is here today"))


class NoteForm(Form):
    text = TextAreaField(_l("What the table said"), [Length(max=20_000)])
    revision = HiddenField()


class QuestionForm(Form):
    to_side = RadioField(_l("Who is to answer"), [InputRequired()], coerce=Side, choices=TWO_SIDES)
    text = TextAreaField(_l("Question"), [DataRequired(), Length(max=asking.LONGEST)])


class AnswerForm(Form):
    answer = TextAreaField(_l("What was answered"), [DataRequired(), Length(max=4000)])


class AsideForm(Form):
    why = StringField(_l("Why it is set aside"), [DataRequired(), Length(max=500)])


class HeadForm(Form):
    kind = RadioField(_l("What it is"), [InputRequired()], coerce=MaterialKind, choices=choices(labels.MATERIAL_KINDS))
    side = RadioField(_l("Side"), [InputRequired()], coerce=Side, choices=choices(labels.SIDES))
    title = StringField(_l("Title"), [DataRequired(), Length(max=200)])


class VersionForm(Form):
    text = TextAreaField(_l("Text"), [Optional(), Length(max=60_000)], default="")
    minutes = IntegerField(_l("Minutes of the lesson"), [Optional(), NumberRange(min=1, max=600)])
    address = StringField(
        _l("Address of a film"), [Optional(), URL(message=_l("Enter a whole address that begins with https://."))]
    )
    file = FileField(_l("File (PDF and the like)"), [Optional()])
    position = IntegerField(_l("Place in the list"), [InputRequired(), NumberRange(min=0, max=999)], default=0)

    def validate_address(self, field: StringField) -> None:
        """Take addresses of the web alone: what is no such address is no film."""
        if not str(field.data or "").startswith(("https://", "http://")):
            raise ValidationError(gettext("Enter a whole address that begins with https://."))


class MaterialForm(HeadForm, VersionForm):
    """What a text or lesson is, then its first version."""


class RemarkForm(Form):
    role_id = SelectField(_l("Adviser"), [InputRequired()], coerce=int)
    passage = TextAreaField(_l("Passage, word by word (empty: the whole)"), [Optional(), Length(max=2000)], default="")
    text = TextAreaField(_l("What the adviser remarks"), [DataRequired(), Length(max=4000)])


class WindowForm(Form):
    opens_at = SeoulDateTimeField(_l("The vote opens"), [DataRequired()])
    closes_at = SeoulDateTimeField(_l("The vote closes"), [DataRequired()])


class WaveTimesForm(Form):
    opens_at = SeoulDateTimeField(_l("Opens"), [DataRequired()])
    closes_at = SeoulDateTimeField(_l("Closes"), [DataRequired()])


class WaveForm(WaveTimesForm):
    asked = Checks(_l("Asked beside the panel's own question"), choices=choices(labels.WAVE_QUESTIONS))


class PaperNumberForm(Form):
    number = IntegerField(_l("Number on the badge"), [InputRequired(_l("Enter a whole number.")), NumberRange(min=1)])


NOT_READ = (waves.NOT_READ, _l("no answer, or not to be read"))
