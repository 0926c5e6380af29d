"""The budget bill: the chosen go in, or the executive leaves one out and says in public why (art. 14)."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.core import audit
from app.core.db import db, locked, transaction
from app.core.errors import EditedByAnother, NotFound
from app.council.services.errors import AlreadyBeforeCouncil, NotChosen, ReasonNeeded
from app.cycles.models import Cycle, PhaseKind
from app.cycles.services import phases
from app.proposals.models import Proposal, Stage, Status
from app.proposals.services import amounts, lifecycle, notices
from app.proposals.services.notices import Notice

CHOSEN = (Status.selected, Status.in_bill, Status.left_out)


def chosen_of(cycle: Cycle) -> list[Proposal]:
    """Return what was chosen in a cycle, whatever became of it since."""
    voted = amounts.counting_amounts().subquery()
    query = (
        select(Proposal)
        .join(voted, voted.c.proposal_id == Proposal.id)
        .where(Proposal.cycle_id == cycle.id, voted.c.stage == Stage.voted)
        .order_by(Proposal.number)
    )
    return list(db.session.scalars(query.options(selectinload(Proposal.amounts), selectinload(Proposal.current))))


def put_in_bill(proposal: Proposal, *, amount_won: int, reason: str = "", seen: int, by: Any) -> None:
    """Put a chosen project into the bill, at its amount or another with a reason.

    ``seen`` is the id of the last amount that the form showed. Raises ``PhaseClosed``, ``NotChosen``,
    ``AlreadyBeforeCouncil``, ``EditedByAnother``.
    """
    with transaction():
        proposal = _open(proposal.id, seen)
        decided_by = proposal.cycle.place.name_ko
        amounts.append_amount(proposal, Stage.bill, amount_won, decided_by=decided_by, by=by, reason=reason.strip())
        lifecycle.move(proposal, Status.in_bill, by=by)
        notices.tell(proposal, Notice.status, why=reason.strip(), but=by)


def leave_out(proposal: Proposal, *, reason_code: str, reason: str, seen: int, by: Any) -> None:
    """Leave a chosen project out of the bill: its amount falls to zero with a public reason. Raises ``ReasonNeeded``."""
    with transaction():
        proposal = _open(proposal.id, seen)
        if not reason.strip():
            raise ReasonNeeded()
        decided_by = proposal.cycle.place.name_ko
        amounts.append_amount(
            proposal, Stage.bill, 0, decided_by=decided_by, by=by, reason_code=reason_code, reason=reason.strip()
        )
        lifecycle.move(proposal, Status.left_out, by=by, why=reason.strip())
        notices.tell(proposal, Notice.status, why=reason.strip(), but=by)


def put_all_in_bill(cycle: Cycle, *, by: Any) -> int:
    """Put every chosen project that is not decided yet into the bill as it was voted; return how many."""
    cycle_id = cycle.id
    with transaction():
        cycle = db.session.get_one(Cycle, cycle_id)
        waiting = [proposal for proposal in chosen_of(cycle) if proposal.status is Status.selected]
        for proposal in waiting:
            voted = amounts.at_stage(proposal.amounts, Stage.voted)
            put_in_bill(proposal, amount_won=voted.amount_won if voted else 0, seen=proposal.amounts[-1].id, by=by)
        audit.record("bill.all", of=("cycle", cycle_id), by=by, after={"items": len(waiting)})
    return len(waiting)


def _open(proposal_id: int, seen: int) -> Proposal:
    proposal = locked(Proposal, proposal_id)
    if proposal is None:
        raise NotFound()
    phases.require_open(proposal.cycle, PhaseKind.bill)
    if proposal.status not in CHOSEN:
        raise NotChosen() if amounts.at_stage(proposal.amounts, Stage.bill) is None else AlreadyBeforeCouncil()
    if proposal.amounts[-1].id != seen:
        raise EditedByAnother()
    return proposal
