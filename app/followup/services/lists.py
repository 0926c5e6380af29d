"""The public list of matters and the desks' lists: what is asked of them, one page, and all rows for a file."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, case, false, func, or_, select, true
from sqlalchemy.orm import joinedload

from app.city.models import Department, Place, PlaceLevel
from app.core import clock
from app.core.db import db
from app.followup.models import AnswerCode, BodyKind, Matter, Reply
from app.followup.services.answerers import departments_of, districts_kept_by
from app.followup.services.counting import OPEN, OVERDUE, is_overdue
from app.proposals.services.search import words_of

PER_PAGE = 20
SOON = dt.timedelta(days=7)
ALL = "all"


@dataclass(frozen=True)
class Wanted:
    """What is asked of the list, as it stands in the address. ``body`` is a code, or a district's place code."""

    q: str = ""
    kind: str = ""
    body: str = ""
    code: str = ""
    year: str = ""

    def chosen(self) -> dict[str, str]:
        return {name: value for name, value in vars(self).items() if value}


@dataclass(frozen=True)
class Page:
    """One page of a list, and how many rows the whole has."""

    rows: Sequence[Matter]
    page: int
    pages: int
    total: int


def wanted_of(asked: Mapping[str, str]) -> Wanted:
    """Read what an address asks; what is no year or answer asks for nothing."""
    code, year = asked.get("code", ""), asked.get("year", "")
    return Wanted(
        q=asked.get("q", "").strip()[:100],
        kind=asked.get("kind", "")[:40],
        body=asked.get("body", "")[:40],
        code=code if code in {*map(str, AnswerCode), OPEN, OVERDUE} else "",
        year=year if year.isascii() and year.isdigit() and len(year) == 4 else "",
    )


def conditions_of(wanted: Wanted, *, code: bool = True) -> list[ColumnElement[bool]]:
    """Return the conditions of what is asked; without ``code``, those of the counts by answer."""
    found: list[ColumnElement[bool]] = [Matter.search_text.contains(word) for word in words_of(wanted.q)]
    found += [false()] if wanted.q and not found else []
    found += [Matter.kind_code == wanted.kind] if wanted.kind else []
    found += [_of_body(wanted.body)] if wanted.body else []
    found += [Matter.year == int(wanted.year)] if wanted.year else []
    return found + ([_of_code(wanted.code)] if code and wanted.code else [])


def _of_body(body: str) -> ColumnElement[bool]:
    return Matter.body == BodyKind(body) if body in set(BodyKind) else Matter.place_code == body


def _of_code(code: str) -> ColumnElement[bool]:
    if code == OVERDUE:
        return is_overdue()
    return Matter.code.is_(None) if code == OPEN else Matter.code == AnswerCode(code)


def page_of(conditions: Sequence[ColumnElement[bool]], total: int, page: int, size: int = PER_PAGE) -> Page:
    """Return one page, overdue first, then by deadline, then what was answered, the latest first."""
    pages = max(1, -(-total // size))
    page = min(max(page, 1), pages)
    found = _ordered(conditions).limit(size).offset((page - 1) * size)
    return Page(db.session.scalars(found).all(), page, pages, total)


def rows_of(conditions: Sequence[ColumnElement[bool]]) -> Iterator[Matter]:
    """Yield all matters in the same order, with their latest answers."""
    yield from db.session.scalars(_ordered(conditions))


def _ordered(conditions: Sequence[ColumnElement[bool]]) -> Any:
    rank = case((is_overdue(), 0), (Matter.code.is_(None), 1), else_=2)
    due = case((Matter.code.is_(None), Matter.due_on))
    found = select(Matter).where(*conditions)
    found = found.order_by(rank, due.asc().nulls_last(), Matter.answered_on.desc(), Matter.id)
    loaded = (joinedload(Matter.kind), joinedload(Matter.place), joinedload(Matter.department))
    return found.options(*loaded, joinedload(Matter.answer))


def years() -> list[int]:
    """Return the years of which there are matters, the latest first."""
    return list(db.session.scalars(select(Matter.year).distinct().order_by(Matter.year.desc())))


def districts() -> Sequence[Place]:
    """Return the districts, by their codes."""
    return db.session.scalars(select(Place).where(Place.level == PlaceLevel.district).order_by(Place.code)).all()


def departments() -> Sequence[Department]:
    """Return the departments of the city hall, by name."""
    return db.session.scalars(select(Department).order_by(Department.name_ko)).all()


class DeskView(StrEnum):
    """What an officer looks at."""

    missing = "missing"  # without an answer
    soon = "soon"  # due within a week
    overdue = "overdue"
    replies = "replies"  # a proposer waits for an answer to a reply
    done = "done"


def theirs(account: Any) -> ColumnElement[bool]:
    """The condition that a matter lies with an officer's departments or districts."""
    where = departments_of(account)
    if where is None:
        return true()
    own, places = where
    return or_(Matter.department_id.in_(own), and_(Matter.department_id.is_(None), Matter.place_code.in_(places)))


def kept_by(account: Any) -> ColumnElement[bool]:
    """The condition that an office keeps a matter."""
    districts = districts_kept_by(account)
    return true() if districts is None else Matter.place_code.in_(districts)


def desk_conditions() -> dict[DeskView, ColumnElement[bool]]:
    """Return the condition of each view of a desk."""
    today = clock.today()
    answered = select(Reply.to_id).where(Reply.to_id.is_not(None))
    waiting = select(Reply.id).where(
        Reply.matter_id == Matter.id, Reply.to_id.is_(None), Reply.hidden_at.is_(None), Reply.id.not_in(answered)
    )
    return {
        DeskView.missing: Matter.code.is_(None),
        DeskView.soon: Matter.code.is_(None) & (Matter.due_on >= today) & (Matter.due_on <= today + SOON),
        DeskView.overdue: is_overdue(),
        DeskView.replies: waiting.exists(),
        DeskView.done: Matter.code.is_not(None),
    }


def desk_counts(mine: ColumnElement[bool]) -> dict[DeskView, int]:
    """Return how many matters each view of a desk has."""
    return nearest_due(mine)[0]


def nearest_due(mine: ColumnElement[bool]) -> tuple[dict[DeskView, int], dt.date | None]:
    """Return a desk's counts and the next deadline that has not passed: one query."""
    conditions = desk_conditions()
    sums = [func.coalesce(func.sum(case((condition, 1), else_=0)), 0) for condition in conditions.values()]
    ahead = func.min(case((Matter.code.is_(None) & (Matter.due_on >= clock.today()), Matter.due_on)))
    *counted, due_on = db.session.execute(select(*sums, ahead).select_from(Matter).where(mine)).one()
    return dict(zip(conditions, map(int, counted), strict=True)), due_on


def with_nobody(kept: ColumnElement[bool]) -> int:
    """Return how many matters wait for the office to name a department."""
    return db.session.scalar(select(func.count()).select_from(Matter).where(kept, without_department())) or 0


def without_department() -> ColumnElement[bool]:
    """The condition that the office must name a department of the city hall, and nobody has answered."""
    return (Matter.body == BodyKind.city_hall) & Matter.department_id.is_(None) & Matter.code.is_(None)
