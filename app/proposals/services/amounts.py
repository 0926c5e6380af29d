"""The amount history: appended here and nowhere else; every page and total derives from it."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import aliased

from app.core import audit, clock
from app.core.db import db
from app.core.files import File
from app.proposals.models import NO_REASON, Amount, Basis, Proposal, Stage

ORDER = list(Stage)


def append_amount(
    proposal: Proposal,
    stage: Stage,
    amount_won: int,
    *,
    decided_by: str,
    by: Any = None,
    at: dt.datetime | None = None,
    reason_code: str | None = None,
    reason: str | None = None,
    basis: Basis = Basis.recorded,
    source_id: int | None = None,
    document: File | None = None,
) -> Amount:
    """Append one entry inside the caller's transaction. A cut without a reason says so itself."""
    before = latest(proposal)
    if before is not None and amount_won < before.amount_won and not (reason_code or reason):
        reason_code = NO_REASON
    amount = Amount(
        proposal_id=proposal.id,
        stage=stage,
        amount_won=amount_won,
        at=at or clock.now(),
        decided_by=decided_by,
        entered_by=by.id if by is not None else None,
        reason_code=reason_code,
        reason=reason or None,
        basis=basis,
        source_id=source_id,
        document_id=document.id if document else None,
    )
    db.session.add(amount)
    db.session.flush()
    db.session.expire(proposal, ["amounts"])
    audit.record(
        f"amount.{stage}",
        of=("proposal", proposal.id),
        by=by,
        before=before.amount_won if before else None,
        after=amount_won,
        why=reason or reason_code,
    )
    return amount


def append_asked(asked: Sequence[tuple[Proposal, int]], *, by: Any) -> None:
    """Append what new proposals ask for, each as of when it came in, inside the caller's transaction."""
    db.session.add_all(
        Amount(
            proposal_id=proposal.id, stage=Stage.asked, amount_won=amount_won, at=proposal.submitted_at,
            decided_by=proposal.proposer_name, entered_by=by.id if by is not None else None,
        )
        for proposal, amount_won in asked
    )  # fmt: skip
    db.session.flush()
    audit.record_many(
        {"action": f"amount.{Stage.asked}", "of": ("proposal", proposal.id), "by": by, "after": amount_won}
        for proposal, amount_won in asked
    )


def history(amounts: list[Amount]) -> list[Amount]:
    """Return the entry that counts of each stage, in the order of the stages."""
    last = {amount.stage: amount for amount in sorted(amounts, key=lambda amount: amount.id)}
    return [last[stage] for stage in ORDER if stage in last]


def latest(proposal: Proposal) -> Amount | None:
    """Return the amount of the furthest stage that has been reached."""
    found = history(proposal.amounts)
    return found[-1] if found else None


def at_stage(amounts: list[Amount], stage: Stage) -> Amount | None:
    """Return the entry that counts of one stage."""
    return next((amount for amount in history(amounts) if amount.stage is stage), None)


def counting_amounts() -> Select[tuple[Amount]]:
    """Return a query of the entries that count: the last of each proposal and stage."""
    later = aliased(Amount)
    newer = and_(later.proposal_id == Amount.proposal_id, later.stage == Amount.stage, later.id > Amount.id)
    return select(Amount).outerjoin(later, newer).where(later.id.is_(None))


def total_at(cycle_id: int, stage: Stage) -> tuple[int, int]:
    """Return how many proposals of a cycle have an amount at a stage, and the sum in won."""
    counting = counting_amounts().subquery()
    found = db.session.execute(
        select(func.count(), func.coalesce(func.sum(counting.c.amount_won), 0))
        .join(Proposal, Proposal.id == counting.c.proposal_id)
        .where(Proposal.cycle_id == cycle_id, counting.c.stage == stage)
    ).one()
    return int(found[0]), int(found[1])
