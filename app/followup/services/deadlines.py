"""Until when an answer is due, and how a clock stands that anybody can read.

A deadline is counted in calendar days, weekends and holidays too: neither the participation ordinance (시민참여
기본조례, "within one month") nor what the city says of petitions ("within 100 days") takes them out. The day on which
a matter came is not counted and the last day counts whole (Civil Code, art. 157 and 159); a month ends on the day of
the same number, or on the last day where there is none (art. 160). Art. 161, by which a last day on a Saturday or
holiday gives way to the next, is not applied: the published day is never later than the law's.
"""

import calendar
import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from app.followup.models import Unit


def due_after(received_on: dt.date, count: int, unit: Unit = Unit.days) -> dt.date:
    """Return the last day on which an answer is in time."""
    if unit is Unit.days:
        return received_on + dt.timedelta(days=count)
    years, month = divmod(received_on.month - 1 + count, 12)
    year, month = received_on.year + years, month + 1
    return dt.date(year, month, min(received_on.day, calendar.monthrange(year, month)[1]))


class State(StrEnum):
    running = "running"  # ``days`` left, 0 on the last one
    over = "over"  # since ``days``
    in_time = "in_time"  # answered ``days`` before the end
    late = "late"  # answered ``days`` after it
    waiting = "waiting"  # no deadline on record; since ``days``
    answered = "answered"  # no deadline on record; after ``days``


@dataclass(frozen=True)
class Clock:
    """How a matter stands on a day. ``days`` is never negative; ``taken`` counts from its receipt."""

    state: State
    days: int
    taken: int


def clock_on(today: dt.date, *, received_on: dt.date, due_on: dt.date | None, answered_on: dt.date | None) -> Clock:
    """Return the clock of a matter as it stands on a day."""
    ended = answered_on or today
    taken = (ended - received_on).days
    if due_on is None:
        return Clock(State.answered if answered_on else State.waiting, taken, taken)
    left = (due_on - ended).days
    in_time, late = (State.in_time, State.late) if answered_on else (State.running, State.over)
    return Clock(in_time if left >= 0 else late, abs(left), taken)
