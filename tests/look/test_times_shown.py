"""Time shown is wall-clock time in Gwangju, whatever was stored."""

import datetime as dt

import pytest

from app.core.clock import seoul
from app.core.dates import date_text, instant_text, range_text

CLOSE = dt.datetime(2026, 11, 25, 9, 0, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("language", "form", "shown"),
    [
        ("ko", "full", "2026. 11. 25.(수) 18:00"),
        ("ko", "sentence", "11월 25일(수) 18:00"),
        ("en", "full", "Wed 25 Nov 2026, 18:00 KST"),
        ("en", "sentence", "Wed 25 Nov, 18:00 KST"),
    ],
)
def test_an_instant_is_told_in_both_languages(language: str, form: str, shown: str):
    assert instant_text(CLOSE, language, form) == shown


def test_the_day_is_the_one_in_gwangju_not_in_greenwich():
    assert instant_text(dt.datetime(2026, 12, 31, 15, 0, tzinfo=dt.UTC)) == "2027. 1. 1.(금) 00:00"
    assert date_text(dt.date(2026, 1, 1)) == "2026. 1. 1.(목)"


def test_a_naive_time_is_a_fault_of_the_program():
    with pytest.raises(ValueError, match="aware"):
        instant_text(dt.datetime(2026, 1, 1))  # noqa: DTZ001 - the fault itself


def test_a_span_says_its_year_once():
    start, end = seoul(2026, 3, 12, 9), seoul(2026, 4, 22, 18)
    assert range_text(start, end) == "2026. 3. 12.(목) 09:00 ~ 4. 22.(수) 18:00"
    assert range_text(start, end, "en") == "Thu 12 Mar 2026, 09:00 – Wed 22 Apr 2026, 18:00 KST"
    assert range_text(seoul(2026, 12, 1), seoul(2027, 1, 5)) == "2026. 12. 1.(화) 00:00 ~ 2027. 1. 5.(화) 00:00"


def test_a_span_within_a_day_says_its_day_once():
    start, end = seoul(2026, 8, 28, 14), seoul(2026, 8, 28, 16, 30)
    assert range_text(start, end) == "2026. 8. 28.(금) 14:00~16:30"
    assert range_text(start, end, "en") == "Fri 28 Aug 2026, 14:00–16:30 KST"
