"""Departments with officers, and proposals that lie before them."""

import datetime as dt
from typing import Any

from app.accounts.models import Account
from app.city.models import Department
from app.core import clock
from app.core.permissions import Role, Scope
from app.cycles.models import Cycle
from app.proposals.models import Proposal
from app.review.models import Verdict
from app.review.services import verdicts
from app.review.services.assignment import Order, assign
from tests.builders import a_cycle, a_department, a_proposal, an_account

IN_A_WEEK = dt.timedelta(days=7)


def an_officer(department: Department) -> Account:
    return an_account(Role.officer, scope=Scope.department, scope_key=str(department.id))


def a_review(**options: Any) -> tuple[Cycle, Department, Account]:
    """A cycle in department review, a department and its officer."""
    cycle = a_cycle(open_now="dept_review", **options)
    department = a_department()
    return cycle, department, an_officer(department)


def an_order(department: Department, **changes: Any) -> Order:
    return Order(**{"department_id": department.id, "due_at": clock.now() + IN_A_WEEK} | changes)


def assigned(cycle: Cycle, department: Department, **options: Any) -> Proposal:
    """A proposal that lies before a department."""
    proposal = a_proposal(cycle, **options)
    assign(cycle_id=cycle.id, proposal_ids=[proposal.id], order=an_order(department), by=None)
    return proposal


def conclude(proposal: Proposal, by: Account, kind: str = "eligible", **changes: Any) -> Verdict:
    """Give a verdict as an officer who sees the present one on the screen."""
    revision = changes.pop("revision", None)
    conclusion = verdicts.Conclusion(**{"kind": kind, "reason": "법에 맞고 예산이 있습니다"} | changes)
    return verdicts.give_verdict(proposal_id=proposal.id, conclusion=conclusion, by=by, revision=revision)


def refuse(proposal: Proposal, by: Account) -> Verdict:
    """The verdict that stops a proposal."""
    return conclude(proposal, by, "ineligible", exclusion="complaint_type", reason="한 사람의 민원입니다")
