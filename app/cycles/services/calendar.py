"""The phases of a cycle for a calendar: iCalendar (RFC 5545) with Gwangju's wall-clock times."""

from zoneinfo import ZoneInfo

import icalendar

from app.core.clock import SEOUL
from app.cycles.models import Cycle


def phases_calendar(cycle: Cycle, *, title: str, names: dict[str, str], address: str) -> bytes:
    """Return the calendar of a published cycle; ``names`` are of the phases, ``address`` is of its page."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Minhoe//phases//KO")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", title)
    calendar.add_component(icalendar.Timezone.from_tzinfo(ZoneInfo("Asia/Seoul"), "Asia/Seoul"))
    published = max((plan.published_at for plan in cycle.plans), default=cycle.created_at)
    for phase in cycle.phases:
        event = icalendar.Event()
        event.add("uid", f"{cycle.slug}-{phase.kind}@minhoe")
        event.add("dtstamp", published)
        event.add("sequence", len(cycle.plans))
        event.add("dtstart", phase.opens_at.astimezone(SEOUL))
        event.add("dtend", phase.closes_at.astimezone(SEOUL))
        event.add("summary", f"{title} {names[phase.kind]}")
        event.add("url", address)
        calendar.add_component(event)
    return bytes(calendar.to_ical())
