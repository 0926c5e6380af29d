"""Who waits for whom. On SQLite the one writer's lock of the database does it all.

Casting shares the poll's lock, the last batch and the closing take it whole: then nothing is in flight. A test and a cast of
the same leaf exclude each other. Batches of a poll come one after the other.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, flock
from pathlib import Path

from sqlalchemy import text

from app.core.db import db, within_transaction
from app.polls.models import Poll

_POLL, _LOG = 7307, 7308  # first halves of lock numbers; those of leaves have one half only and are never equal to them
FOR_CAST = f"pg_advisory_xact_lock_shared({_POLL}, :poll_number), pg_advisory_xact_lock(:leaf_number)"


def is_postgres() -> bool:
    return db.engine.dialect.name == "postgresql"


def for_cast(poll_id: int, leaf: bytes) -> None:
    """Share the poll, have the leaf alone, until the transaction ends."""
    if is_postgres():
        db.session.execute(text(f"SELECT {FOR_CAST}"), cast_numbers(poll_id, leaf))


def cast_numbers(poll_id: int, leaf: bytes) -> dict[str, int]:
    """Return the numbers that ``FOR_CAST`` locks."""
    return {"poll_number": _half(poll_id), "leaf_number": int.from_bytes(leaf[:8], "big", signed=True)}


_writing = threading.Lock()


@contextmanager
def one_writer() -> Iterator[None]:
    """Queue who casts, in all processes, before SQLite: its own waiting is asking again and again, and unfair.

    Who is within a transaction has SQLite's lock already and must not wait for those who wait for it.
    """
    if is_postgres() or within_transaction():
        yield
        return
    with _writing, Path(f"{db.engine.url.database}-queue").open("w") as queue:
        flock(queue, LOCK_EX)  # until it is closed
        yield


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
