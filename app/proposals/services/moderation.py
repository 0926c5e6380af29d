"""Hiding with a reason that stays visible, and undoing it. Nothing is ever deleted; both are on record."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.core import audit, clock
from app.core.db import db, locked, transaction
from app.core.errors import N_, NotFound, RuleError
from app.proposals.models import Comment, Proposal
from app.proposals.services import notices, reports
from app.proposals.services.notices import Notice

PER_PAGE = 30
Hideable = Comment | Proposal


class ReasonMissing(RuleError):
    code = "reason_missing"
    sentence = N_("Write why: the reason stays visible in its place.")
    status = 422
    field = "reason"


def hide(thing: Hideable, *, by: Any, reason: str) -> None:
    """Hide a comment or a proposal. The reason stands where the text stood; the text stays on record."""
    if not reason.strip():
        raise ReasonMissing()
    with transaction():
        row = _locked(thing)
        if row.hidden_at is not None:
            return
        row.hidden_at, row.hidden_reason = clock.now(), reason.strip()
        if isinstance(row, Comment):
            row.hidden_by = by.id
            reports.settle(row, by=by, why=reason.strip())
        audit.record(f"{_kind(row)}.hidden", of=(_kind(row), row.id), by=by, before="shown", after="hidden", why=reason)
        if isinstance(row, Proposal):
            notices.tell(row, Notice.hidden, why=reason)


def show_again(thing: Hideable, *, by: Any, reason: str = "") -> None:
    """Undo the hiding."""
    with transaction():
        row = _locked(thing)
        if row.hidden_at is None:
            return
        before = row.hidden_reason
        row.hidden_at = row.hidden_reason = None
        if isinstance(row, Comment):
            row.hidden_by = None
        audit.record(f"{_kind(row)}.shown_again", of=(_kind(row), row.id), by=by, before=before, after=None, why=reason)
        if isinstance(row, Proposal):
            notices.tell(row, Notice.shown, why=reason)


def latest_comments(cycle_ids: list[int], *, hidden: bool, page: int) -> tuple[list[Comment], int]:
    """Return a page of comments of some cycles, the latest first, and how many pages there are."""
    wanted = (
        Comment.proposal.has(Proposal.cycle_id.in_(cycle_ids)),
        Comment.hidden_at.is_not(None) if hidden else Comment.hidden_at.is_(None),
    )
    total = db.session.scalar(select(func.count()).select_from(Comment).where(*wanted)) or 0
    found = (
        select(Comment)
        .where(*wanted)
        .order_by(Comment.id.desc())
        .offset((max(page, 1) - 1) * PER_PAGE)
        .limit(PER_PAGE)
        .options(
            joinedload(Comment.account),
            joinedload(Comment.proposal).joinedload(Proposal.cycle),
            joinedload(Comment.proposal).joinedload(Proposal.current),
        )
    )
    return list(db.session.scalars(found)), max(1, -(-total // PER_PAGE))


def hidden_proposals(cycle_ids: list[int]) -> list[Proposal]:
    found = select(Proposal).where(Proposal.cycle_id.in_(cycle_ids), Proposal.hidden_at.is_not(None))
    return list(db.session.scalars(found.options(joinedload(Proposal.cycle), joinedload(Proposal.current))))


def _locked(thing: Hideable) -> Any:
    row = locked(type(thing), thing.id)
    if row is None:
        raise NotFound()
    return row


def _kind(row: Hideable) -> str:
    return "comment" if isinstance(row, Comment) else "proposal"
