"""Calendar files: iCalendar (RFC 5545) in Gwangju's wall-clock time."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import icalendar

from app.core.clock import SEOUL


@dataclass(frozen=True)
class Event:
    """What a calendar holds; ``uid`` names it for good, ``changed_at`` is when it was last written."""

    uid: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    changed_at: dt.datetime
    title: str
    place: str
    address: str


def calendar(name: str, events: Iterable[Event]) -> bytes:
    """Return the events as one calendar file."""
    made = icalendar.Calendar()
    made.add("prodid", "-//Minhoe//KO")
    made.add("version", "2.0")
    made.add("x-wr-calname", name)
    made.add_component(icalendar.Timezone.from_tzinfo(ZoneInfo("Asia/Seoul"), "Asia/Seoul"))
    for one in events:
        event = icalendar.Event()
        event.add("uid", f"{one.uid}@minhoe")
        event.add("dtstamp", one.changed_at)
        event.add("dtstart", one.starts_at.astimezone(SEOUL))
        event.add("dtend", one.ends_at.astimezone(SEOUL))
        event.add("summary", one.title)
        event.add("location", one.place)
        event.add("url", one.address)
        made.add_component(event)
    return bytes(made.to_ical())
