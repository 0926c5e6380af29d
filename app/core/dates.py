"""Instants as they are shown: Asia/Seoul, in the words of each language. In: aware UTC."""

import datetime as dt

from app.core.clock import SEOUL

WEEKDAYS_KO = "월화수목금토일"
WEEKDAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def date_text(day: dt.date, language: str = "ko", form: str = "full") -> str:
    """Write a date: "2026. 11. 25.(수)" or, in a sentence, "11월 25일(수)"; "Wed 25 Nov 2026" or "25 November"."""
    if language == "en":
        year = f" {day.year}" if form == "full" else ""
        return f"{WEEKDAYS_EN[day.weekday()]} {day.day} {MONTHS_EN[day.month - 1]}{year}"
    weekday = WEEKDAYS_KO[day.weekday()]
    if form == "sentence":
        return f"{day.month}월 {day.day}일({weekday})"
    return f"{day.year}. {day.month}. {day.day}.({weekday})"


def instant_text(at: dt.datetime, language: str = "ko", form: str = "full") -> str:
    """Write an instant as wall-clock time in Gwangju: "2026. 11. 25.(수) 18:00", "Wed 25 Nov 2026, 18:00 KST"."""
    if at.tzinfo is None:
        raise ValueError("an instant must be aware")
    local = at.astimezone(SEOUL)
    day = date_text(local.date(), language, form)
    return f"{day}, {local:%H:%M} KST" if language == "en" else f"{day} {local:%H:%M}"


def date_of(at: dt.datetime) -> dt.date:
    """Return the date in Gwangju at that instant."""
    return at.astimezone(SEOUL).date()


def clock_text(at: dt.datetime) -> str:
    """Write the wall-clock time in Gwangju alone: "14:07"."""
    return f"{at.astimezone(SEOUL):%H:%M}"


def range_text(start: dt.datetime, end: dt.datetime, language: str = "ko") -> str:
    """Write a span of time: "2026. 3. 12.(목) 09:00 ~ 4. 22.(수) 18:00", the year and the zone once."""
    first, last = start.astimezone(SEOUL), end.astimezone(SEOUL)
    begin = instant_text(start, language).removesuffix(" KST")
    if first.date() == last.date():
        return f"{begin}–{last:%H:%M} KST" if language == "en" else f"{begin}~{last:%H:%M}"
    if language == "en":
        return f"{begin} – {instant_text(end, language)}"
    finish = instant_text(end)
    return f"{begin} ~ {finish.removeprefix(f'{first.year}. ')}"
