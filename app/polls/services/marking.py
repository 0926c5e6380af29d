"""The transaction of a vote: mark the roll and store the sealed ballot, durably, or do neither.

It goes to the driver itself, past session and models, on a connection that is in no other transaction: nothing but roll and
intake is written, since any other row would carry the same transaction. Whether the poll is open is judged by the database's
time once the locks are held; a replayed past judges by its own.
"""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import PoolProxiedConnection

from app.core import clock
from app.core.db import driver
from app.polls.services import locks

_OPEN = """
    SELECT 1 FROM poll
    WHERE id = :poll AND opened_at IS NOT NULL AND closed_at IS NULL AND cancelled_at IS NULL
      AND opens_at <= {now} AND closes_at > {now}
      AND NOT EXISTS (SELECT 1 FROM poll_burned WHERE leaf = :leaf)
      AND NOT EXISTS (SELECT 1 FROM poll_leaf WHERE leaf = :leaf)
"""
_TICK = """
    UPDATE poll_roll SET state = 'voted', channel = :channel, tag = :tag
    WHERE poll_id = :poll AND pseud = :pseud AND EXISTS ({open}) AND
"""


class Mark(StrEnum):
    """How the roll is marked."""

    enter = "enter"  # a line is written: the roll did not know the voter
    tick = "tick"  # a listed line is ticked
    retick = "retick"  # a change of mind: the tag of the old ballot must fit


_MARK = {
    Mark.enter: """
        INSERT INTO poll_roll (poll_id, pseud, electorate, cell, state, channel, tag)
        SELECT :poll, :pseud, :electorate, :cell, 'voted', :channel, :tag WHERE EXISTS ({open})
        ON CONFLICT DO NOTHING
    """,
    Mark.tick: _TICK + "state = 'listed' AND electorate = :electorate",
    Mark.retick: _TICK + "state = 'voted' AND tag = :old_tag",
}
_STORE = """
    INSERT INTO poll_intake (leaf, poll_id, body, sealed, change, displaces)
    SELECT :leaf, :poll, :body, :sealed, :change, :displaces
"""


def mark_and_store(mark: Mark, values: Mapping[str, Any]) -> bool:
    """Return whether it was done, once it is durable, or done within the caller's transaction.

    A connection that was lost is no answer: it is asked once more on a new one, where what was done already is not done again.
    ``values``: poll, leaf, pseud, electorate, cell, channel, tag, old_tag, body, sealed, change, displaces.
    """
    try:
        return _once(mark, values)
    except DBAPIError as lost:
        if not lost.connection_invalidated:
            raise
    return _once(mark, values)


def _once(mark: Mark, values: Mapping[str, Any]) -> bool:
    act = _on_postgresql if locks.is_postgres() else _on_sqlite
    with locks.one_writer(), driver() as lent:
        return act(lent, mark, values)


def _on_sqlite(lent: PoolProxiedConnection, mark: Mark, values: Mapping[str, Any]) -> bool:
    """Two statements after the write lock; ``driver`` closes a connection that fails, which takes all back."""
    connection: Any = lent.driver_connection
    if not (joined := connection.in_transaction):
        connection.execute("BEGIN IMMEDIATE")
    given = {**values, "now": clock.now().strftime(_AS_STORED)}
    done = connection.execute(_SQLITE[mark], given).rowcount == 1
    if done:
        connection.execute(_STORE, given)
    if not joined:
        connection.execute("COMMIT")
    return bool(done)


_AS_STORED = "%Y-%m-%d %H:%M:%S.%f"
_SQLITE = {mark: sql.format(open=_OPEN.format(now=":now")) for mark, sql in _MARK.items()}


def _on_postgresql(lent: PoolProxiedConnection, mark: Mark, values: Mapping[str, Any]) -> bool:
    """One call of a function that the connection keeps for itself: its transaction, and the answer comes after the commit."""
    connection: Any = lent.driver_connection
    if not lent.info.get("marking"):
        connection.execute(_FUNCTIONS)
        lent.info["marking"] = connection.autocommit  # else they go with a transaction that is taken back
    given = {**values, **locks.cast_numbers(values["poll"], values["leaf"]), "now": clock.replayed()}
    return bool(connection.execute(_CALL[mark], given, prepare=True).fetchone()[0])


_TYPES = {
    "poll": "bigint", "leaf": "bytea", "sealed": "bytea", "now": "timestamptz", "poll_number": "int", "leaf_number": "bigint",
    **dict.fromkeys(
        ("pseud", "electorate", "cell", "channel", "tag", "old_tag", "body", "change", "displaces"), "text"
    ),
}  # fmt: skip
_GIVEN = ", ".join(f"%({name}){'b' if kind == 'bytea' else 's'}::{kind}" for name, kind in _TYPES.items())
_CALL = {mark: f"SELECT pg_temp.{mark}({_GIVEN})" for mark in Mark}


def _function(mark: Mark, marked: str) -> str:
    """Return a function whose second statement sees what the first waited for, which one statement alone would not."""
    at = "coalesce(:now, clock_timestamp())"
    body = f"WITH marked AS ({marked.format(open=_OPEN.format(now=at))} RETURNING pseud) {_STORE} FROM marked"
    given = ", ".join(f"the_{name} {kind}" for name, kind in _TYPES.items())
    return (
        f"CREATE OR REPLACE FUNCTION pg_temp.{mark}({given}) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN "
        + re.sub(r":(\w+)", r"the_\1", f"PERFORM {locks.FOR_CAST}; {body};")
        + " RETURN FOUND; END $$;"
    )


_FUNCTIONS = "".join(_function(mark, marked) for mark, marked in _MARK.items())
