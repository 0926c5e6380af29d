"""What lies on whose desk: officers' lists and the office's, with their counts."""

import datetime as dt
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, select, true
from sqlalchemy.orm import aliased, joinedload

from app.core import clock
from app.core.db import db
from app.cycles.models import Cycle, Phase, PhaseKind
from app.proposals.models import Proposal, Status, Version
from app.review.models import Appeal, Assignment, Verdict
from app.review.services.cases import Case, cases_where
from app.review.services.officers import departments_of


class DeskView(StrEnum):
    """What an officer looks at."""

    mine = "mine"  # without verdict, laid before the officer by name
    missing = "missing"  # without verdict, of the department
    overdue = "overdue"
    done = "done"


class OfficeView(StrEnum):
    """What the office looks at when it assigns."""

    unassigned = "unassigned"  # also: appealed, and no second review ordered yet
    missing = "missing"
    overdue = "overdue"
    all = "all"


@dataclass(frozen=True)
class Listed:
    """A page of a list."""

    cases: list[Case]
    total: int
    page: int
    pages: int


def cycles_with_work(account: Any) -> list[Cycle]:
    """Return the cycles of which something lies with the officer's departments, the latest first."""
    found = (
        select(Cycle)
        .where(
            exists(_of_departments(select(Proposal.id), account).where(Proposal.cycle_id == Cycle.id).correlate(Cycle))
        )
        .order_by(Cycle.budget_year.desc(), Cycle.slug)
    )
    return list(db.session.scalars(found))


def missing_by_cycle(account: Any) -> list[tuple[Cycle, int, dt.datetime]]:
    """Return how many verdicts an officer's departments owe by cycle, and the nearest deadline."""
    found = _of_departments(select(Cycle, func.count(), func.min(Assignment.due_at)), account)
    found = found.join(Cycle, Cycle.id == Proposal.cycle_id).where(_desk_conditions(account)[DeskView.missing])
    return [(cycle, count, due_at) for cycle, count, due_at in db.session.execute(found.group_by(Cycle.id))]


def unassigned_by_cycle() -> list[tuple[Cycle, int, dt.datetime]]:
    """Return how many proposals lie with nobody, in cycles in department review, and when that closes."""
    at = clock.now()
    found = (
        select(Cycle, func.count(), func.min(Phase.closes_at))
        .select_from(Proposal)
        .join(Cycle, Cycle.id == Proposal.cycle_id)
        .join(Phase, and_(Phase.cycle_id == Cycle.id, Phase.kind == PhaseKind.dept_review))
        .where(Phase.opens_at <= at, Phase.closes_at > at, _office_conditions()[OfficeView.unassigned])
        .options(joinedload(Cycle.place))
    )
    return [(cycle, count, closes_at) for cycle, count, closes_at in db.session.execute(found.group_by(Cycle.id))]


def overdue_of(own: list[int] | None, officer_id: int) -> list[int]:
    """Return the proposals whose verdict a department owes beyond the deadline; of all of them, those laid by name."""
    late = (Assignment.ended_at.is_(None), Verdict.id.is_(None), Proposal.status == Status.in_review)
    mine = Assignment.officer_id == officer_id if own is None else Assignment.department_id.in_(own)
    given = and_(Verdict.proposal_id == Proposal.id, Verdict.round == Assignment.round)
    found = select(Proposal.id).select_from(Assignment).join(Proposal, Proposal.id == Assignment.proposal_id)
    return list(db.session.scalars(found.outerjoin(Verdict, given).where(*late, mine, Assignment.due_at < clock.now())))


def desk_counts(account: Any, cycle_id: int) -> dict[DeskView, int]:
    """Return how many proposals each view of the desk has."""
    conditions = _desk_conditions(account)
    sums = [func.coalesce(func.sum(case((condition, 1), else_=0)), 0) for condition in conditions.values()]
    row = db.session.execute(_of_departments(select(*sums), account).where(Proposal.cycle_id == cycle_id)).one()
    return dict(zip(conditions, (int(count) for count in row), strict=True))


