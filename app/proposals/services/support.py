"""Citizens agree (공감) and follow. How many supports oblige the office to answer is data of the cycle."""

from typing import Any

from sqlalchemy import ColumnElement, Subquery, func, literal, select, union

from app.core import audit, clock
from app.core.db import db, locked, transaction
from app.core.errors import N_, NotFound, RuleError
from app.proposals.models import Follow, Lineage, LineageKind, Proposal, Status, Support
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
    return db.session.scalar(select(supporters(literal(proposal_id)))) or 0


def supporters(proposal_id: ColumnElement[int]) -> ColumnElement[int]:
    """Return how many people support a proposal or one that was merged into it, each person once."""
    merged = supporters_after_merges()
    own = select(func.count()).where(Support.proposal_id == proposal_id).scalar_subquery()
    return func.coalesce(select(merged.c.people).where(merged.c.proposal_id == proposal_id).scalar_subquery(), own)


def supporters_after_merges() -> Subquery:
    """Return ``proposal_id`` and ``people`` for each proposal that others were merged into, they too over others."""
    into = LineageKind.merged_into
    link = select(Lineage.parent_id.label("proposal_id"), Lineage.child_id.label("part")).where(Lineage.kind == into)
    parts = link.cte("parts", recursive=True)
    parts = parts.union(
        select(parts.c.proposal_id, Lineage.child_id).join(Lineage, Lineage.parent_id == parts.c.part).where(Lineage.kind == into)
    )  # fmt: skip
    whole = union(select(parts), select(parts.c.proposal_id, parts.c.proposal_id)).subquery()
    people = func.count(Support.account_id.distinct()).label("people")
    joined = select(whole.c.proposal_id, people).outerjoin(Support, Support.proposal_id == whole.c.part)
    return joined.group_by(whole.c.proposal_id).subquery()


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
