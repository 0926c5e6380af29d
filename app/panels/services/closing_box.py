"""The roll and the box of a closing vote leave no trace of who voted what: no order, no place, no transaction in common.

What is promised, and what is not, is told in docs/decisions (ballot secrecy before the full box).
"""

from collections.abc import Callable
from typing import Any

import structlog
from sqlalchemy import text

from app.core.db import db

log = structlog.get_logger()
ROLL, BALLOTS = "panel_closing_roll", "panel_closing_ballot"
OF_PANEL = {
    ROLL: "panelist_id IN (SELECT id FROM panelist WHERE panel_id = :panel)",
    BALLOTS: "panel_id = :panel",
}
ORDER = {ROLL: "panelist_id", BALLOTS: "key"}


def blend(panel_id: int) -> None:
    """Write roll and box anew in the order of their keys, inside the caller's transaction.

    PostgreSQL keeps with each row the transaction that wrote it and where it lies: left alone, both pair a line of the
    roll with the vote beside it. SQLite keeps neither.
    """
    db.session.flush()
    if db.session.get_bind().dialect.name != "postgresql":
        return
    for table, condition in OF_PANEL.items():
        db.session.execute(
            text(
                f"WITH taken AS (DELETE FROM {table} WHERE {condition} RETURNING *) "  # noqa: S608 - fixed names
                f"INSERT INTO {table} SELECT * FROM taken ORDER BY {ORDER[table]}"
            ),
            {"panel": panel_id},
        )


def sweep() -> None:
    """Clear away what rewriting and deleting left behind: dead rows of PostgreSQL, the write-ahead log of SQLite.

    Outside of any transaction, after each ballot and at the close. Somebody else at work at that moment is no reason to
    wait long or to fail: the vote is in, and the next sweep takes the rest along.
    """
    dialect = db.engine.dialect
    connection = db.engine.raw_connection()
    try:
        SWEEPS[dialect.name](connection)
    except dialect.loaded_dbapi.Error as postponed:
        log.info("sweep postponed", reason=type(postponed).__name__)
    finally:
        connection.close()


def _vacuum(connection: Any) -> None:
    connection.rollback()
    connection.driver_connection.autocommit = True
    try:
        connection.cursor().execute(f"VACUUM (SKIP_LOCKED) {ROLL}, {BALLOTS}")
    finally:
        connection.driver_connection.autocommit = False


def _empty_log(connection: Any) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA busy_timeout=200")
    cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    cursor.execute("PRAGMA busy_timeout=5000")


SWEEPS: dict[str, Callable[[Any], None]] = {"postgresql": _vacuum, "sqlite": _empty_log}