def desk_list(account: Any, cycle_id: int, view: DeskView, *, total: int, page: int, size: int) -> Listed:
    """Return a page of an officer's desk, the nearest deadline first; ``total`` is the view's count."""
    found = _of_departments(select(Proposal.id), account).where(
        Proposal.cycle_id == cycle_id, _desk_conditions(account)[view]
    )
    listed = _page(found.order_by(Assignment.due_at, Proposal.number), total, page, size)
    return replace(listed, cases=sorted(listed.cases, key=_deadline))


def _deadline(case: Case) -> tuple[bool, dt.datetime | None, int]:
    return case.assignment is None, case.assignment.due_at if case.assignment else None, case.proposal.number


def office_counts(cycle_id: int, field_id: int | None = None) -> dict[OfficeView, int]:
    """Return how many proposals each view of the office has."""
    conditions = _office_conditions()
    sums = [func.coalesce(func.sum(case((condition, 1), else_=0)), 0) for condition in conditions.values()]
    row = db.session.execute(_of_cycle(select(*sums), cycle_id, field_id)).one()
    return dict(zip(conditions, (int(count) for count in row), strict=True))


def office_list(
    cycle_id: int, view: OfficeView, *, total: int, page: int, size: int, field_id: int | None = None
) -> Listed:
    """Return a page of a cycle's proposals as the office assigns them; ``total`` is the view's count."""
    found = _of_cycle(select(Proposal.id), cycle_id, field_id).where(_office_conditions()[view])
    return _page(found.order_by(Proposal.number), total, page, size)


def office_ids(cycle_id: int, view: OfficeView, field_id: int | None = None) -> list[int]:
    """Return every proposal of a view, for an act on the whole list."""
    return list(
        db.session.scalars(_of_cycle(select(Proposal.id), cycle_id, field_id).where(_office_conditions()[view]))
    )


def _of_departments(query: Select[Any], account: Any) -> Select[Any]:
    """Join what lies with an officer's departments; each round of a proposal is a row."""
    own = departments_of(account)
    query = (
        query.select_from(Assignment)
        .join(Proposal, Proposal.id == Assignment.proposal_id)
        .outerjoin(Verdict, and_(Verdict.proposal_id == Proposal.id, Verdict.round == Assignment.round))
        .where(Assignment.ended_at.is_(None))
    )
    return query if own is None else query.where(Assignment.department_id.in_(own))


def _desk_conditions(account: Any) -> dict[DeskView, ColumnElement[bool]]:
    missing = and_(Verdict.id.is_(None), Proposal.status == Status.in_review)
    return {
        DeskView.mine: and_(missing, Assignment.officer_id == account.id),
        DeskView.missing: missing,
        DeskView.overdue: and_(missing, Assignment.due_at < clock.now()),
        DeskView.done: Verdict.id.is_not(None),
    }


def _of_cycle(query: Select[Any], cycle_id: int, field_id: int | None) -> Select[Any]:
    query = query.select_from(Proposal).where(Proposal.cycle_id == cycle_id)
    if field_id is None:
        return query
    return query.join(Version, Version.id == Proposal.current_id).where(Version.field_id == field_id)


def _office_conditions() -> dict[OfficeView, ColumnElement[bool]]:
    lying = aliased(Assignment)
    appealed = select(Appeal.id).where(Appeal.proposal_id == lying.proposal_id).correlate(lying).exists()
    current = and_(
        lying.proposal_id == Proposal.id, lying.ended_at.is_(None), lying.round == case((appealed, 2), else_=1)
    )
    in_review = Proposal.status.in_((Status.received, Status.in_review))
    return {
        OfficeView.unassigned: and_(in_review, ~exists().where(current)),
        OfficeView.missing: and_(in_review, exists().where(current)),
        OfficeView.overdue: and_(in_review, exists().where(current, lying.due_at < clock.now())),
        OfficeView.all: true(),
    }


def _page(found: Select[Any], total: int, page: int, size: int) -> Listed:
    pages = max(1, -(-total // size))
    page = min(max(1, page), pages)
    ids = found.limit(size).offset((page - 1) * size).subquery()
    return Listed(cases_where(Proposal.id.in_(select(ids.c.id))), total, page, pages)
