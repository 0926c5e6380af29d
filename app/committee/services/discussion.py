"""The committee's review: members and officers comment, ask, propose changes and answer while the phase is open."""

from typing import Any

from app.committee.services import bodies, recusal
from app.core.db import db, transaction
from app.core.errors import N_, RuleError
from app.core.permissions import Permission, Role, allowed
from app.cycles.models import PhaseKind
from app.cycles.services import phases
from app.proposals.models import Comment, CommentKind, Proposal
from app.proposals.services import comments

ASKED = (CommentKind.question, CommentKind.change)
STAFF = (Role.officer, Role.organiser)


class NothingToAnswer(RuleError):
    code = "nothing_to_answer"
    sentence = N_("An answer belongs to a question or to a proposed change.")
    field = "kind"


def contribute(proposal: Proposal, *, kind: CommentKind, body: str, parent_id: int | None = None, by: Any) -> Comment:
    """Add to the review of a proposal.

    Raises ``PhaseClosed``, ``NotAMember`` (officers and the secretary need no seat), ``HasInterest``,
    ``NothingToAnswer``, and what the comment's own service refuses.
    """
    proposal_id = proposal.id
    with transaction():
        proposal = db.session.get_one(Proposal, proposal_id)
        phases.require_open(proposal.cycle, PhaseKind.review)
        _require_part(proposal, by)
        parent = db.session.get(Comment, parent_id) if parent_id is not None else None
        if (kind is CommentKind.answer) != (parent is not None and parent.kind in ASKED):
            raise NothingToAnswer()
        return comments.comment(proposal, by=by, body=body, kind=kind, parent_id=parent_id)


def _require_part(proposal: Proposal, account: Any) -> None:
    grants = [grant for grant in account.grants_in_force if grant.role in STAFF]
    if allowed(grants, Permission.comment):
        return
    seat = bodies.seat_of(account, bodies.committee_of(proposal.cycle))
    recusal.require_no_interest(seat, proposal)
