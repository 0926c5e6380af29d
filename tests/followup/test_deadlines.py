"""Until when an answer is due and how the public clock stands; an independent count walks the calendar day by day."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.followup.models import Unit
from app.followup.services.deadlines import State, clock_on, due_after

DAYS = st.dates(dt.date(2015, 1, 1), dt.date(2035, 12, 31))
SPANS = st.integers(0, 400)


def walked(received_on: dt.date, count: int) -> dt.date:
    """The last of ``count`` days after the day of receipt, weekends and holidays among them."""
    day = received_on
    for _ in range(count):
        day += dt.timedelta(days=1)
    return day


@given(DAYS, st.integers(1, 366))
def test_a_deadline_in_days_counts_every_day_but_the_first(received_on: dt.date, count: int):
    assert due_after(received_on, count) == walked(received_on, count)


@given(DAYS, st.integers(1, 12))
def test_a_month_ends_on_the_same_number_or_on_the_last_day(received_on: dt.date, months: int):
    due_on = due_after(received_on, months, Unit.months)
    assert (due_on.year * 12 + due_on.month) - (received_on.year * 12 + received_on.month) == months
    next_day = due_on + dt.timedelta(days=1)
    assert due_on.day == received_on.day or (due_on.day < received_on.day and next_day.day == 1)


@pytest.mark.parametrize(
    ("received_on", "months", "due_on"),
    [
        (dt.date(2027, 1, 31), 1, dt.date(2027, 2, 28)),
        (dt.date(2028, 1, 31), 1, dt.date(2028, 2, 29)),
        (dt.date(2026, 11, 25), 1, dt.date(2026, 12, 25)),  # a holiday: not put off
        (dt.date(2026, 11, 30), 3, dt.date(2027, 2, 28)),
    ],
)
def test_months_by_the_calendar(received_on: dt.date, months: int, due_on: dt.date):
    assert due_after(received_on, months, Unit.months) == due_on


def test_a_hundred_days_over_new_year_end_on_a_saturday_and_are_not_put_off():
    due_on = due_after(dt.date(2026, 11, 26), 100)
    assert due_on == dt.date(2027, 3, 6)
    assert due_on.weekday() == 5


@given(DAYS, SPANS, st.integers(0, 800))
def test_an_open_clock_runs_down_to_the_last_day_and_then_counts_up(received_on: dt.date, span: int, passed: int):
    due_on, today = received_on + dt.timedelta(days=span), received_on + dt.timedelta(days=passed)
    clock = clock_on(today, received_on=received_on, due_on=due_on, answered_on=None)
    assert clock.state is (State.running if today <= due_on else State.over)
    assert (clock.days, clock.taken) == (abs(span - passed), passed)


@given(DAYS, SPANS, SPANS, SPANS)
def test_an_answer_stops_the_clock_for_good(received_on: dt.date, span: int, answered_after: int, later: int):
    answered_on = received_on + dt.timedelta(days=answered_after)
    dates = {
        "received_on": received_on, "due_on": received_on + dt.timedelta(days=span), "answered_on": answered_on
    }  # fmt: skip
    clock = clock_on(answered_on + dt.timedelta(days=later), **dates)
    assert clock == clock_on(answered_on, **dates)
    assert clock.state is (State.in_time if answered_after <= span else State.late)


@given(DAYS, SPANS)
def test_without_a_deadline_nothing_is_over(received_on: dt.date, passed: int):
    today = received_on + dt.timedelta(days=passed)
    assert clock_on(today, received_on=received_on, due_on=None, answered_on=None).state is State.waiting
    assert clock_on(today, received_on=received_on, due_on=None, answered_on=today).state is State.answered
