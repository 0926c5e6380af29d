"""What is known of a person who proposes, comments and follows: given out to her, erased when she leaves."""

from typing import Any

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import joinedload

from app.core import personal_data
from app.core.db import db
from app.proposals.models import (
    Amount,
    Comment,
    CommentReport,
    CoProposer,
    Draft,
    Follow,
    GuardianConsent,
    Proposal,
    Support,
)
from app.proposals.services import search


def export(account: Any) -> dict[str, Any]:
    """Return everything that the area keeps of the account, as JSON."""
    proposals = (
        select(Proposal)
        .where(Proposal.proposer_id == account.id)
        .options(joinedload(Proposal.cycle), joinedload(Proposal.current))
    )
    comments = select(Comment).where(Comment.account_id == account.id).order_by(Comment.id)
    drafts = select(Draft).where(Draft.account_id == account.id).order_by(Draft.id)
    reports = select(CommentReport).where(CommentReport.account_id == account.id).order_by(CommentReport.id)
    named = select(CoProposer).where(_is(account)).order_by(CoProposer.id)
    guardian = db.session.scalar(select(GuardianConsent).where(GuardianConsent.account_id == account.id))
    return {
        "proposals": [
            {
                "receipt_no": p.receipt_no, "title": p.current.title, "name_in_public": p.proposer_name,
                "submitted_at": p.submitted_at.isoformat(),
            }
            for p in db.session.scalars(proposals.order_by(Proposal.id))
        ],
        "comments": [{"at": c.at.isoformat(), "text": c.body} for c in db.session.scalars(comments)],
        "reports_of_comments": [{"at": r.at.isoformat(), "reason": r.reason} for r in db.session.scalars(reports)],
        "drafts": [{"form": d.form, "saved_at": d.saved_at.isoformat(), "typed": d.typed} for d in db.session.scalars(drafts)],
        "supports": _proposals_of(Support, account),
        "follows": _proposals_of(Follow, account),
        "co_proposer_of": [{"proposal": c.proposal_id, "name": c.name, "email": c.email} for c in db.session.scalars(named)],
        "guardian_email": guardian.guardian_email if guardian else None,
    }  # fmt: skip


def erase(account: Any) -> None:
    """Keep proposals, comments and supports without the name; erase drafts, follows, addresses."""
    for row in (Draft, Follow, GuardianConsent):
        db.session.execute(delete(row).where(row.account_id == account.id))
    for proposal in db.session.scalars(select(Proposal).where(Proposal.proposer_id == account.id)):
        asked = update(Amount).where(Amount.proposal_id == proposal.id, Amount.decided_by == proposal.proposer_name)
        db.session.execute(asked.values(decided_by=personal_data.ANONYMOUS))
        proposal.proposer_name = personal_data.ANONYMOUS
        for version in proposal.versions:
            search.index(version, more=[personal_data.ANONYMOUS])
    unnamed = {"name": personal_data.ANONYMOUS, "email": f"closed-{account.id}@invalid"}
    db.session.execute(update(CoProposer).where(_is(account)).values(**unnamed))
    db.session.flush()


def _is(account: Any) -> Any:
    return or_(CoProposer.account_id == account.id, CoProposer.email == account.email)


def _proposals_of(kind: type[Support] | type[Follow], account: Any) -> list[int]:
    found = select(kind.proposal_id).where(kind.account_id == account.id).order_by(kind.proposal_id)
    return list(db.session.scalars(found))


personal_data.register("proposals", export=export, erase=erase)
