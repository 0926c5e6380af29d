"""Proposals that cannot both be carried out: noted, and settled before any selection."""

from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from app.core import audit, clock
from app.core.db import db, locked, transaction
from app.core.errors import N_, NotFound, RuleError
from app.proposals.models import Incompatible, Proposal, Status
from app.proposals.services import lifecycle, notices
from app.proposals.services.notices import Notice

OUT = {
    Status.withdrawn, Status.merged, Status.ineligible, Status.already_done, Status.other_agency, Status.screened_out,
}  # fmt: skip


class NotAPair(RuleError):
    code = "not_a_pair"
    sentence = N_("Choose two different proposals of the same cycle.")
    field = "other"


class NotedAlready(RuleError):
    code = "noted_already"
    sentence = N_("These two have been noted already.")
    field = "other"


class PairReasonMissing(RuleError):
    code = "pair_reason_missing"
    sentence = N_("Write why. Everyone will read it.")
    field = "why"


class KeptMissing(RuleError):
    code = "kept_missing"
    sentence = N_("Choose which of the two is kept.")
    field = "kept_id"


class SettledAlready(RuleError):
    code = "settled_already"
    sentence = N_("This pair has been settled already.")


def note(*, one_id: int, other_id: int, why: str, by: Any) -> Incompatible:
    """Note that two proposals of a cycle exclude each other."""
    with transaction():
        first, second = sorted((one_id, other_id))
        one, other = locked(Proposal, first), locked(Proposal, second)
        if one is None or other is None:
            raise NotFound()
        if first == second or one.cycle_id != other.cycle_id:
            raise NotAPair()
        if not why.strip():
            raise PairReasonMissing()
        if db.session.get(Incompatible, (first, second)) is not None:
            raise NotedAlready()
        pair = Incompatible(
            one_id=first, other_id=second, why=why.strip(), noted_at=clock.now(), noted_by=by.id if by else None
        )
        db.session.add(pair)
        audit.record("pair.note", of=("proposal", first), by=by, after={"other": second}, why=pair.why)
    return pair


def settle(*, one_id: int, other_id: int, kept_id: int | None, why: str, by: Any) -> Incompatible:
    """Keep one of a pair; the other is not put to the vote."""
    with transaction():
        pair = locked(Incompatible, tuple(sorted((one_id, other_id))))
        if pair is None:
            raise NotFound()
        if kept_id not in (pair.one_id, pair.other_id):
            raise KeptMissing()
        if pair.settled_at is not None:
            raise SettledAlready()
        if not why.strip():
            raise PairReasonMissing()
        left = locked(Proposal, pair.other_id if kept_id == pair.one_id else pair.one_id)
        pair.settled_at, pair.settled_why, pair.kept_id = clock.now(), why.strip(), kept_id
        audit.record("pair.settle", of=("proposal", left.id), by=by, after={"kept": kept_id}, why=pair.settled_why)
        if left.status not in OUT:
            lifecycle.move(left, Status.screened_out, by=by, why=pair.settled_why)
            notices.tell(left, Notice.status, why=pair.settled_why, but=by)
    return pair


def pairs(cycle_id: int) -> list[Incompatible]:
    """Return all pairs of a cycle, the unsettled first."""
    named = (
        joinedload(Incompatible.one).joinedload(Proposal.current),
        joinedload(Incompatible.other).joinedload(Proposal.current),
    )
    found = select(Incompatible).join(Proposal, Proposal.id == Incompatible.one_id)
    found = found.where(Proposal.cycle_id == cycle_id).options(*named)
    return sorted(db.session.scalars(found), key=lambda pair: (pair.settled_at is not None, pair.noted_at))


def unsettled(cycle_id: int) -> list[Incompatible]:
    """Return the pairs that must be settled before a selection: both still in, none kept."""
    return [
        pair
        for pair in pairs(cycle_id)
        if pair.settled_at is None and pair.one.status not in OUT and pair.other.status not in OUT
    ]


def pairs_of(proposal_id: int) -> list[Incompatible]:
    """Return the pairs that a proposal stands in."""
    either = or_(Incompatible.one_id == proposal_id, Incompatible.other_id == proposal_id)
    return list(db.session.scalars(select(Incompatible).where(either)))
