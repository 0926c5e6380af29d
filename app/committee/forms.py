"""Forms of the committee's pages."""

from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    FileField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Email, InputRequired, Length, NumberRange, Optional, Regexp
from wtforms.widgets import CheckboxInput, ListWidget

from app.committee import labels
from app.committee.models import Body, InterestKind, Office, PartOffice, Route, Sex
from app.core.fields import SeoulDateTimeField
from app.core.forms import Form
from app.core.languages import named
from app.cycles.models import Criterion, Field

BIRTH_BANDS = ("10-19", "20-29", "30-39", "40-49", "50-59", "60-69", "70-79", "80-89", "90-99")


def _choices(words: dict[Any, str]) -> list[tuple[str, Any]]:
    return [(str(code), _l(text)) for code, text in words.items()]


def _code_or_none(kind: type) -> Any:
    return lambda value: kind(value) if value else None


class PersonForm(Form):
    email = StringField(_l("E-mail"), [DataRequired(), Email(), Length(max=254)])
    name = StringField(_l("Name"), [DataRequired(), Length(max=200)])
    sex = SelectField(
        _l("Sex"), [Optional()], coerce=_code_or_none(Sex), choices=[("", _l("not said")), *_choices(labels.SEXES)]
    )
    birth_band = SelectField(
        _l("Age band"), [Optional()], coerce=lambda v: v or None,
        choices=[("", _l("not said")), *((band, band.replace("-", "–")) for band in BIRTH_BANDS)],
    )  # fmt: skip
    youth = BooleanField(_l("Young person (19 to 39)"))
    disadvantaged = BooleanField(_l("Disadvantaged"))


class SeatForm(PersonForm):
    route = RadioField(_l("Route"), [InputRequired()], coerce=Route, choices=_choices(labels.ROUTES))
    subcommittee_id = SelectField(_l("Subcommittee"), [Optional()], coerce=lambda v: int(v) if v else None)
    from_at = SeoulDateTimeField(_l("Term from"), [DataRequired()])
    until_at = SeoulDateTimeField(_l("Term until"), [DataRequired()])


class ReplaceForm(PersonForm):
    reason = StringField(_l("Why the seat ends"), [DataRequired(), Length(max=500)])


class EndForm(Form):
    reason = StringField(_l("Why the seat ends"), [DataRequired(), Length(max=500)])


class PlaceForm(Form):
    subcommittee_id = SelectField(_l("Subcommittee"), [Optional()], coerce=lambda v: int(v) if v else None)
    office = SelectField(
        _l("Office in the committee"), [Optional()], coerce=_code_or_none(Office),
        choices=[("", _l("none")), *_choices(labels.OFFICES)],
    )  # fmt: skip
    subcommittee_office = SelectField(
        _l("Office in the subcommittee"), [Optional()], coerce=_code_or_none(PartOffice),
        choices=[("", _l("none")), *_choices(labels.PART_OFFICES)],
    )  # fmt: skip


class _Checks(SelectMultipleField):
    widget = ListWidget()
    option_widget = CheckboxInput()


class SubcommitteeForm(Form):
    name_ko = StringField(_l("Name in Korean"), [DataRequired(), Length(max=200)])
    name_en = StringField(_l("Name in English"), [DataRequired(), Length(max=200)])
    slug = StringField(
        _l("Short name for addresses"),
        [DataRequired(), Length(max=40), Regexp(r"[a-z0-9-]+\Z", message=_l("a to z, 0 to 9 and -"))],
    )
    field_ids = _Checks(_l("Fields it screens"), [Optional()], coerce=int)


class RulesForm(Form):
    quorum_over_num = IntegerField(_l("Quorum: more than"), [InputRequired(), NumberRange(0, 99)])
    quorum_over_den = IntegerField(_l("of (enrolled)"), [InputRequired(), NumberRange(1, 100)])
    pass_over_num = IntegerField(_l("Majority: more than"), [InputRequired(), NumberRange(0, 99)])
    pass_over_den = IntegerField(_l("of (present)"), [InputRequired(), NumberRange(1, 100)])
    ex_officio_vote = BooleanField(_l("Ex officio members vote"))
    applicants = IntegerField(_l("Applicants in the open call"), [Optional(), NumberRange(0, 100_000)])
    why = StringField(_l("Why it is changed"), [DataRequired(), Length(max=500)])


