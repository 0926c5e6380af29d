"""The other sections of the plan: body and money, times, vote and selection."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    FieldList,
    FormField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    TextAreaField,
)  # fmt: skip
from wtforms import (
    Form as Part,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from app.core.fields import SeoulDateTimeField, WonField
from app.core.forms import Form
from app.cycles import labels
from app.cycles.forms.rows import CriteriaForm, ExclusionsForm, FieldsForm, TypesForm, VerdictsForm
from app.cycles.models import PhaseKind, PlanSection
from app.cycles.services.checks import TIE_CRITERIA
from app.cycles.services.contents import COLUMNS, Row, instant


def choices_of(words: dict[Any, str]) -> list[tuple[str, Any]]:
    """Return the choices of a table of words, translated when they are shown."""
    return [(str(code), _l(text)) for code, text in words.items()]


class BasicsForm(Form):
    revision = HiddenField()
    place_code = SelectField(_l("Body"))
    budget_year = IntegerField(
        _l("Budget year"),
        [InputRequired(_l("Enter a year.")), NumberRange(2000, 2100, _l("Enter a year such as 2028."))],
        description=_l("The year in which the money is spent. The call runs in the year before."),
    )
    pot_won = WonField(_l("Pot"), [InputRequired(_l("Enter an amount."))])
    notice_days = IntegerField(
        _l("Days of notice before intake"),
        [InputRequired(_l("Enter a number.")), NumberRange(0, 365)],
        description=_l("The city's ordinance asks for at least 20 days (art. 6)."),
    )
    support_threshold = IntegerField(
        _l("Supports at which the office must answer"), [InputRequired(_l("Enter a number.")), NumberRange(0)]
    )
    intro_ko = TextAreaField(_l("Introduction (Korean)"), [Length(max=4000)])
    intro_en = TextAreaField(_l("Introduction (English)"), [Length(max=4000)])

    @property
    def content(self) -> Row:
        typed = {name: self.data[name] for name in COLUMNS[PlanSection.basics]}
        return typed | {"intro_ko": (typed["intro_ko"] or "").strip(), "intro_en": (typed["intro_en"] or "").strip()}

    @classmethod
    def shown(cls, content: Row) -> Row:
        return content


class PhaseRow(Part):
    kind = HiddenField()
    opens_at = SeoulDateTimeField(_l("Opens"))
    closes_at = SeoulDateTimeField(_l("Closes"))

    def validate_closes_at(self, field: SeoulDateTimeField) -> None:
        if bool(self.opens_at.data) != bool(field.data) and not self.opens_at.process_errors:
            raise ValidationError(_l("A phase needs both its opening and its close."))


class PhasesForm(Form):
    revision = HiddenField()
    rows = FieldList(FormField(PhaseRow), max_entries=len(PhaseKind))

    @property
    def content(self) -> list[Row]:
        rows = [
            entry.form for entry in self.rows if entry.form.opens_at.data and entry.form.kind.data in set(PhaseKind)
        ]
        return [
            {
                "kind": row.kind.data,
                "opens_at": row.opens_at.data.isoformat(),
                "closes_at": row.closes_at.data.isoformat(),
            }
            for row in sorted(rows, key=lambda row: row.opens_at.data)
        ]

    @classmethod
    def shown(cls, content: list[Row]) -> dict[str, Any]:
        have = {row["kind"]: row for row in content}
        return {"rows": [_phase_shown(kind, have.get(kind)) for kind in PhaseKind]}


def _phase_shown(kind: PhaseKind, row: Row | None) -> Row:
    if row is None:
        return {"kind": str(kind)}
    return {"kind": str(kind), "opens_at": instant(row["opens_at"]), "closes_at": instant(row["closes_at"])}


class SelectionForm(Form):
    revision = HiddenField()
    ballot_form = RadioField(_l("Ballot"), choices=choices_of(labels.BALLOTS))
    picks = IntegerField(_l("Picks of one member"), [Optional(), NumberRange(1, 200)])
    rule = RadioField(_l("Selection rule"), choices=choices_of(labels.RULES))
    on_misfit = RadioField(_l("What does not fit the pot"), choices=choices_of(labels.MISFITS))
    minimum_share_percent = IntegerField(
        _l("Minimum share of votes, in percent"),
        [InputRequired(_l("Enter a number.")), NumberRange(0, 100)],
        description=_l("A proposal below it is not chosen, whatever money is left. 0: no minimum."),
    )
    tie_1 = SelectField(_l("Equal votes are decided first by"))
    tie_2 = SelectField(_l("then by"), validators=[Optional()])
    tie_3 = SelectField(_l("and last by"), validators=[Optional()])
    safety_first = BooleanField(
        _l("Safety is examined first"),
        description=_l("Proposals that prevent accidents come before all others (ordinance, art. 15(9))."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        steps = [(code, _l(labels.TIE_STEPS[code])) for code in TIE_CRITERIA]
        self.tie_1.choices = steps
        self.tie_2.choices = self.tie_3.choices = [("", _l("nothing more")), *steps]

    @property
    def content(self) -> Row:
        typed = {name: self.data.get(name) for name in COLUMNS[PlanSection.selection]}
        ties = [step for step in (self.tie_1.data, self.tie_2.data, self.tie_3.data) if step]
        picks = typed["picks"] if typed["ballot_form"] == "pick_k" else None
        return typed | {"tie_order": ties, "picks": picks}

    @classmethod
    def shown(cls, content: Row) -> Row:
        ties = dict(zip(("tie_1", "tie_2", "tie_3"), [*content["tie_order"], "", "", ""], strict=False))
        return content | ties


SECTION_FORMS = {
    PlanSection.basics: BasicsForm,
    PlanSection.types: TypesForm,
    PlanSection.fields: FieldsForm,
    PlanSection.exclusions: ExclusionsForm,
    PlanSection.criteria: CriteriaForm,
    PlanSection.verdicts: VerdictsForm,
    PlanSection.phases: PhasesForm,
    PlanSection.selection: SelectionForm,
}
