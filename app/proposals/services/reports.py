"""Citizens report a comment with a reason; the office hides it or says why it stays; who reported is told."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.accounts.models import Account
from app.core import audit, clock, mail
from app.core.db import db, locked, transaction
from app.core.errors import N_, NotFound, RuleError
from app.proposals.models import Comment, CommentReport, Proposal

LONGEST = 500
THANKS = N_(
    "%(name)s,\n\nthank you for your report of a comment on “%(title)s”. We have hidden it: %(why)s\n\n%(link)s"
)
STAYS = N_("%(name)s,\n\nwe have looked at your report of a comment on “%(title)s”. It stays: %(why)s\n\n%(link)s")


class OwnComment(RuleError):
    code = "own_comment"
    sentence = N_("This is your own comment.")


class HiddenAlready(RuleError):
    code = "hidden_already"
    sentence = N_("This comment is hidden already.")


class ReasonMissing(RuleError):
    code = "report_reason_missing"
    sentence = N_("Write what is wrong with it.")
    status = 422
    field = "reason"


def report(comment: Comment, *, by: Any, reason: str) -> CommentReport:
    """Keep a person's report; a second one of the same comment, while the first is open, is the same act."""
    by_id, comment_id = by.id, comment.id
    if not reason.strip():
        raise ReasonMissing()
    with transaction():
        row = locked(Comment, comment_id)
        if row is None:
            raise NotFound()
        if row.account_id == by_id:
            raise OwnComment()
        if row.hidden_at is not None:
            raise HiddenAlready()
        earlier = db.session.scalar(_open(comment_id).where(CommentReport.account_id == by_id))
        if earlier is not None:
            return earlier
        made = CommentReport(comment_id=comment_id, account_id=by_id, reason=reason.strip()[:LONGEST], at=clock.now())
        db.session.add(made)
        db.session.flush()
        audit.record("comment.reported", of=("comment", comment_id), by=by, why=made.reason)
    return made


def dismiss(comment: Comment, *, by: Any, why: str) -> None:
    """Let a reported comment stay, and tell those who reported it why."""
    comment_id = comment.id
    if not why.strip():
        raise ReasonMissing()
    with transaction():
        row = locked(Comment, comment_id)
        if row is None:
            raise NotFound()
        if settle(row, by=by, why=why.strip(), letter=STAYS):
            audit.record("comment.report_dismissed", of=("comment", comment_id), by=by, why=why.strip())


def settle(comment: Comment, *, by: Any, why: str, letter: str = THANKS) -> int:
    """Close the open reports of a comment and write to who made them, inside the caller's transaction; say how many."""
    found = db.session.scalars(_open(comment.id)).all()
    for one in found:
        one.settled_at, one.settled_by, one.settled_why = clock.now(), by.id, why
        account, proposal = db.session.get_one(Account, one.account_id), comment.proposal
        if account.closed_at is None:
            path = f"/cycles/{proposal.cycle.slug}/proposals/{proposal.number:04d}"
            mail.write(
                account.email, locale=account.locale, subject=N_("Your report of a comment"), body=letter, why=why,
                name=account.name, title=proposal.current.title, link=mail.address(path, account.locale),
            )  # fmt: skip
    return len(found)


def reported(cycle_ids: list[int], *, page: int, size: int) -> tuple[list[tuple[Comment, list[str]]], int]:
    """Return a page of the comments with open reports and their reasons, the longest waiting first; and the pages."""
    waiting = (
        select(CommentReport.comment_id, func.min(CommentReport.id).label("first"))
        .join(Comment, Comment.id == CommentReport.comment_id)
        .join(Proposal, Proposal.id == Comment.proposal_id)
        .where(CommentReport.settled_at.is_(None), Proposal.cycle_id.in_(cycle_ids))
        .group_by(CommentReport.comment_id)
    ).subquery()
    total = db.session.scalar(select(func.count()).select_from(waiting)) or 0
    found = select(Comment).join(waiting, waiting.c.comment_id == Comment.id).order_by(waiting.c.first)
    comments = db.session.scalars(
        found.offset((max(page, 1) - 1) * size).limit(size).options(
            joinedload(Comment.account), joinedload(Comment.proposal).joinedload(Proposal.cycle),
            joinedload(Comment.proposal).joinedload(Proposal.current),
        )
    ).all()  # fmt: skip
    said = reasons([comment.id for comment in comments])
    return [(comment, said[comment.id]) for comment in comments], max(1, -(-total // size))


def reasons(comment_ids: list[int]) -> dict[int, list[str]]:
    """Return what was said in the open reports of comments; who said it stays with the office's record."""
    found: dict[int, list[str]] = {key: [] for key in comment_ids}
    said = select(CommentReport.comment_id, CommentReport.reason).where(
        CommentReport.comment_id.in_(comment_ids), CommentReport.settled_at.is_(None)
    )
    for comment_id, reason in db.session.execute(said.order_by(CommentReport.id)):
        found[comment_id].append(reason)
    return found


def open_by_cycle() -> dict[int, int]:
    """Return how many comments wait for a decision, by cycle."""
    counted = (
        select(Proposal.cycle_id, func.count(CommentReport.comment_id.distinct()))
        .join(Comment, Comment.proposal_id == Proposal.id)
        .join(CommentReport, CommentReport.comment_id == Comment.id)
        .where(CommentReport.settled_at.is_(None))
        .group_by(Proposal.cycle_id)
    )
    return dict(tuple(row) for row in db.session.execute(counted))


def _open(comment_id: int) -> Any:
    return select(CommentReport).where(CommentReport.comment_id == comment_id, CommentReport.settled_at.is_(None))