class FoundForm(Form):
    name_ko = StringField(_l("Name in Korean"), [DataRequired(), Length(max=200)])
    name_en = StringField(_l("Name in English"), [DataRequired(), Length(max=200)])
    slug = StringField(
        _l("Short name for addresses"),
        [DataRequired(), Length(max=40), Regexp(r"[a-z0-9-]+\Z", message=_l("a to z, 0 to 9 and -"))],
    )


class AsideForm(Form):
    kind = RadioField(
        _l("What is your interest?"), [InputRequired()], coerce=InterestKind, choices=_choices(labels.INTERESTS)
    )
    note = StringField(_l("In your words"), [Optional(), Length(max=500)])


class PutToVoteForm(Form):
    first = IntegerField(_l("How many go to the vote"), [InputRequired(), NumberRange(min=0)])
    note = StringField(_l("Note, public"), [Optional(), Length(max=500)])
    seen = HiddenField()


class CommentForm(Form):
    kind = RadioField(_l("What is it?"), [InputRequired()])
    body = TextAreaField(_l("Text"), [DataRequired(), Length(max=4000)])
    parent_id = HiddenField()


def body_choices(bodies: Iterable[Body]) -> list[tuple[int, str]]:
    return [(body.id, named(body)) for body in bodies]


class MeetingForm(Form):
    body_id = SelectField(_l("Who meets"), coerce=int)
    held_at = SeoulDateTimeField(_l("Date and time"), [DataRequired()])
    place = StringField(_l("Place of the meeting"), [DataRequired(), Length(max=200)])
    agenda = TextAreaField(_l("Agenda, one item a line"), [DataRequired(), Length(max=10_000)])
    revision = HiddenField()

    @property
    def seen_revision(self) -> int:
        return seen(self.revision)


class AttendanceForm(Form):
    present = _Checks(_l("Who was present"), [Optional()], coerce=int)
    why = StringField(_l("Why the published minutes are changed"), [Optional(), Length(max=500)])


class MinutesForm(Form):
    resolutions = TextAreaField(_l("Resolutions, one a line"), [Optional(), Length(max=20_000)])
    statements = TextAreaField(
        _l("What was said"),
        [Optional(), Length(max=200_000)],
        description=_l("Who said what, in the order of the agenda"),
    )
    withheld = StringField(
        _l("What is left out by law, and why"), [Optional(), Length(max=500)],
        description=_l("Only what a law keeps closed may be left out (art. 18)"),
    )  # fmt: skip
    file = FileField(_l("Minutes as a file"), description=_l("PDF, HWP, HWPX or DOCX, up to 20 MB"))
    why = StringField(_l("Why the published minutes are changed"), [Optional(), Length(max=500)])
    revision = HiddenField()

    @property
    def seen_revision(self) -> int:
        return seen(self.revision)


def seen(revision: HiddenField) -> int:
    """Return the revision that the form was made from; what is no number is older than any."""
    return int(revision.data) if str(revision.data or "").isdigit() else 0


class ScoreForm(Form):
    opinion = TextAreaField(
        _l("Opinion"), [Optional(), Length(max=2000)], filters=[lambda v: (v or "").replace("\r\n", "\n").strip()]
    )
    revision = HiddenField()

    criteria: Sequence[Criterion] = ()

    @property
    def given(self) -> dict[int, int | None]:
        """Return what was chosen for each criterion."""
        return {criterion.id: self[f"criterion-{criterion.id}"].data for criterion in self.criteria}

    @property
    def seen_revision(self) -> int | None:
        return int(self.revision.data) if (self.revision.data or "").isdigit() else None


def score_form(criteria: Sequence[Criterion]) -> type[ScoreForm]:
    """Return the form of a cycle's criteria: one group of radios each."""
    radios = {
        f"criterion-{criterion.id}": RadioField(
            named(criterion), [InputRequired(_l("Choose a score."))], coerce=int,
            choices=[(n, str(n)) for n in range(1, criterion.points + 1)],
        )
        for criterion in criteria
    }  # fmt: skip
    return type("CycleScoreForm", (ScoreForm,), {**radios, "criteria": tuple(criteria)})


def subcommittee_choices(parts: Iterable[Body]) -> list[tuple[str, Any]]:
    """Return the choices of a subcommittee field, none of them first."""
    return [("", _l("none")), *((str(part.id), named(part)) for part in parts)]


def field_choices(fields: Iterable[Field]) -> list[tuple[int, str]]:
    return [(field.id, named(field)) for field in fields]
