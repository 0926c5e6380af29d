"""Lists of minhoe: narrowed by year, district, dong, online; how many by place; as a calendar file."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import joinedload

from app.assembly.models import Assembly, Minhoe, MinhoeState, Policy, PolicyState
from app.city.models import Place, PlaceLevel
from app.core import calendars
from app.core.db import db
from app.core.errors import NotFound

PER_PAGE = 20


@dataclass(frozen=True)
class Wanted:
    """What a list is narrowed by."""

    year: int | None = None
    place: str = ""  # district or dong
    how: str = ""  # "online" or "on_site"
    state: MinhoeState | None = None


@dataclass(frozen=True)
class Found:
    """A page of a list, and how many there are."""

    rows: Sequence[Minhoe]
    total: int
    page: int
    pages: int


@dataclass(frozen=True)
class PlaceCount:
    """How many meetings and people a place has, and how many policies came from them."""

    place: Place
    meetings: int
    people: int
    policies: int


def shown(wanted: Wanted, page: int) -> Found:
    """Return a page of meetings, the latest first."""
    query = _narrowed(select(Minhoe), wanted)
    total = db.session.scalar(_narrowed(select(func.count(Minhoe.id)), wanted)) or 0
    pages = max(1, -(-total // PER_PAGE))
    page = min(max(page, 1), pages)
    place = joinedload(Minhoe.place).joinedload(Place.parent)
    query = query.options(place, joinedload(Minhoe.assembly)).order_by(Minhoe.starts_at.desc(), Minhoe.id.desc())
    return Found(list(db.session.scalars(query.offset((page - 1) * PER_PAGE).limit(PER_PAGE))), total, page, pages)


def by_place(wanted: Wanted) -> list[PlaceCount]:
    """Return districts, or the dongs of the district that is wanted, with their counts; places without any too."""
    chosen = db.session.get(Place, wanted.place) if wanted.place else None
    inside = chosen is not None and chosen.level is not PlaceLevel.city
    district = (chosen.parent_code if chosen.level is PlaceLevel.dong else chosen.code) if chosen and inside else None
    level = Place.parent_code == district if district else Place.level == PlaceLevel.district
    key = Minhoe.place_code if district else func.coalesce(_district_of(), "")
    counts = _counts(wanted, key)
    return [
        PlaceCount(place, *counts.get(place.code, (0, 0, 0)))
        for place in db.session.scalars(select(Place).where(level).order_by(Place.code))
    ]


def _district_of() -> ColumnElement[str | None]:
    """Return the district of a meeting's place: the place itself, or a dong's parent."""
    own = select(Place.code).where(Place.code == Minhoe.place_code, Place.level == PlaceLevel.district)
    parent = select(Place.parent_code).where(Place.code == Minhoe.place_code, Place.level == PlaceLevel.dong)
    return func.coalesce(own.scalar_subquery(), parent.scalar_subquery())


def _counts(wanted: Wanted, key: ColumnElement[str]) -> dict[str, tuple[int, int, int]]:
    everywhere = Wanted(wanted.year, "", wanted.how, wanted.state)
    filed = select(Policy.minhoe_id, func.count().label("policies")).where(Policy.state != PolicyState.withdrawn)
    policies = filed.where(Policy.hidden_at.is_(None)).group_by(Policy.minhoe_id).subquery()
    query = (
        select(
            key.label("place"), func.count(), func.sum(Minhoe.people), func.coalesce(func.sum(policies.c.policies), 0)
        )
        .select_from(Minhoe)
        .outerjoin(policies, policies.c.minhoe_id == Minhoe.id)
        .group_by(key)
    )
    rows = db.session.execute(_narrowed(query, everywhere))
    return {place: (meetings, int(people), int(filed)) for place, meetings, people, filed in rows}


def _narrowed(query: Select, wanted: Wanted) -> Select:
    """Return the query for meetings that everybody may see and that are wanted."""
    query = query.join(Assembly, Assembly.id == Minhoe.assembly_id)
    query = query.where(Assembly.published_at.is_not(None), Minhoe.hidden_at.is_(None))
    if wanted.year is not None:
        query = query.where(Assembly.year == wanted.year)
    if wanted.place:
        inside = select(Place.code).where(Place.parent_code == wanted.place)
        query = query.where(or_(Minhoe.place_code == wanted.place, Minhoe.place_code.in_(inside)))
    if wanted.how:
        query = query.where(Minhoe.online == (wanted.how == "online"))
    if wanted.state is not None:
        return query.where(Minhoe.state == wanted.state)
    return query.where(Minhoe.state != MinhoeState.cancelled)


def as_calendar(wanted: Wanted, *, name: str, address: Callable[[Minhoe], str]) -> bytes:
    """Return the meetings that are wanted as a calendar file."""
    query = _narrowed(select(Minhoe), wanted).options(joinedload(Minhoe.place)).order_by(Minhoe.starts_at)
    return calendars.calendar(name, [_event(one, address(one)) for one in db.session.scalars(query)])


def one_as_calendar(minhoe: Minhoe, *, address: str) -> bytes:
    """Return one meeting as a calendar file. Raises ``NotFound`` for one that is hidden or cancelled."""
    if minhoe.hidden_at is not None or minhoe.state is MinhoeState.cancelled:
        raise NotFound()
    return calendars.calendar(minhoe.title, [_event(minhoe, address)])


def _event(minhoe: Minhoe, address: str) -> calendars.Event:
    return calendars.Event(
        f"minhoe-{minhoe.id}",
        minhoe.starts_at,
        minhoe.ends_at,
        minhoe.registered_at,
        minhoe.title,
        minhoe.venue,
        address,
    )


def of_account(account: object, year: int | None = None) -> list[Minhoe]:
    """Return the meetings that somebody registered and that take place."""
    query = select(Minhoe).where(Minhoe.registered_by == account.id)  # type: ignore[attr-defined]
    query = query.where(Minhoe.hidden_at.is_(None), Minhoe.state != MinhoeState.cancelled)
    if year is not None:
        query = query.join(Assembly, Assembly.id == Minhoe.assembly_id).where(Assembly.year == year)
    return list(db.session.scalars(query.options(joinedload(Minhoe.assembly)).order_by(Minhoe.starts_at.desc())))
