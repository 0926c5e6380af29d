"""Departments examine what came in; similar proposals are merged; what may go on goes to the committee."""

import datetime as dt
import random

from app.accounts.models import Account
from app.city.models import Department
from app.core.clock import replaying, seoul
from app.core.db import db
from app.cycles.models import Cycle
from app.demo.ground import DEPARTMENTS
from app.demo.texts import VERDICT_REASONS
from app.demo.year2019.outline import Item
from app.proposals.models import Basis, Lineage, LineageKind, Proposal, Stage, Status
from app.proposals.services import amounts, lifecycle
from app.review.models import Assignment, Verdict

ASSIGNED, DUE = seoul(2018, 4, 25, 10), seoul(2018, 6, 22, 18)
GOES_ON = (Status.on_ballot, Status.screened_out)


def load(
    cycle: Cycle, items: list[Item], proposals: list[Proposal], logins: dict[str, Account], rng: random.Random
) -> None:
    """Assign, judge, withdraw and merge, each on record with its time."""
    departments = {department.code: department for department in db.session.query(Department)}
    by_field: dict[str, list[Department]] = {}
    for code, *_names, field in DEPARTMENTS:
        by_field.setdefault(field, []).append(departments[code])
    officers = {departments["walking"].id: logins["officer"], departments["roads"].id: logins["officer2"]}
    for item, proposal in zip(items, proposals, strict=True):
        if item.status is Status.withdrawn:
            with replaying(proposal.submitted_at + dt.timedelta(hours=20)):
                lifecycle.move(proposal, Status.withdrawn, by=proposal.proposer)
            continue
        department = rng.choice(by_field[item.field])
        assignment = assign(proposal, department, officers.get(department.id))
        if item.status is not Status.merged:
            judge(cycle, item, proposal, assignment, rng)
    merge(items, proposals, logins["organiser"], rng)
    db.session.flush()


def assign(proposal: Proposal, department: Department, officer: Account | None) -> Assignment:
    with replaying(ASSIGNED):
        assignment = Assignment(
            proposal_id=proposal.id,
            department_id=department.id,
            officer_id=officer.id if officer else None,
            due_at=DUE,
            assigned_at=ASSIGNED,
        )
        db.session.add(assignment)
        lifecycle.move(proposal, Status.in_review)
    assignment.department = department
    return assignment


def judge(cycle: Cycle, item: Item, proposal: Proposal, assignment: Assignment, rng: random.Random) -> None:
    """Record the verdict that leads where the item must come out, and the reviewed amount."""
    at = ASSIGNED + dt.timedelta(days=rng.randint(3, 57), hours=rng.randint(0, 7))
    asked_won = proposal.amounts[0].amount_won
    reviewed_won = item.voted_won if item.status is Status.on_ballot else asked_won
    if item.status is Status.screened_out and rng.random() < 0.3:
        reviewed_won = max(asked_won * 9 // 10 // 1_000_000 * 1_000_000, 1_000_000)
    code = verdict_code(item, asked_won, reviewed_won)
    kinds = {kind.code: kind for kind in cycle.verdict_kinds}
    goes_on = item.status in GOES_ON
    with replaying(at):
        db.session.add(
            Verdict(
                proposal_id=proposal.id,
                department_id=assignment.department_id,
                officer_id=assignment.officer_id,
                kind_id=kinds[code].id,
                exclusion_id=rng.choice(cycle.exclusions).id if code == "ineligible" else None,
                reason=VERDICT_REASONS[code],
                cost_won=reviewed_won if goes_on else None,
                given_at=at,
            )
        )
        lifecycle.move(proposal, Status(code), why=VERDICT_REASONS[code])
        if goes_on:
            amounts.append_amount(
                proposal,
                Stage.reviewed,
                reviewed_won,
                decided_by=assignment.department.name_ko,
                reason_code="design_cost" if reviewed_won < asked_won else None,
                basis=Basis.synthetic,
            )


def verdict_code(item: Item, asked_won: int, reviewed_won: int) -> str:
    if item.status in GOES_ON:
        return "amended" if reviewed_won < asked_won else "eligible"
    return str(item.status)


def merge(items: list[Item], proposals: list[Proposal], organiser: Account, rng: random.Random) -> None:
    """Merge each proposal of that fate into one of its field that goes on; both texts stay."""
    pairs = list(zip(items, proposals, strict=True))
    at = seoul(2018, 5, 31, 15)
    with replaying(at):
        for item, child in pairs:
            if item.status is not Status.merged:
                continue
            parent = rng.choice([other for i, other in pairs if i.field == item.field and i.status is Status.on_ballot])
            db.session.add(
                Lineage(
                    child_id=child.id,
                    parent_id=parent.id,
                    kind=LineageKind.merged_into,
                    at=at,
                    by=organiser.id,
                    why="같은 곳에서 같은 일을 하자는 제안이라 하나로 합쳤습니다.",
                )
            )
            lifecycle.move(child, Status.merged, by=organiser, why=f"merged into {parent.number}")
