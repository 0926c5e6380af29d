"""Clearing away what deleting and rewriting left behind, outside of any transaction.

PostgreSQL keeps dead rows until they are vacuumed, SQLite old pages in its write-ahead log: both show which line of the roll
was marked beside which ballot. Somebody else at work is no reason to wait long: the next sweep takes the rest along.
"""

from collections.abc import Callable
from typing import Any

import structlog

from app.core.db import db

log = structlog.get_logger()
_TABLES = "poll_intake, poll_roll, poll_card, poll_box"


def after_batch() -> None:
    """Sweep once ballots have left the intake."""
    _with(_AFTER_BATCH)


def at_closing() -> None:
    """Sweep once the roll was written anew; SQLite also writes its file anew."""
    _with(_AT_CLOSING)


def _with(sweeps: dict[str, Callable[[Any], None]]) -> None:
    dialect = db.engine.dialect
    connection = db.engine.raw_connection()
    try:
        sweeps[dialect.name](connection)
    except dialect.loaded_dbapi.Error as postponed:
        log.info("sweep postponed", reason=type(postponed).__name__)
    finally:
        connection.close()


def _vacuum(connection: Any) -> None:
    connection.rollback()
    connection.driver_connection.autocommit = True
    try:
        connection.cursor().execute(f"VACUUM (SKIP_LOCKED) {_TABLES}")
    finally:
        connection.driver_connection.autocommit = False


def _empty_log(connection: Any) -> None:
    _patiently(connection, "PRAGMA wal_checkpoint(TRUNCATE)")


def _write_anew(connection: Any) -> None:
    _patiently(connection, "VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)")


def _patiently(connection: Any, *statements: str) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA busy_timeout=200")
    try:
        for statement in statements:
            cursor.execute(statement)
    finally:
        cursor.execute("PRAGMA busy_timeout=5000")


_AFTER_BATCH = {"postgresql": _vacuum, "sqlite": _empty_log}
_AT_CLOSING = {"postgresql": _vacuum, "sqlite": _write_anew}
