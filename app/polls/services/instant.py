"""The instant that decides whether a poll is open: the database's, inside the transaction."""

import datetime as dt

from sqlalchemy import func, select

from app.core import clock
from app.core.db import db
from app.polls.services import locks


def now() -> dt.datetime:
    """Return the database's time at this statement; SQLite has that of this machine, asked after its lock was taken.

    A replayed past keeps its own time.
    """
    if clock.replayed() is None and locks.is_postgres():
        at = db.session.scalar(select(func.clock_timestamp()))
        return at.astimezone(dt.UTC)  # type: ignore[union-attr]
    return clock.now()
