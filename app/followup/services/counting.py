"""How many matters were answered how: the same numbers for pages, files and programs."""

from typing import Any

from sqlalchemy import ColumnElement, case, func, select

from app.core import clock
from app.core.db import db
from app.followup.models import AnswerCode, Matter

OPEN, OVERDUE = "open", "overdue"


def is_overdue() -> ColumnElement[bool]:
    """The condition that a matter is unanswered after its last day."""
    return Matter.answered_on.is_(None) & (Matter.due_on < clock.today())


def counts(kind: str | None = None, year: int | None = None, *conditions: ColumnElement[bool]) -> dict[str, int]:
    """Return how many matters have each answer code, how many are open, and how many of the open ones overdue.

    Keys: ``accepted, partly, already_done, long_term, refused, open, overdue``; all but the last add up to all matters.
    """
    wanted: list[ColumnElement[bool]] = [*conditions]
    wanted += [Matter.kind_code == kind] if kind is not None else []
    wanted += [Matter.year == year] if year is not None else []
    cases: dict[str, Any] = {str(code): Matter.code == code for code in AnswerCode}
    cases |= {OPEN: Matter.code.is_(None), OVERDUE: is_overdue()}
    sums = [func.coalesce(func.sum(case((condition, 1), else_=0)), 0) for condition in cases.values()]
    row = db.session.execute(select(*sums).select_from(Matter).where(*wanted)).one()
    return dict(zip(cases, map(int, row), strict=True))
