"""What people say to a proposal: plain text, by name and role, in the order of time, a page at a time."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.core import clock
from app.core.db import db, transaction
from app.core.errors import N_, NotFound, RuleError
from app.proposals.models import Comment, CommentKind, Proposal

PER_PAGE, LONGEST = 20, 4000


class CommentEmpty(RuleError):
    code = "comment_empty"
    sentence = N_("Write something first.")
    status = 422
    field = "body"


class CommentTooLong(RuleError):
    code = "comment_too_long"
    sentence = N_("A comment may have %(most)s characters; this one has %(length)s.")
    status = 422
    field = "body"


class ProposalHidden(RuleError):
    code = "proposal_hidden"
    sentence = N_("This proposal is hidden; nothing can be added now.")


@dataclass(frozen=True)
class CommentPage:
    """One page of comments, the earliest first."""

    comments: list[Comment]
    page: int
    pages: int
    total: int


def comment(
    proposal: Proposal, *, by: Any, body: str, kind: CommentKind = CommentKind.comment, parent_id: int | None = None
) -> Comment:
    """Add a comment under the person's name and role. Raises ``CommentEmpty`` or ``CommentTooLong``."""
    text, by_id, role, proposal_id = body.replace("\r\n", "\n").strip(), by.id, str(by.main_role), proposal.id
    if not text:
        raise CommentEmpty()
    if len(text) > LONGEST:
        raise CommentTooLong(most=LONGEST, length=len(text))
    with transaction():
        proposal = db.session.get_one(Proposal, proposal_id)
        if proposal.hidden_at is not None:
            raise ProposalHidden()
        if parent_id is not None:
            _require_same_proposal(parent_id, proposal_id)
        written = Comment(
            proposal_id=proposal_id, account_id=by_id, as_role=role, kind=kind, parent_id=parent_id, body=text,
            at=clock.now(),
        )  # fmt: skip
        db.session.add(written)
        db.session.flush()
    return written


def _require_same_proposal(parent_id: int, proposal_id: int) -> None:
    parent = db.session.get(Comment, parent_id)
    if parent is None or parent.proposal_id != proposal_id:
        raise NotFound()


def comment_page(proposal_id: int, page: int | None = None, total: int | None = None) -> CommentPage:
    """Return a page of comments with their writers: two queries, one if the total is known. By default the last page."""
    if total is None:
        counted = select(func.count()).select_from(Comment).where(Comment.proposal_id == proposal_id)
        total = db.session.scalar(counted) or 0
    pages = max(1, -(-total // PER_PAGE))
    number = min(max(page or pages, 1), pages)
    found = (
        select(Comment)
        .where(Comment.proposal_id == proposal_id)
        .order_by(Comment.at, Comment.id)
        .offset((number - 1) * PER_PAGE)
        .limit(PER_PAGE)
        .options(joinedload(Comment.account))
    )
    return CommentPage(list(db.session.scalars(found)), number, pages, total)
