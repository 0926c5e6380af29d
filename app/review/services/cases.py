"""A proposal as it lies before a department: where it lies, what was concluded, whether it was appealed against."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import joinedload, selectinload

from app.core.db import db
from app.core.errors import NotFound
from app.cycles.models import Cycle
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
    return _only(cases_where(Proposal.id == proposal_id))


def case_called(receipt_no: str) -> Case:
    """Return the case of a receipt number ("2027-0123"), as people type it; ``NotFound`` if there is none."""
    slug, _dash, number = receipt_no.strip().lower().rpartition("-")
    if not number.isascii() or not number.isdigit() or len(number) > 9:
        raise NotFound()
    cycle = select(Cycle.id).where(Cycle.slug == slug).scalar_subquery()
    return _only(cases_where(and_(Proposal.cycle_id == cycle, Proposal.number == int(number))))


def _only(cases: list[Case]) -> Case:
    if not cases:
        raise NotFound()
    return cases[0]


def cases_of(proposal_ids: Sequence[int]) -> list[Case]:
    """Return the cases of several proposals by number."""
    return cases_where(Proposal.id.in_(proposal_ids))


def cases_where(condition: ColumnElement[bool]) -> list[Case]:
    """Return the cases of the proposals that a condition picks, by number: four queries however many they are."""
    proposals = db.session.scalars(
        select(Proposal)
        .where(condition)
        .order_by(Proposal.cycle_id, Proposal.number)
        .options(
            joinedload(Proposal.cycle),
            joinedload(Proposal.current).joinedload(Version.type),
            joinedload(Proposal.current).joinedload(Version.field),
            joinedload(Proposal.current).joinedload(Version.place),
            selectinload(Proposal.amounts),
        )
    ).all()
    proposal_ids = [proposal.id for proposal in proposals]
    lying = select(Assignment).where(Assignment.proposal_id.in_(proposal_ids), Assignment.ended_at.is_(None))
    assignments = {
        (row.proposal_id, row.round): row
        for row in db.session.scalars(lying.options(joinedload(Assignment.department), joinedload(Assignment.officer)))
    }
    verdicts: dict[int, dict[int, Verdict]] = {}
    appeals: dict[int, Appeal] = {}
    given = select(Verdict, Appeal).outerjoin(Appeal, Appeal.proposal_id == Verdict.proposal_id)
    named = (joinedload(Verdict.kind), joinedload(Verdict.exclusion), joinedload(Verdict.department))
    for verdict, appeal in db.session.execute(given.where(Verdict.proposal_id.in_(proposal_ids)).options(*named)):
        verdicts.setdefault(verdict.proposal_id, {})[verdict.round] = verdict
        if appeal is not None:
            appeals[verdict.proposal_id] = appeal
    return [
        Case(
            proposal,
            assignments.get((proposal.id, 2 if proposal.id in appeals else 1)),
            verdicts.get(proposal.id, {}),
            appeals.get(proposal.id),
        )
        for proposal in proposals
    ]
