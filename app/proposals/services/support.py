"""Citizens agree (공감) and follow. How many supports oblige the office to answer is data of the cycle."""

from typing import Any

from sqlalchemy import func, select

from app.core import audit, clock
from app.core.db import db, locked, transaction
from app.core.errors import N_, NotFound, RuleError
from app.proposals.models import Follow, Proposal, Status, Support
from app.proposals.services import notices
from app.proposals.services.notices import Notice


class NotToBeSupported(RuleError):
    code = "not_to_be_supported"
    sentence = N_("This proposal was withdrawn, merged or hidden and can no longer be supported.")


def support(proposal: Proposal, *, by: Any) -> int:
    """Record that a person agrees, once; return how many do. Reaching the cycle's threshold is told and recorded."""
    by_id = by.id
    with transaction():
        proposal = _living(proposal.id)
        if db.session.get(Support, (proposal.id, by_id)) is not None:
            return count(proposal.id)
        db.session.add(Support(proposal_id=proposal.id, account_id=by_id, at=clock.now()))
        db.session.flush()
        supports = count(proposal.id)
        if supports == proposal.cycle.support_threshold:
            audit.record("proposal.threshold_reached", of=("proposal", proposal.id), after=supports)
            notices.tell(proposal, Notice.supported)
    return supports


def withdraw_support(proposal: Proposal, *, by: Any) -> int:
    """Take back that a person agrees; return how many still do."""
    by_id, proposal_id = by.id, proposal.id
    with transaction():
        given = db.session.get(Support, (proposal_id, by_id))
        if given is not None:
            db.session.delete(given)
            db.session.flush()
        return count(proposal_id)


def count(proposal_id: int) -> int:
    found = db.session.scalar(select(func.count()).select_from(Support).where(Support.proposal_id == proposal_id))
    return found or 0


def follow(proposal: Proposal, *, by: Any) -> None:
    """Let a person hear of each change."""
    by_id, proposal_id = by.id, proposal.id
    with transaction():
        if db.session.get(Proposal, proposal_id) is None:
            raise NotFound()
        if db.session.get(Follow, (proposal_id, by_id)) is None:
            db.session.add(Follow(proposal_id=proposal_id, account_id=by_id, since=clock.now()))


def unfollow(proposal: Proposal, *, by: Any) -> None:
    by_id, proposal_id = by.id, proposal.id
    with transaction():
        following = db.session.get(Follow, (proposal_id, by_id))
        if following is not None:
            db.session.delete(following)


def stands_of(account: Any, proposal: Proposal) -> tuple[bool, bool]:
    """Return whether a person supports, and follows, a proposal."""
    key = (proposal.id, account.id)
    return db.session.get(Support, key) is not None, db.session.get(Follow, key) is not None


def _living(proposal_id: int) -> Proposal:
    """Return the proposal locked, so that two supports at once cannot both miss the threshold."""
    proposal = locked(Proposal, proposal_id)
    if proposal is None:
        raise NotFound()
    if proposal.hidden_at is not None or proposal.status in (Status.withdrawn, Status.merged):
        raise NotToBeSupported()
    return proposal
