"""Which department examines what until when; every reassignment with its reason."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.accounts.models import Account
from app.city.models import Department
from app.core import audit, clock
from app.core.db import db, locked, transaction
from app.core.errors import N_, NotFound, RuleError
from app.cycles.models import Cycle, PhaseKind
from app.cycles.services.phases import PhaseNotPlanned
from app.proposals.models import Proposal, Status
from app.proposals.services import lifecycle
from app.review.models import Assignment
from app.review.services import letters
from app.review.services.cases import Case, cases_of
from app.review.services.officers import speaks_for

ASSIGNABLE = {Status.received, Status.in_review}


class NothingChosen(RuleError):
    code = "nothing_chosen"
    sentence = N_("Choose at least one proposal.")


class NotAssignable(RuleError):
    code = "not_assignable"
    sentence = N_("%(receipt_no)s is not under review, so it cannot be assigned.")


class ReassignmentNeedsReason(RuleError):
    code = "reassignment_needs_reason"
    sentence = N_("%(receipt_no)s lies with another department. Say why it is reassigned.")
    field = "why"


class OfficerOfAnotherDepartment(RuleError):
    code = "officer_of_another_department"
    sentence = N_("%(name)s does not belong to that department.")
    field = "officer_id"


class SecondReviewNeedsAnother(RuleError):
    code = "second_review_needs_another"
    sentence = N_("%(receipt_no)s: the second review needs another officer than the first.")
    field = "officer_id"


class DueInThePast(RuleError):
    code = "due_in_the_past"
    sentence = N_("The deadline must lie ahead.")
    field = "due_at"


class DueAfterReview(RuleError):
    code = "due_after_review"
    sentence = N_("The deadline must be before the review closes at %(closes_at)s.")
    field = "due_at"


@dataclass(frozen=True)
class Order:
    """What the office wants for each of the chosen proposals."""

    department_id: int
    due_at: dt.datetime
    officer_id: int | None = None
    why: str = ""


def assign(*, cycle_id: int, proposal_ids: Sequence[int], order: Order, by: Any) -> list[Assignment]:
    """Lay proposals before a department, all or none."""
    with transaction():
        cycle = db.session.get_one(Cycle, cycle_id)
        for proposal_id in sorted(set(proposal_ids)):
            locked(Proposal, proposal_id)
        cases = cases_of(proposal_ids)
        for refusal in refusals(cycle, cases, order):
            raise refusal
        before = {case.proposal.id: case.assignment for case in cases}
        assigned = [_assign(case, order, by) for case in cases]
        letters.tell_of_assignment([(before[one.proposal_id], one) for one in assigned], by=by)
        return assigned


def refusals(cycle: Cycle, cases: Sequence[Case], order: Order) -> list[RuleError]:
    """Return what speaks against an order, for the preview and for the act."""
    found = _refusals_of_order(cycle, order)
    if not cases:
        return [NothingChosen(), *found]
    for case in cases:
        refusal = _refusal(cycle, case, order)
        if refusal is not None:
            found.append(refusal)
    return found


def _refusal(cycle: Cycle, case: Case, order: Order) -> RuleError | None:
    proposal, present, first = case.proposal, case.assignment, case.verdicts.get(1)
    if proposal.cycle_id != cycle.id:
        return NotFound()
    if proposal.status not in ASSIGNABLE:
        return NotAssignable(receipt_no=proposal.receipt_no)
    if present is not None and present.department_id != order.department_id and not order.why.strip():
        return ReassignmentNeedsReason(receipt_no=proposal.receipt_no)
    if case.round == 2 and first is not None and first.officer_id == order.officer_id:
        return SecondReviewNeedsAnother(receipt_no=proposal.receipt_no)
    return None


def _refusals_of_order(cycle: Cycle, order: Order) -> list[RuleError]:
    found: list[RuleError] = []
    officer = db.session.get(Account, order.officer_id) if order.officer_id else None
    if db.session.get(Department, order.department_id) is None or (order.officer_id and officer is None):
        found.append(NotFound())
    if officer is not None and not speaks_for(officer, order.department_id):
        found.append(OfficerOfAnotherDepartment(name=officer.name))
    if order.due_at <= clock.now():
        found.append(DueInThePast())
    closes_at = last_close(cycle)
    if closes_at is None:
        found.append(PhaseNotPlanned())
    elif order.due_at > closes_at:
        found.append(DueAfterReview(closes_at=closes_at))
    return found


def last_close(cycle: Cycle) -> dt.datetime | None:
    """Return until when a review can lie: the close of the department review, or of the committee's."""
    kinds = (PhaseKind.dept_review, PhaseKind.review)
    return max((phase.closes_at for phase in cycle.phases if phase.kind in kinds), default=None)


def _assign(case: Case, order: Order, by: Any) -> Assignment:
    present, at = case.assignment, clock.now()
    if present is not None and (present.department_id, present.officer_id, present.due_at) == (
        order.department_id, order.officer_id, order.due_at,
    ):  # fmt: skip
        return present  # a double click
    before = _said(present) if present is not None else None
    if present is not None:
        present.ended_at = at
        db.session.flush()
    assignment = Assignment(
        proposal_id=case.proposal.id,
        department_id=order.department_id,
        officer_id=order.officer_id,
        round=case.round,
        due_at=order.due_at,
        assigned_at=at,
        assigned_by=by.id if by is not None else None,
        why=order.why.strip(),
    )
    db.session.add(assignment)
    db.session.flush()
    audit.record(
        "review.assign" if before is None else "review.reassign",
        of=("proposal", case.proposal.id),
        by=by,
        before=before,
        after=_said(assignment),
        why=assignment.why or None,
    )
    lifecycle.move(case.proposal, Status.in_review, by=by)
    return assignment


def _said(assignment: Assignment) -> dict[str, Any]:
    return {
        "department": assignment.department_id,
        "officer": assignment.officer_id,
        "round": assignment.round,
        "due_at": assignment.due_at.isoformat(),
    }
