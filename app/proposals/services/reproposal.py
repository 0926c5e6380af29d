"""Proposing again in a later year what did not come to be: a draft from the old text, linked when it is submitted."""

from typing import Any

from sqlalchemy import select

from app.core import audit, clock
from app.core.db import db
from app.core.errors import N_, RuleError
from app.cycles.models import Cycle, Phase, PhaseKind
from app.cycles.services.phases import require_open
from app.proposals.models import Lineage, LineageKind, Proposal, Stage, Status
from app.proposals.services import amounts, drafts

S = Status
AGAIN = {
    S.withdrawn, S.ineligible, S.already_done, S.other_agency, S.screened_out, S.just_missed, S.not_selected,
    S.left_out, S.partly_cut, S.zeroed,
}  # fmt: skip


class NotAgain(RuleError):
    code = "not_again"
    sentence = N_("%(receipt_no)s is still under way, so it cannot be proposed again.")


class NoIntakeOpen(RuleError):
    code = "no_intake_open"
    sentence = N_("No intake of a later year is open now. Come back when one has opened.")


class DraftWaits(RuleError):
    code = "draft_waits"
    sentence = N_("You have begun another proposal for that year. Submit or delete that draft first.")


def begin_again(earlier: Proposal, *, by: Any) -> Cycle:
    """Write a draft from an earlier text for the intake that is open now, and return its cycle."""
    if earlier.status not in AGAIN:
        raise NotAgain(receipt_no=earlier.receipt_no)
    cycle = open_intake_after(earlier)
    if cycle is None:
        raise NoIntakeOpen()
    if drafts.draft_of(by, form="proposal", subject=cycle.slug) is not None:
        raise DraftWaits()
    drafts.save_draft(by, form="proposal", subject=cycle.slug, typed=typed_from(earlier, cycle))
    return cycle


def open_intake_after(earlier: Proposal) -> Cycle | None:
    """Return the later cycle of the same body whose intake is open, if there is one."""
    at = clock.now()
    later = (
        select(Cycle)
        .join(Phase, (Phase.cycle_id == Cycle.id) & (Phase.kind == PhaseKind.intake))
        .where(Phase.opens_at <= at, Phase.closes_at > at)
        .where(Cycle.place_code == earlier.cycle.place_code, Cycle.budget_year > earlier.cycle.budget_year)
        .order_by(Cycle.budget_year)
    )
    for cycle in db.session.scalars(later):
        try:
            require_open(cycle, PhaseKind.intake)
        except RuleError:
            continue
        return cycle
    return None


def typed_from(earlier: Proposal, cycle: Cycle) -> list[tuple[str, str]]:
    """Return an earlier text as the form of a cycle holds it; type and field are those of the same code."""
    version, asked = earlier.current, amounts.at_stage(earlier.amounts, Stage.asked)
    types = {kind.code: str(kind.id) for kind in cycle.types}
    fields = {field.code: str(field.id) for field in cycle.fields}
    typed = {
        "earlier": earlier.receipt_no,
        "title": version.title,
        "problem": version.problem,
        "idea": version.idea,
        "effect": version.effect,
        "type_id": types.get(version.type.code, ""),
        "field_id": fields.get(version.field.code, ""),
        "place_code": version.place_code,
        "place_note": version.place_note,
        "asked_won": str(asked.amount_won) if asked else "",
    }
    for index, line in enumerate(version.cost_lines):
        typed[f"cost_lines-{index}-label"] = line.label
        typed[f"cost_lines-{index}-amount_won"] = str(line.amount_won)
    return list(typed.items())


def link(proposal: Proposal, earlier_receipt_no: str, *, by: Any) -> Lineage | None:
    """Say inside the caller's transaction that a proposal proposes an earlier one again.

    A number that leads nowhere, or to a proposal that is still under way, links nothing.
    """
    slug, _dash, number = earlier_receipt_no.strip().rpartition("-")
    if not (number.isascii() and number.isdigit()):
        return None
    found = select(Proposal).join(Cycle, Cycle.id == Proposal.cycle_id)
    earlier = db.session.scalar(found.where(Cycle.slug == slug, Proposal.number == int(number)))
    if earlier is None or earlier.status not in AGAIN or earlier.cycle.budget_year >= proposal.cycle.budget_year:
        return None
    made = Lineage(
        child_id=proposal.id, parent_id=earlier.id, kind=LineageKind.reproposed_from, at=clock.now(), by=by.id
    )
    db.session.add(made)
    audit.record("proposal.again", of=("proposal", proposal.id), by=by, after={"earlier": earlier.id})
    return made
