"""The designer: one form for a whole poll; each fault stands beside its field."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    FieldList,
    FormField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms import Form as PartForm
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, Regexp
from wtforms.widgets import CheckboxInput, ListWidget

from app.core.fields import SeoulDateTimeField
from app.polls import labels
from app.polls.forms import options_text
from app.polls.forms import rule as rule_form
from app.polls.forms.rule import TIE_ORDERS, RuleFields
from app.polls.models import Channel, Poll, Publish
from app.polls.models import Form as BallotForm
from voting.ledger.definition import ADDING

SLUG = Regexp(r"^[a-z0-9][a-z0-9-]{1,38}$", message=_l("Small letters, digits and hyphens, at least 2."))
COUNT = [Optional(), NumberRange(0, 1000)]


class Checks(SelectMultipleField):
    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class ElectoratePart(PartForm):
    """One body of voters; a part without a name is left out."""

    code = StringField(_l("Short name in the files"), [Optional(), SLUG])
    name_ko = StringField(_l("Name in Korean"), [Optional(), Length(max=200)])
    name_en = StringField(_l("Name in English"), [Optional(), Length(max=200)])
    weight = StringField(
        _l("Weight"),
        [Optional(), Regexp(r"^\d{1,6}(/0*[1-9]\d{0,5})?$", message=_l("A whole number or a fraction such as 1/2."))],
    )
    eligibility = SelectField(_l("Who is in it"), choices=labels.choices(labels.ELIGIBILITY), default="accounts")
    from_age = IntegerField(_l("From which age"), [Optional(), NumberRange(1, 120)])
    to_age = IntegerField(_l("Up to which age"), [Optional(), NumberRange(1, 120)])
    districts = Checks(_l("In which districts one must live; none: anywhere"), validate_choice=False)
    checked = BooleanField(_l("The age must be confirmed, not only told"))
    channels = Checks(_l("How one votes"), choices=labels.choices(labels.CHANNELS), default=[Channel.web.value])  # fmt: skip

    def validate_channels(self, channels: Any) -> None:
        if self.name_ko.data and not channels.data:
            raise ValidationError(_("Choose at least one way of voting."))


class PollForm(RuleFields):
    revision = HiddenField()
    slug = StringField(_l("Address"), [DataRequired(), SLUG])
    title_ko = StringField(_l("Title in Korean"), [DataRequired(), Length(max=200)])
    title_en = StringField(_l("Title in English"), [DataRequired(), Length(max=200)])
    question_ko = TextAreaField(_l("Question in Korean"), [DataRequired(), Length(max=2000)])
    question_en = TextAreaField(_l("Question in English"), [DataRequired(), Length(max=2000)])
    source = SelectField(_l("Take the options from"), [Optional()], validate_choice=False)
    options = TextAreaField(_l("Options, one a line"), [DataRequired()])
    form = RadioField(
        _l("Form of the ballot"), [InputRequired()], choices=labels.choices(labels.FORMS), default="approval"
    )
    at_least = IntegerField(_l("At least how many"), COUNT)
    at_most = IntegerField(_l("At most how many"), COUNT)
    per_field = IntegerField(_l("At most how many of one field"), COUNT)
    sum_at_most = IntegerField(_l("Points to give together"), COUNT)
    points_at_most = IntegerField(_l("Most points for one option"), COUNT)
    blank = BooleanField(_l("Blank votes are possible"), default=True)
    publish = RadioField(
        _l("What is published of the ballots"), choices=labels.choices(labels.PUBLISH), default="marks"
    )
    may_change = BooleanField(_l("Voters may change their vote until the closing"), default=True)
    randomness = StringField(_l("Where the public number comes from"), [DataRequired(), Length(max=200)])
    appeal_days = IntegerField(
        _l("Days for appeals before the result is final"), [InputRequired(), NumberRange(0, 365)], default=14
    )
    auditors = TextAreaField(_l("Auditors, one a line"), [Length(max=5000)])
    opens_at = SeoulDateTimeField(_l("Opens at"), [DataRequired()])
    closes_at = SeoulDateTimeField(_l("Closes at"), [DataRequired()])
    electorates = FieldList(FormField(ElectoratePart), min_entries=2, max_entries=8)

    lines: list[options_text.Line]
    read_auditors: list[dict[str, str]]

    def __init__(self, *args: Any, places: Mapping[str, str], **more: Any) -> None:
        super().__init__(*args, **more)
        self.places = places
        self.ties.choices = [
            (order, " → ".join(_(labels.TIES[one]) for one in order.split(","))) for order in TIE_ORDERS
        ]
        self.name_places()

    def name_places(self) -> None:
        """Let each body of voters be of any district."""
        for part in self.electorates:
            part.form.districts.choices = list(self.places.items())

    def validate_options(self, options: Any) -> None:
        self.lines, wrong = options_text.read(options.data or "")
        if wrong:
            raise ValidationError(" ".join(wrong[:5]))

    def validate_auditors(self, auditors: Any) -> None:
        """Read the lines "name | role | public key"; each that is not one is named."""
        rows = [
            [cell.strip() for cell in line.split("|")] for line in (auditors.data or "").splitlines() if line.strip()
        ]
        wrong = [number for number, row in enumerate(rows, 1) if len(row) != 3 or not all(row)]
        if wrong:
            raise ValidationError(_("Line %(line)s: %(fault)s", line=wrong[0], fault=_("name, role and public key are needed")))  # fmt: skip
        self.read_auditors = [{"name": name, "role": role, "key": key.lower()} for name, role, key in rows]

    def validate_closes_at(self, closes_at: Any) -> None:
        if closes_at.data and self.opens_at.data and closes_at.data <= self.opens_at.data:
            raise ValidationError(_("It closes before it opens."))

    def validate_at_most(self, at_most: Any) -> None:
        if at_most.data is not None and (at_most.data or 0) < (self.at_least.data or 0):
            raise ValidationError(_("This is less than “at least how many”."))

    def validate(self, extra_validators: Any = None) -> bool:
        """Check the fields, and then what one asks of another that may else stay empty."""
        valid = super().validate(extra_validators)
        for name, is_missing, told in MISSING:
            if self[name].data in (None, 0) and is_missing(self.form.data, self.rule.data):
                self[name].errors = [*self[name].errors, told]
                valid = False
        return valid

    def validate_publish(self, publish: Any) -> None:
        needs_whole = self.rule.data not in ADDING or self.form.data == BallotForm.ranking
        if publish.data == Publish.marks and needs_whole:
            raise ValidationError(_("This rule needs whole ballots: choose the second way."))

    def validate_electorates(self, electorates: Any) -> None:
        named = [part for part in electorates if part.form.name_ko.data]
        if not named:
            raise ValidationError(_("Name at least one body of voters."))
        if len({bool(part.form.weight.data) for part in named}) > 1:
            raise ValidationError(_("Either every body of voters has a weight or none."))

    @property
    def service_values(self) -> dict[str, Any]:
        """Return what the service takes; the address only of a new poll."""
        return {
            **{name: self[name].data for name in PLAIN if name in self}, "form": BallotForm(self.form.data),
            "form_numbers": self._numbers(), "rule": self.rule_document(self._kinds()),
            "publish": Publish(self.publish.data), "auditors": self.read_auditors,
        }  # fmt: skip

    def _numbers(self) -> dict[str, Any]:
        names = {"approval": ("at_least", "at_most"), "ordinal": ("at_least", "at_most"), "cumulative": ("points_at_most", "sum_at_most")}.get(self.form.data, ())  # fmt: skip
        numbers: dict[str, Any] = {name: self[name].data for name in names if self[name].data is not None}
        if self.form.data == BallotForm.knapsack:
            numbers["budget"] = self.budget.data
        if self.form.data == BallotForm.approval and self.per_field.data:
            fields = dict.fromkeys(line.labels["field"] for line in self.lines if "field" in line.labels)
            numbers["per_label"] = [{"kind": "field", "value": f, "at_most": self.per_field.data} for f in fields]
        return numbers | {"blank": bool(self.blank.data)}

    def _kinds(self) -> dict[str, str]:
        """Return of each field and district that an option has, which of the two it is."""
        return {value: kind for line in self.lines for kind, value in line.labels.items()}

    @property
    def named_electorates(self) -> list[dict[str, Any]]:
        """Return the electorates that were named."""
        named = (part.form for part in self.electorates if part.form.name_ko.data)
        return [_electorate(part, number) for number, part in enumerate(named, 1)]


PLAIN = (
    "slug", "title_ko", "title_en", "question_ko", "question_en", "may_change", "randomness", "appeal_days", "opens_at",
    "closes_at",
)  # fmt: skip

SPENDING = ("greedy", "majority-fill", "equal-shares", "phragmen", "knapsack", "bos", "cstv")
MISSING: tuple[tuple[str, Callable[[str, str], bool], Any], ...] = (
    ("sum_at_most", lambda form, rule: form == BallotForm.points, _l("Say how many points a voter has.")),
    (
        "budget",
        lambda form, rule: form == BallotForm.knapsack or rule in SPENDING,
        _l("This form or rule needs to know the money."),
    ),
    ("seats", lambda form, rule: rule == "top-k", _l("Say how many win.")),
)
CONDITIONS = ("from_age", "to_age", "districts", "checked")


def _electorate(part: Any, number: int) -> dict[str, Any]:
    weight = Fraction(part.weight.data) if part.weight.data else None
    conditions = {name: part[name].data for name in CONDITIONS if part[name].data}
    return {
        "code": part.code.data or f"voters-{number}", "name_ko": part.name_ko.data,
        "name_en": part.name_en.data or part.name_ko.data, "weight": weight, "eligibility": part.eligibility.data,
        "conditions": conditions if part.eligibility.data == "accounts" else {}, "channels": part.channels.data,
    }  # fmt: skip


def shown(poll: Poll) -> SimpleNamespace:
    """Return a draft as the form shows it."""
    numbers = poll.form_numbers
    per_field = next((row["at_most"] for row in numbers.get("per_label", [])), None)
    electorates = [
        {
            **{name: getattr(e, name) for name in ("code", "name_ko", "name_en", "eligibility", "channels")},
            "weight": labels.weight_of(e), **e.conditions,
        }
        for e in poll.electorates
    ]  # fmt: skip
    return SimpleNamespace(
        **{name: getattr(poll, name) for name in PLAIN}, revision=poll.revision, form=poll.form.value,
        publish=poll.publish.value, options=options_text.write(poll.options), **rule_form.shown(poll),
        budget=labels.budget_of(poll) or numbers.get("budget"), per_field=per_field, electorates=electorates,
        auditors="\n".join(f"{row['name']} | {row['role']} | {row['key']}" for row in poll.auditors),
        **{name: numbers.get(name) for name in ("at_least", "at_most", "sum_at_most", "points_at_most", "blank")},
    )  # fmt: skip
