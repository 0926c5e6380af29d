"""Forms of the office: an assembly, a stage, a sheet, the agreement."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, HiddenField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError

from app.assembly import labels
from app.assembly.forms.choices import MISSING, Checks, words
from app.assembly.models import Assembly, Counted, Stage, StageKind, StageMethod, Taken
from app.assembly.services.tie_order import CRITERIA
from app.core.fields import NumbersField, SeoulDateTimeField
from app.core.forms import Form
from app.core.languages import chosen, named

WHOLE = _l("Enter a whole number.")
MOST = 10_000_000


class EditAssemblyForm(Form):
    title_ko = StringField(_l("Title in Korean"), [DataRequired(MISSING), Length(max=200)])
    title_en = StringField(_l("Title in English"), [DataRequired(MISSING), Length(max=200)])
    held_on = DateField(_l("Day of the assembly"), [DataRequired(MISSING)])
    venue_ko = StringField(_l("Venue in Korean"), [Optional(), Length(max=200)], default="")
    venue_en = StringField(_l("Venue in English"), [Optional(), Length(max=200)], default="")
    minhoe_least = IntegerField(
        _l("Fewest people of a minhoe"), [InputRequired(WHOLE), NumberRange(1, 1000)], default=5
    )
    files_from = SeoulDateTimeField(_l("Policies are filed from"), [DataRequired(MISSING)])
    files_until = SeoulDateTimeField(_l("Policies are filed until"), [DataRequired(MISSING)])
    revision = HiddenField()


class NewAssemblyForm(EditAssemblyForm):
    year = IntegerField(_l("Year"), [InputRequired(WHOLE), NumberRange(2010, 2999)])
    place_code = SelectField(_l("Whose assembly"), [DataRequired(MISSING)])
    revision = None  # type: ignore[assignment]


class StageForm(Form):
    kind = SelectField(_l("What it is"), [InputRequired()], coerce=StageKind, choices=words(labels.STAGE_KINDS))
    name_ko = StringField(_l("Name in Korean"), [DataRequired(MISSING), Length(max=200)])
    name_en = StringField(_l("Name in English"), [DataRequired(MISSING), Length(max=200)])
    electorate_ko = StringField(_l("Who takes part, in Korean"), [DataRequired(MISSING), Length(max=200)])
    electorate_en = StringField(_l("Who takes part, in English"), [DataRequired(MISSING), Length(max=200)])
    method = SelectField(_l("How it is decided"), [InputRequired()], coerce=StageMethod, choices=words(labels.METHODS))
    counted = SelectField(
        _l("Where the votes come from"), [InputRequired()], coerce=Counted, choices=words(labels.COUNTED)
    )
    seats = IntegerField(_l("How many go on"), [Optional(), NumberRange(1, 1000)])
    picks = IntegerField(_l("Picks of one person, at most"), [Optional(), NumberRange(1, 1000)])
    threshold = IntegerField(_l("Fewest votes to go on"), [InputRequired(WHOLE), NumberRange(0, MOST)], default=0)
    pass_num = IntegerField(
        _l("More than this share says yes: numerator"), [InputRequired(WHOLE), NumberRange(0, 100)], default=1
    )
    pass_den = IntegerField(
        _l("More than this share says yes: denominator"), [InputRequired(WHOLE), NumberRange(1, 100)], default=2
    )
    of_present = BooleanField(_l("The share is of all who voted, not of yes and no alone"))
    ties = Checks(_l("What settles ties, before the lower number"))
    opens_at = SeoulDateTimeField(_l("Opens"), [Optional()])
    closes_at = SeoulDateTimeField(_l("Closes"), [Optional()])
    sources = Checks(_l("Options come from (none: all policies)"))
    revision = HiddenField()

    def __init__(self, earlier: list[Stage], **given: Any) -> None:
        super().__init__(**given)
        self.ties.choices = [(code, gettext(text)) for code, text in CRITERIA.items() if code != "number"]
        takes = {Taken.chosen: gettext("what it chose"), Taken.rest: gettext("what it did not choose")}
        self.sources.choices = [
            (f"{stage.position}:{taken.value}", f"{stage.position}. {getattr(stage, f'name_{chosen()}')}: {text}")
            for stage in earlier
            for taken, text in takes.items()
        ]

    def validate_sources(self, field: Checks) -> None:
        """Take one thing of a stage: what it chose, or the rest."""
        stages = [value.partition(":")[0] for value in field.data or []]
        if len(stages) != len(set(stages)):
            raise ValidationError(gettext("Take of a stage what it chose, or what it did not choose."))

    @property
    def values(self) -> dict[str, Any]:
        """The sources as positions with what is taken of them; ties end with the number."""
        pairs = (value.partition(":") for value in self.sources.data or [])
        sources = [(int(position), Taken(taken)) for position, _colon, taken in pairs]
        return super().values | {"sources": sources, "ties": [*(self.ties.data or []), "number"]}


class NamedForm(Form):
    chosen = NumbersField(_l("Numbers of the policies chosen"), description=_l("For example: 3, 9, 17"))
    why = TextAreaField(_l("Who chose them, and why (everybody reads it)"), [DataRequired(MISSING), Length(max=4000)])


class CloseForm(Form):
    voted = IntegerField(
        _l("How many people voted, where the sheets do not say"), [Optional(), NumberRange(0, MOST)]
    )  # fmt: skip
    invited = IntegerField(_l("How many could have voted, where that is known"), [Optional(), NumberRange(0, MOST)])


class SheetForm(Form):
    name = StringField(
        _l("Name of the sheet"),
        [DataRequired(MISSING), Length(max=200)],
        description=_l("A board, a dong office, a tally"),
    )


class AgreementForm(Form):
    text_ko = TextAreaField(_l("Text in Korean"), [DataRequired(MISSING), Length(max=10_000)])
    text_en = TextAreaField(_l("Text in English"), [DataRequired(MISSING), Length(max=10_000)])


class SignatureForm(Form):
    body_id = SelectField(_l("Body"), [InputRequired()], coerce=int)
    name = StringField(_l("Who signed"), [DataRequired(MISSING), Length(max=200)])
    office = StringField(_l("In which office"), [DataRequired(MISSING), Length(max=200)])
    signed_at = SeoulDateTimeField(_l("Signed at"), [DataRequired(MISSING)])

    def __init__(self, assembly: Assembly, **given: Any) -> None:
        super().__init__(**given)
        self.body_id.choices = [(body.id, named(body)) for body in assembly.bodies]
