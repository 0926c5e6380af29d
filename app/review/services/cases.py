"""A proposal as it lies before a department: where it lies, what was concluded, whether it was appealed against."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.core.db import db
from app.core.errors import NotFound
from app.proposals.models import Proposal, Version
from app.review.models import Appeal, Assignment, Verdict


@dataclass(frozen=True)
class Case:
    """``assignment`` is the one in force of the present round; ``verdicts`` are by round."""

    proposal: Proposal
    assignment: Assignment | None
    verdicts: dict[int, Verdict]
    appeal: Appeal | None

    @property
    def round(self) -> int:
        """1, or 2 once the proposer has appealed."""
        return 2 if self.appeal is not None else 1

    @property
    def verdict(self) -> Verdict | None:
        """What was concluded in the present round."""
        return self.verdicts.get(self.round)

    @property
    def counting(self) -> Verdict | None:
        """The verdict that counts: that of the highest round."""
        return self.verdicts[max(self.verdicts)] if self.verdicts else None


def case_of(proposal_id: int) -> Case:
    """Return the case of one proposal; ``NotFound`` if there is none."""
    found = cases_of([proposal_id])
    if not found:
        raise NotFound()
    return found[0]


def cases_of(proposal_ids: Sequence[int]) -> list[Case]:
    """Return the cases of several proposals by number, in few queries however many they are."""
    chosen = select(Proposal).where(Proposal.id.in_(proposal_ids)).order_by(Proposal.cycle_id, Proposal.number)
    proposals = db.session.scalars(
        chosen.options(
            joinedload(Proposal.cycle),
            joinedload(Proposal.current).joinedload(Version.type),
            selectinload(Proposal.amounts),
        )
    ).all()
    appeals = {row.proposal_id: row for row in db.session.scalars(_of(Appeal, proposal_ids))}
    lying = _of(Assignment, proposal_ids).where(Assignment.ended_at.is_(None))
    assignments = {
        (row.proposal_id, row.round): row
        for row in db.session.scalars(lying.options(joinedload(Assignment.department), joinedload(Assignment.officer)))
    }
    verdicts: dict[int, dict[int, Verdict]] = {}
    named = (joinedload(Verdict.kind), joinedload(Verdict.exclusion), joinedload(Verdict.department))
    for verdict in db.session.scalars(_of(Verdict, proposal_ids).options(*named)):
        verdicts.setdefault(verdict.proposal_id, {})[verdict.round] = verdict
    return [
        Case(
            proposal,
            assignments.get((proposal.id, 2 if proposal.id in appeals else 1)),
            verdicts.get(proposal.id, {}),
            appeals.get(proposal.id),
        )
        for proposal in proposals
    ]


def _of(model: type, proposal_ids: Sequence[int]):  # type: ignore[no-untyped-def]
    return select(model).where(model.proposal_id.in_(proposal_ids))  # type: ignore[attr-defined]
