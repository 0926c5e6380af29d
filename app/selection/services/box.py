"""The box: what was voted, one mark a row under a random key. Nothing in it leads to the roll.

What this stage promises and what it cannot is written in docs/decisions (ballot secrecy before the full box).
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import structlog
from sqlalchemy import delete, func, select, text

from app.core import clock
from app.core.db import after_commit, db
from app.core.errors import N_, RuleError
from app.selection.models import SelectionMark, SelectionPoll

BLANK = "blank"
log = structlog.get_logger()


class BoxSealed(RuleError):
    code = "box_sealed"
    sentence = N_("Votes are counted after voting has closed, at %(closes_at)s. Nobody sees a result before.")
    status = 404


def put(poll: SelectionPoll, marks: Mapping[int, str]) -> None:
    """Put one ballot into the box inside the caller's transaction; a ballot without marks is one blank row."""
    rows = [SelectionMark(poll_id=poll.id, proposal_id=option, value=value) for option, value in marks.items()]
    db.session.add_all(rows or [SelectionMark(poll_id=poll.id, proposal_id=None, value=BLANK)])
    db.session.flush()
    blend(poll)
    after_commit(sweep)


def blend(poll: SelectionPoll) -> None:
    """Write roll and box anew in the order of their keys, so that all rows carry one transaction and no sequence.

    PostgreSQL keeps with each row the transaction that wrote it (xmin) and where it lies (ctid): left alone, both
    pair a line of the roll with the marks cast beside it. SQLite keeps neither, and the box by its key.
    """
    if db.session.get_bind().dialect.name != "postgresql":
        return
    for table, order in (("selection_mark", "key"), ("selection_roll", "seat_id")):
        db.session.execute(
            text(
                f"WITH taken AS (DELETE FROM {table} WHERE poll_id = :poll RETURNING *) "  # noqa: S608 - fixed names
                f"INSERT INTO {table} SELECT * FROM taken ORDER BY {order}"
            ),
            {"poll": poll.id},
        )


def votes_in(poll: SelectionPoll) -> dict[int, dict[str, int]]:
    """Return the marks on each option by value. Raises ``BoxSealed`` until voting has closed by the clock."""
    if clock.now() < poll.closes_at:
        raise BoxSealed(closes_at=poll.closes_at)
    query = select(SelectionMark.proposal_id, SelectionMark.value, func.count()).where(SelectionMark.poll_id == poll.id)
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for proposal_id, value, count in db.session.execute(query.group_by(SelectionMark.proposal_id, SelectionMark.value)):
        if proposal_id is not None:
            found[proposal_id][value] = count
    return found


def burn(poll: SelectionPoll) -> None:
    """Take out all marks of a void poll unread, inside the caller's transaction."""
    db.session.execute(delete(SelectionMark).where(SelectionMark.poll_id == poll.id))


def sweep(tables: Sequence[str] = ("selection_mark", "selection_roll")) -> None:
    """Clear away what rewriting and deleting left behind: dead rows of PostgreSQL, the write-ahead log of SQLite.

    Outside of any transaction, after each ballot and at the close. Somebody else at work at that moment is no reason to
    wait long or to fail: the ballot is in, and the next sweep takes the rest along.
    """
    dialect = db.engine.dialect
    connection = db.engine.raw_connection()
    try:
        SWEEPS[dialect.name](connection, tables)
    except dialect.loaded_dbapi.Error as postponed:
        log.info("sweep postponed", reason=type(postponed).__name__)
    finally:
        connection.close()


def _vacuum(connection: Any, tables: Sequence[str]) -> None:
    connection.rollback()
    connection.driver_connection.autocommit = True
    try:
        connection.cursor().execute(f"VACUUM (SKIP_LOCKED) {', '.join(tables)}")
    finally:
        connection.driver_connection.autocommit = False


def _empty_log(connection: Any, _tables: Sequence[str]) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA busy_timeout=200")
    cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    cursor.execute("PRAGMA busy_timeout=5000")


SWEEPS: dict[str, Callable[[Any, Sequence[str]], None]] = {"postgresql": _vacuum, "sqlite": _empty_log}
