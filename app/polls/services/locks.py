"""Who waits for whom. On SQLite the one writer's lock of the database does it all.

Casting shares the poll's lock, the last batch and the closing take it whole: then nothing is in flight. A test and a cast of
the same leaf exclude each other. Batches of a poll come one after the other.
"""

from sqlalchemy import text

from app.core.db import db
from app.polls.models import Poll

_POLL, _LOG = 7307, 7308  # first halves of lock numbers; those of leaves have one half only and are never equal to them
CAST = "SELECT pg_advisory_xact_lock_shared(:space, :poll), pg_advisory_xact_lock(:leaf)"


def is_postgres() -> bool:
    return db.session.get_bind().dialect.name == "postgresql"


def for_cast(poll_id: int, leaf: bytes) -> None:
    """Share the poll, have the leaf alone, until the transaction ends."""
    if is_postgres():
        number = int.from_bytes(leaf[:8], "big", signed=True)
        db.session.execute(text(CAST), {"space": _POLL, "poll": _half(poll_id), "leaf": number})


def share_poll(poll: Poll) -> None:
    """Keep the closing waiting until the transaction ends."""
    if is_postgres():
        call = text("SELECT pg_advisory_xact_lock_shared(:space, :poll)")
        db.session.execute(call, {"space": _POLL, "poll": _half(poll.id)})


def whole_poll(poll: Poll) -> None:
    """Wait until no ballot is in flight, and let none begin."""
    _take(_POLL, poll)


def log(poll: Poll) -> None:
    """Be the only one who appends to the poll's log."""
    _take(_LOG, poll)


def _take(space: int, poll: Poll) -> None:
    if is_postgres():
        db.session.execute(
            text("SELECT pg_advisory_xact_lock(:space, :poll)"), {"space": space, "poll": _half(poll.id)}
        )


def _half(poll_id: int) -> int:
    return poll_id & 0x7FFFFFFF
