"""What time it is: the only place that asks."""

import datetime as dt
from zoneinfo import ZoneInfo

SEOUL = ZoneInfo("Asia/Seoul")


def now() -> dt.datetime:
    """Return the present instant, aware, in UTC."""
    return dt.datetime.now(dt.UTC)


def today() -> dt.date:
    """Return the date that it is in Gwangju."""
    return now().astimezone(SEOUL).date()


def seoul(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> dt.datetime:
    """Return the instant of a wall-clock time in Gwangju, as UTC."""
    return dt.datetime(year, month, day, hour, minute, tzinfo=SEOUL).astimezone(dt.UTC)
