"""The form of a proposal: the same for writing, editing and entering on somebody's behalf."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import (
    FieldList,
    FormField,
    HiddenField,
    MultipleFileField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms import Form as PlainForm
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from app.core.fields import WonField
from app.core.forms import Form
from app.core.imports.columns import email as canonical
from app.core.imports.errors import NotAnEmail
from app.core.languages import named
from app.core.templating import won
from app.cycles.models import Cycle
from app.proposals.models import Channel
from app.proposals.services.contents import LONGEST_TEXT, LONGEST_TITLE, MOST_COST_LINES, Content, CostItem
from app.proposals.services.people import MOST_CO_PROPOSERS, Person
from app.proposals.services.places import places_of

MISSING = _l("Please fill this in.")


class CostLineForm(PlainForm):
    label = StringField(_l("What for"), validators=[Length(max=200)])
    amount_won = WonField(_l("How much"))

    def validate_amount_won(self, field: WonField) -> None:
        if self.label.data and not field.data and not field.errors:
            raise ValidationError(gettext("Write how much it costs."))

    def validate_label(self, field: StringField) -> None:
        if self.amount_won.raw_data and self.amount_won.raw_data[0].strip() and not (field.data or "").strip():
            raise ValidationError(gettext("Write what it is for."))


class PersonForm(PlainForm):
    name = StringField(_l("Name"), validators=[Length(max=100)])
    email = StringField(_l("E-mail"), validators=[Length(max=254)])

    def validate_email(self, field: StringField) -> None:
        if (self.name.data or field.data) and not _is_email(field.data or ""):
            raise ValidationError(gettext("Write an e-mail address such as name@example.org."))

    def validate_name(self, field: StringField) -> None:
        if self.email.data and not (field.data or "").strip():
            raise ValidationError(gettext("Write the name."))


def _is_email(text: str) -> bool:
    try:
        return bool(canonical(text))
    except NotAnEmail:
        return False


class ProposalForm(Form):
    title = StringField(_l("Title"), validators=[InputRequired(MISSING), Length(max=LONGEST_TITLE)])
    type_id = SelectField(_l("Type"), validators=[InputRequired(MISSING)])
    field_id = SelectField(_l("Field"), validators=[InputRequired(MISSING)])
    place_code = SelectField(_l("Place"), validators=[InputRequired(MISSING)])
    place_note = StringField(_l("Where exactly"), validators=[Optional(), Length(max=200)])
    problem = TextAreaField(_l("What is wrong now"), validators=[InputRequired(MISSING), Length(max=LONGEST_TEXT)])
    idea = TextAreaField(_l("What should be done"), validators=[InputRequired(MISSING), Length(max=LONGEST_TEXT)])
    effect = TextAreaField(_l("Who is helped, and how"), validators=[Optional(), Length(max=LONGEST_TEXT)])
    cost_lines = FieldList(FormField(CostLineForm), _l("What it costs"), min_entries=3, max_entries=MOST_COST_LINES)
    asked_won = WonField(_l("Total"), validators=[InputRequired(MISSING)])
    files = MultipleFileField(_l("Files"))
    kept_files = SelectMultipleField(_l("Files already sent"), coerce=int, validate_choice=False)
    submit_key = HiddenField(validators=[Length(max=40)])
    act = HiddenField()  # which button was pressed

    @property
    def was_typed(self) -> bool:
        """Say whether the form holds what somebody has just sent, or had sent before her session ran out."""
        return self.title.raw_data is not None

    def offer(self, cycle: Cycle) -> None:
        """Fill in what the plan of the cycle lets one choose."""
        choose = ("", gettext("Choose one"))
        self.type_id.choices = [choose, *((str(kind.id), _with_ceiling(kind)) for kind in cycle.types)]
        self.field_id.choices = [choose, *((str(field.id), named(field)) for field in cycle.fields)]
        grouped = {
            named(district): [
                (place.code, named(place) if place is not district else _whole(district)) for place in places
            ]
            for district, places in places_of(cycle)
        }
        self.place_code.choices = {gettext("Choose a district or a dong"): [choose]} | grouped

    @property
    def content(self) -> Content:
        """What was written, once the form is valid."""
        return Content(
            title=_text(self.title.data), problem=_text(self.problem.data), idea=_text(self.idea.data),
            effect=_text(self.effect.data), type_id=int(self.type_id.data), field_id=int(self.field_id.data),
            place_code=self.place_code.data, place_note=_text(self.place_note.data), asked_won=self.asked_won.data or 0,
            cost_lines=tuple(
                CostItem(_text(line["label"]), line["amount_won"] or 0)
                for line in self.cost_lines.data
                if _text(line["label"]) or line["amount_won"]
            ),
        )  # fmt: skip

    def choices_shown(self) -> dict[str, str]:
        """Return the words of what was chosen."""
        places = {
            code: name if group in name else f"{group} {name}"
            for group, choices in (self.place_code.choices or {}).items()  # type: ignore[union-attr]
            for code, name in choices
        }
        return {
            "type": dict(self.type_id.choices or ())[self.type_id.data],  # type: ignore[arg-type]
            "field": dict(self.field_id.choices or ())[self.field_id.data],  # type: ignore[arg-type]
            "place": places[self.place_code.data],
        }

    def more(self, what: str) -> None:
        """Add an empty row to a list of the form."""
        rows = self._fields.get(what)
        if isinstance(rows, FieldList) and len(rows.entries) < (rows.max_entries or 0):
            rows.append_entry()

    def fill(self, content: Content) -> None:
        """Show what a version says."""
        for name in ("title", "problem", "idea", "effect", "place_note", "place_code", "asked_won"):
            self._fields[name].data = getattr(content, name)
        self.type_id.data, self.field_id.data = str(content.type_id), str(content.field_id)
        while self.cost_lines.entries:
            self.cost_lines.pop_entry()
        for line in content.cost_lines:
            self.cost_lines.append_entry({"label": line.label, "amount_won": line.amount_won})


class CitizenForm(ProposalForm):
    """As a citizen writes it."""

    earlier = HiddenField(validators=[Length(max=60)])  # receipt number of what is proposed again
    group_name = StringField(
        _l("Name of the group"),
        description=_l("Only if a group proposes it: its name is then shown instead of yours."),
        validators=[Optional(), Length(max=100)],
    )
    co_proposers = FieldList(FormField(PersonForm), _l("Co-proposers"), min_entries=1, max_entries=MOST_CO_PROPOSERS)

    @property
    def people(self) -> list[Person]:
        return [
            Person(_text(person["name"]), canonical(person["email"]))
            for person in self.co_proposers.data
            if person["email"]
        ]


class EditForm(CitizenForm):
    revision = HiddenField()
    why = StringField(_l("What you changed and why"), validators=[Optional(), Length(max=500)])


class ProxyForm(ProposalForm):
    """As staff enter it for somebody."""

    channel = SelectField(_l("How it came"), validators=[InputRequired(MISSING)])
    proposer_name = StringField(
        _l("Proposer"),
        description=_l("As it shall be shown in public: a name, a group, or “anonymous”."),
        validators=[InputRequired(MISSING), Length(max=200)],
    )

    def offer_channels(self, words: Mapping[Channel, str], channels: Sequence[Channel]) -> None:
        self.channel.choices = [(str(channel), gettext(words[channel])) for channel in channels]


def typed_of(data: MultiDict[str, str]) -> list[tuple[str, str]]:
    """Return what was typed, as a draft keeps it: no token, no button."""
    return [(name, value) for name, value in data.items(multi=True) if name not in ("csrf_token", "act")]


def _with_ceiling(kind: Any) -> str:
    if kind.ceiling_won is None:
        return named(kind)
    return gettext("%(type)s (at most %(ceiling)s)", type=named(kind), ceiling=won(kind.ceiling_won))


def _whole(place: Any) -> str:
    return gettext("%(place)s as a whole", place=named(place))


def _text(typed: str | None) -> str:
    return (typed or "").replace("\r\n", "\n").strip()
