"""The office's list of proposals: filters with their counts, a page of rows."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from app.city.models import Place
from app.core.db import db
from app.cycles.models import Cycle
from app.proposals.models import Channel, Proposal, Status, Version
from app.proposals.services.search import matching

PER_PAGE = 50


@dataclass(frozen=True)
class Filters:
    """What the list is narrowed to; empty values narrow nothing."""

    status: Status | None = None
    field_id: int | None = None
    type_id: int | None = None
    channel: Channel | None = None
    safety: bool | None = None
    query: str = ""


@dataclass(frozen=True)
class OfficeList:
    proposals: list[Proposal]
    total: int
    page: int
    pages: int
    by_status: dict[Status, int]  # within the other filters


def office_list(cycle_id: int, filters: Filters, page: int = 1) -> OfficeList:
    """Return a page of a cycle's proposals in the order of their numbers, and how many stand where."""
    counted = _narrowed(select(Proposal.status, func.count()), cycle_id, filters, status=False).group_by(
        Proposal.status
    )
    by_status: dict[Status, int] = dict(tuple(row) for row in db.session.execute(counted))
    total = by_status.get(filters.status, 0) if filters.status else sum(by_status.values())
    pages = max(1, -(-total // PER_PAGE))
    page = min(max(page, 1), pages)
    rows = _narrowed(select(Proposal), cycle_id, filters).order_by(Proposal.number)
    shown = (
        rows.offset((page - 1) * PER_PAGE)
        .limit(PER_PAGE)
        .options(
            joinedload(Proposal.cycle),
            joinedload(Proposal.current).joinedload(Version.field),
            joinedload(Proposal.current).joinedload(Version.type),
            joinedload(Proposal.current).joinedload(Version.place).joinedload(Place.parent),
            selectinload(Proposal.amounts),
        )
    )
    return OfficeList(list(db.session.scalars(shown)), total, page, pages, by_status)


def _narrowed(query: Select, cycle_id: int, filters: Filters, *, status: bool = True) -> Select:
    query = query.join(Version, Proposal.current_id == Version.id).where(
        Proposal.cycle_id == cycle_id, matching(filters.query)
    )
    wanted = (
        (Version.field_id, filters.field_id), (Version.type_id, filters.type_id), (Proposal.channel, filters.channel),
        (Proposal.safety, filters.safety), (Proposal.status, filters.status if status else None),
    )  # fmt: skip
    return query.where(*(column == value for column, value in wanted if value is not None))


def cycles_where(covers: Callable[[Cycle], bool]) -> list[Cycle]:
    """Return the cycles for which ``covers`` says yes, the latest first."""
    found = select(Cycle).where(Cycle.recorded_only.is_(False)).options(joinedload(Cycle.place))
    return [cycle for cycle in db.session.scalars(found.order_by(Cycle.budget_year.desc(), Cycle.id)) if covers(cycle)]
