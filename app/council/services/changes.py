"""What the council made of one item at one stage: cut, zeroed, increased or unchanged, with who and why."""

from typing import Any

from app.core.db import db, locked, transaction
from app.core.errors import EditedByAnother, NotFound
from app.council.models import Sitting
from app.council.services.errors import BeforeThatStage, NotInBill, SittingMissing, SittingOfAnotherStage
from app.council.services.sittings import COUNCIL_STAGES, require_begun
from app.proposals.models import Amount, Proposal, Stage, Status
from app.proposals.services import amounts, lifecycle, notices
from app.proposals.services.notices import Notice

BEFORE_COUNCIL = (Stage.asked, Stage.reviewed, Stage.voted)
OPEN_TO_CHANGE = {Status.in_bill} | lifecycle.COUNCIL


def fate_of(before_won: int, after_won: int) -> Status:
    """Name what became of an amount between two stages."""
    if after_won == before_won:
        return Status.unchanged
    if after_won > before_won:
        return Status.increased
    return Status.partly_cut if after_won else Status.zeroed


def record_change(
    proposal: Proposal, *, sitting_id: int | None, amount_won: int, reason_code: str | None = None, reason: str = "",
    seen: int, by: Any,
) -> Amount:  # fmt: skip
    """Enter what a sitting made of an item. A cut without code and text stands as "no reason given".

    ``seen`` is the id of the last amount that the form showed. Raises ``CouncilNotBegun``, ``NotInBill``,
    ``SittingMissing``, ``SittingOfAnotherStage``, ``BeforeThatStage``, ``EditedByAnother``.
    """
    proposal_id = proposal.id
    with transaction():
        found = locked(Proposal, proposal_id)
        if found is None:
            raise NotFound()
        require_begun(found.cycle)
        sitting = _sitting(sitting_id, found)
        _require_changeable(found, sitting.stage)
        if found.amounts[-1].id != seen:
            raise EditedByAnother()
        before_won = found.amounts[-1].amount_won
        entry = amounts.append_amount(
            found, sitting.stage, amount_won, decided_by=sitting.body_ko, by=by, at=sitting.decided_at,
            reason_code=reason_code or None, reason=reason.strip(), document=sitting.document,
        )  # fmt: skip
        lifecycle.move(found, now_stands(found), by=by, why=sitting.body_ko)
        if entry.amount_won != before_won:
            notices.tell(found, Notice.amount, why=entry.reason or "", but=by)
    return entry


def now_stands(proposal: Proposal) -> Status:
    """Return the fate of an item by its bill amount and the furthest stage of the council."""
    counting = amounts.history(proposal.amounts)
    bill = next(amount for amount in counting if amount.stage is Stage.bill)
    last = max(
        (amount for amount in counting if amount.stage in COUNCIL_STAGES), key=lambda a: amounts.ORDER.index(a.stage)
    )
    return fate_of(bill.amount_won, last.amount_won)


def _sitting(sitting_id: int | None, proposal: Proposal) -> Sitting:
    if sitting_id is None:
        raise SittingMissing()
    sitting = db.session.get(Sitting, sitting_id)
    if sitting is None or sitting.cycle_id != proposal.cycle_id or sitting.stage not in COUNCIL_STAGES:
        raise SittingOfAnotherStage()
    return sitting


def _require_changeable(proposal: Proposal, stage: Stage) -> None:
    """Raise where the item is not before the council, or a later stage stands already."""
    if amounts.at_stage(proposal.amounts, Stage.bill) is None or proposal.status is Status.left_out:
        raise NotInBill()
    reached = {amount.stage for amount in proposal.amounts}
    later = COUNCIL_STAGES[COUNCIL_STAGES.index(stage) + 1 :]
    if reached & set(later) or proposal.status not in OPEN_TO_CHANGE:
        raise BeforeThatStage()
