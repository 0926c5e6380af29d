"""Which members were there on which day."""

import datetime as dt

from sqlalchemy import Select, func, select

from app.core.db import db
from app.panels.models import Attendance, Panel, Panelist, PanelistState


def days_of(panel: Panel) -> list[dt.date]:
    """Return the dates of a panel, none while they are not fixed."""
    if panel.first_day is None:
        return []
    last = panel.last_day or panel.first_day
    return [panel.first_day + dt.timedelta(days=n) for n in range((last - panel.first_day).days + 1)]


def present(panel: Panel, day: dt.date) -> dict[int, dt.datetime]:
    """Return when each member came on a day, by the member's id."""
    query = select(Attendance.panelist_id, Attendance.at).join(Panelist, Panelist.id == Attendance.panelist_id)
    found = query.where(Panelist.panel_id == panel.id, Panelist.state == PanelistState.accepted, Attendance.day == day)
    return dict(iter(db.session.execute(found)))  # type: ignore[arg-type]


def number_present(panel: Panel, day: dt.date) -> int:
    """Return how many members with a seat were there on a day."""
    return db.session.scalar(count_of(panel, day)) or 0


def count_of(panel: Panel, day: dt.date) -> Select[int]:
    """Return the query of how many members with a seat were there on a day."""
    query = select(func.count()).select_from(Attendance).join(Panelist, Panelist.id == Attendance.panelist_id)
    seated = query.where(Panelist.panel_id == panel.id, Panelist.state == PanelistState.accepted)
    return seated.where(Attendance.day == day)


def is_present(panelist: Panelist, day: dt.date) -> bool:
    return db.session.get(Attendance, (panelist.id, day)) is not None
