"""What time it is: the only place that asks."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from zoneinfo import ZoneInfo

SEOUL = ZoneInfo("Asia/Seoul")
_replayed: ContextVar[dt.datetime | None] = ContextVar("replayed", default=None)


def now() -> dt.datetime:
    """Return the present instant, aware, in UTC."""
    return _replayed.get() or real()


def real() -> dt.datetime:
    """Return the present instant, whatever past is replayed: for keys that turn with the day."""
    return dt.datetime.now(dt.UTC)


def replayed() -> dt.datetime | None:
    """Return the instant that is being replayed, if one is."""
    return _replayed.get()


@contextmanager
def replaying(at: dt.datetime) -> Iterator[None]:
    """Let it be ``at`` in this thread: for the demonstration, which replays a past year by its own rules."""
    before = _replayed.set(at)
    try:
        yield
    finally:
        _replayed.reset(before)


def today() -> dt.date:
    """Return the date that it is in Gwangju."""
    return now().astimezone(SEOUL).date()


def seoul(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> dt.datetime:
    """Return the instant of a wall-clock time in Gwangju, as UTC."""
    return dt.datetime(year, month, day, hour, minute, tzinfo=SEOUL).astimezone(dt.UTC)
