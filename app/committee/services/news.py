"""The committee's review: what is new for a subcommittee since its member last looked, or lately."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.committee.models import Body, BodyField
from app.core.db import db
from app.cycles.models import Cycle
from app.proposals.models import Comment, CommentKind, Proposal, Version

OPEN_KINDS = (CommentKind.question, CommentKind.change)


@dataclass(frozen=True)
class Item:
    """A proposal of the subcommittee's fields with what was said on it."""

    proposal: Proposal
    latest: Comment | None
    comments: int
    unanswered: int  # questions and changes without an answer


def under_review(cycle: Cycle, part: Body, statuses: Sequence[str]) -> list[Item]:
    """Return the subcommittee's proposals, the latest said on first; three queries."""
    query = (
        select(Proposal)
        .join(Version, Version.id == Proposal.current_id)
        .join(BodyField, BodyField.field_id == Version.field_id)
        .where(BodyField.body_id == part.id, Proposal.cycle_id == cycle.id, Proposal.status.in_(statuses))
        .options(joinedload(Proposal.current))
    )
    proposals = {proposal.id: proposal for proposal in db.session.scalars(query)}
    latest, counts = _latest(list(proposals)), _counts(list(proposals))
    items = [Item(proposal, latest.get(key), *counts.get(key, (0, 0))) for key, proposal in proposals.items()]
    long_ago = dt.datetime.min.replace(tzinfo=dt.UTC)
    return sorted(items, key=lambda item: item.latest.at if item.latest else long_ago, reverse=True)


def _latest(ids: list[int]) -> dict[int, Comment]:
    visible = (Comment.proposal_id.in_(ids), Comment.hidden_at.is_(None))
    last = select(func.max(Comment.id)).where(*visible).group_by(Comment.proposal_id)
    rows = db.session.scalars(select(Comment).where(Comment.id.in_(last)))
    return {comment.proposal_id: comment for comment in rows}


def _counts(ids: list[int]) -> dict[int, tuple[int, int]]:
    """Return how much was said on each proposal, and how much of it still waits for an answer."""
    answered = select(Comment.parent_id).where(Comment.kind == CommentKind.answer, Comment.parent_id.is_not(None))
    waits = Comment.kind.in_(OPEN_KINDS) & Comment.id.not_in(answered)
    said = select(Comment.proposal_id, func.count(), func.count().filter(waits))
    visible = (Comment.proposal_id.in_(ids), Comment.hidden_at.is_(None))
    rows = db.session.execute(said.where(*visible).group_by(Comment.proposal_id))
    return {proposal_id: (total, waiting) for proposal_id, total, waiting in rows}
