"""What a plan must hold: shape of one section when it is saved, the whole when it is published."""

from typing import Any

from app.core.errors import N_, RuleError
from app.cycles.models import BallotForm, PhaseKind, PlanSection
from app.cycles.services.contents import Content, Row, instant

TIE_CRITERIA = ("safety", "min_cost", "max_cost", "receipt_no")


class NameTwice(RuleError):
    code = "name_twice"
    sentence = N_('"%(name)s" is in the list twice.')
    field = "rows"


class NameMissing(RuleError):
    code = "name_missing"
    sentence = N_("Row %(row)s needs a name.")
    field = "rows"


class ClosesBeforeItOpens(RuleError):
    code = "closes_before_it_opens"
    sentence = N_("A phase must close after it opens: opening %(opens_at)s, close %(closes_at)s.")


class PhasesOutOfOrder(RuleError):
    code = "phases_out_of_order"
    sentence = N_("A later phase opens at %(opens_at)s, before the phase that precedes it (%(earlier_at)s).")


class PicksMissing(RuleError):
    code = "picks_missing"
    sentence = N_("Say how many each may pick.")
    field = "picks"


class TieOrderTwice(RuleError):
    code = "tie_order_twice"
    sentence = N_("Each step of the tie order may appear once.")
    field = "tie_1"


class PlanIncomplete(RuleError):
    """``what`` is the section in which something is missing."""

    code = "plan_incomplete"


class NoTypes(PlanIncomplete):
    code = "no_types"
    sentence = N_("The plan has no proposal type yet.")


class NoFields(PlanIncomplete):
    code = "no_fields"
    sentence = N_("The plan has no field yet.")


class NoCriteria(PlanIncomplete):
    code = "no_criteria"
    sentence = N_("The plan has no criterion yet.")


class NoVerdicts(PlanIncomplete):
    code = "no_verdicts"
    sentence = N_("The plan needs a verdict that goes on to the committee and one that does not.")


class NoPot(PlanIncomplete):
    code = "no_pot"
    sentence = N_("The plan does not say how much money there is.")


class NoIntake(PlanIncomplete):
    code = "no_intake"
    sentence = N_("The plan does not say when intake opens and closes.")


class CeilingOverPot(PlanIncomplete):
    code = "ceiling_over_pot"
    sentence = N_("A ceiling of %(ceiling_won)s is more than the pot of %(pot_won)s.")


def check_section(section: PlanSection, content: Any) -> None:
    """Refuse a section that contradicts itself."""
    if section is PlanSection.phases:
        _check_phases(content)
    elif section is PlanSection.selection:
        _check_selection(content)
    elif isinstance(content, list):
        _check_rows(content)


def _check_rows(rows: list[Row]) -> None:
    seen: set[str] = set()
    for number, row in enumerate(rows, 1):
        if not row["name_ko"]:
            raise NameMissing(row=number)
        if row["name_ko"] in seen:
            raise NameTwice(name=row["name_ko"])
        seen.add(row["name_ko"])


def _check_phases(rows: list[Row]) -> None:
    kinds = list(PhaseKind)
    before = None
    for row in sorted(rows, key=lambda row: kinds.index(PhaseKind(row["kind"]))):
        opens_at, closes_at = instant(row["opens_at"]), instant(row["closes_at"])
        if closes_at <= opens_at:
            raise ClosesBeforeItOpens(opens_at=opens_at, closes_at=closes_at)
        if before is not None and opens_at < before:
            raise PhasesOutOfOrder(opens_at=opens_at, earlier_at=before)
        before = opens_at


def _check_selection(content: Content) -> None:
    if content["ballot_form"] == BallotForm.pick_k and not content["picks"]:
        raise PicksMissing()
    if len(set(content["tie_order"])) < len(content["tie_order"]):
        raise TieOrderTwice()


def gaps(plan: Content) -> list[PlanIncomplete]:
    """Return what a plan still lacks before it can be published."""
    pot_won = plan[PlanSection.basics]["pot_won"]
    verdicts = {bool(row["goes_on"]) for row in plan[PlanSection.verdicts]}
    over = [row["ceiling_won"] for row in plan[PlanSection.types] if (row["ceiling_won"] or 0) > (pot_won or 0)]
    found = (
        (NoPot(), not pot_won),
        (NoTypes(), not plan[PlanSection.types]),
        (NoFields(), not plan[PlanSection.fields]),
        (NoCriteria(), not plan[PlanSection.criteria]),
        (NoVerdicts(), len(verdicts) < 2),
        (NoIntake(), intake_opens_at(plan) is None),
        (CeilingOverPot(ceiling_won=max(over, default=0), pot_won=pot_won), bool(pot_won and over)),
    )
    return [gap for gap, is_there in found if is_there]


def intake_opens_at(plan: Content) -> Any:
    """Return when intake opens by a plan, or nothing."""
    rows = plan[PlanSection.phases]
    return next((instant(row["opens_at"]) for row in rows if row["kind"] == PhaseKind.intake), None)
