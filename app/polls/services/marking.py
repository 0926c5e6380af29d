"""The transaction of a vote, as statements made once: mark the roll and store the sealed ballot, or do neither.

On PostgreSQL it is one statement, judged by ``clock_timestamp()`` (``now()`` would be the transaction's beginning); on
SQLite two, after ``BEGIN IMMEDIATE`` and by the time asked then. Nothing but roll and intake is written: any other row would
carry the same transaction.
"""

from enum import StrEnum
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, bindparam, func, insert, literal, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import Insert, Update

from app.core import clock
from app.core.db import UtcDateTime, db
from app.polls.models import BurnedLeaf, Intake, Leaf, Poll, RollRow, RollState
from app.polls.services import locks

INSERT = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}


def _given(name: str, kind: Any = None) -> Any:
    """Return the place of a value; its name may not be that of a column."""
    return bindparam(f"the_{name}", type_=kind)


class Mark(StrEnum):
    """How the roll is marked."""

    enter = "enter"  # a line is written: the roll did not know the voter
    tick = "tick"  # a listed line is ticked
    retick = "retick"  # a change of mind: the tag of the old ballot must fit


def mark_and_store(mark: Mark, values: dict[str, Any]) -> bool:
    """Do it inside the caller's transaction; return whether it was done.

    ``values``: poll, leaf, pseud, electorate, cell, channel, tag, old_tag, body, sealed, change, displaces.
    """
    connection, at = db.session.connection(), clock.replayed()
    given = {f"the_{name}": value for name, value in values.items()}
    if not locks.is_postgres():
        given["the_at"] = clock.now()
        if connection.execute(_marked("sqlite", mark, replayed=True), given).rowcount != 1:
            return False
        connection.execute(_STORE, given)
        return True
    if at is not None:
        given["the_at"] = at
    return connection.execute(_at_once(mark, replayed=at is not None), given).rowcount == 1


def _may(dialect: str, replayed: bool) -> Select[Any]:
    """Return one row while the poll is open and the leaf neither tested nor cast."""
    at: Any = _given("at", UtcDateTime()) if dialect == "sqlite" or replayed else func.clock_timestamp()
    leaf = _given("leaf", Leaf.leaf.type)
    return select(literal(1)).where(
        Poll.id == _given("poll"),
        Poll.opened_at.is_not(None), Poll.closed_at.is_(None), Poll.cancelled_at.is_(None),
        Poll.opens_at <= at, Poll.closes_at > at,
        ~select(BurnedLeaf.leaf).where(BurnedLeaf.leaf == leaf).exists(),
        ~select(Leaf.leaf).where(Leaf.leaf == leaf).exists(),
    )  # fmt: skip


@lru_cache
def _marked(dialect: str, mark: Mark, replayed: bool) -> Insert | Update:
    may = _may(dialect, replayed)
    if mark is Mark.enter:
        names = ("poll_id", "pseud", "electorate", "cell", "state", "channel", "tag")
        given = [_given(name.removesuffix("_id"), RollRow.__table__.c[name].type) for name in names]
        given[4] = literal(RollState.voted, RollRow.state.type)  # type: ignore[call-overload]
        written = INSERT[dialect](RollRow).from_select(names, select(*given).where(may.exists()))
        return written.on_conflict_do_nothing()
    fits = {
        Mark.tick: (RollRow.state == RollState.listed) & (RollRow.electorate == _given("electorate")),
        Mark.retick: (RollRow.state == RollState.voted) & (RollRow.tag == _given("old_tag")),
    }
    mine = (RollRow.poll_id == _given("poll")) & (RollRow.pseud == _given("pseud"))
    values = {"state": RollState.voted, "channel": _given("channel"), "tag": _given("tag")}
    return update(RollRow).where(mine, fits[mark], may.exists()).values(values)


_COLUMNS = ("leaf", "poll_id", "body", "sealed", "change", "displaces")
_GIVEN = [_given(name.removesuffix("_id"), Intake.__table__.c[name].type) for name in _COLUMNS]
_STORE = insert(Intake).from_select(_COLUMNS, select(*_GIVEN))


@lru_cache
def _at_once(mark: Mark, replayed: bool) -> Insert:
    marked = _marked("postgresql", mark, replayed).returning(RollRow.pseud).cte("marked")
    return insert(Intake).from_select(_COLUMNS, select(*_GIVEN).select_from(marked))
