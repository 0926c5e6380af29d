"""The agenda of the day: points in order, what runs now and next, a calendar file."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from app.assembly.models import AgendaItem, Assembly
from app.core import audit, calendars, clock, mail
from app.core.dates import date_of
from app.core.db import db, transaction
from app.core.errors import N_, NotFound, RuleError


class PointTimesWrong(RuleError):
    code = "agenda_times_wrong"
    sentence = N_("The point ends before it begins.")
    field = "ends_at"


class PointNotOnTheDay(RuleError):
    code = "agenda_not_on_the_day"
    sentence = N_("The assembly is held on %(day)s; a point of its agenda lies on that day.")
    field = "starts_at"


def items(assembly: Assembly) -> list[AgendaItem]:
    """Return the points of the agenda in order."""
    query = select(AgendaItem).where(AgendaItem.assembly_id == assembly.id)
    return list(db.session.scalars(query.order_by(AgendaItem.starts_at, AgendaItem.id)))


def item_numbered(assembly: Assembly, item_id: int) -> AgendaItem:
    """Return a point of an assembly's agenda. Raises ``NotFound``."""
    item = db.session.get(AgendaItem, item_id)
    if item is None or item.assembly_id != assembly.id:
        raise NotFound()
    return item


def set_item(
    assembly: Assembly, item_id: int | None, *, title_ko: str, title_en: str, starts_at: dt.datetime,
    ends_at: dt.datetime, by: Any,
) -> AgendaItem:  # fmt: skip
    """Put a point on the agenda, or change one. Raises ``PointTimesWrong``, ``PointNotOnTheDay``."""
    if ends_at <= starts_at:
        raise PointTimesWrong()
    if date_of(starts_at) != assembly.held_on:
        raise PointNotOnTheDay(day=assembly.held_on)
    assembly_id = assembly.id
    with transaction():
        item = item_numbered(assembly, item_id) if item_id is not None else AgendaItem(assembly_id=assembly_id)
        item.title_ko, item.title_en, item.starts_at, item.ends_at = title_ko, title_en, starts_at, ends_at
        db.session.add(item)
        db.session.flush()
        after = {"title": title_ko, "from": starts_at.isoformat(), "until": ends_at.isoformat()}
        audit.record("assembly.agenda", of=("assembly_agenda_item", item.id), by=by, after=after)
    return item


def remove(item: AgendaItem, *, by: Any) -> None:
    """Take a point off the agenda."""
    item_id = item.id
    with transaction():
        item = db.session.get_one(AgendaItem, item_id)
        before = {"title": item.title_ko}
        audit.record("assembly.agenda_removed", of=("assembly_agenda_item", item_id), by=by, before=before)
        db.session.delete(item)


def now_and_next(found: Sequence[AgendaItem]) -> tuple[AgendaItem | None, AgendaItem | None]:
    """Return the point that runs and the one after it."""
    at = clock.now()
    running = next((item for item in found if item.starts_at <= at < item.ends_at), None)
    return running, next((item for item in found if item.starts_at > at), None)


def calendar(assembly: Assembly, *, language: str, name: str) -> bytes:
    """Return the agenda as a calendar file in a language."""
    place = getattr(assembly, f"venue_{language}")
    address = mail.address(f"/assemblies/{assembly.year}", language)
    events = [
        calendars.Event(
            f"assembly-{assembly.year}-{item.id}", item.starts_at, item.ends_at, assembly.made_at,
            f"{name}: {getattr(item, f'title_{language}')}", place, address,
        )
        for item in items(assembly)
    ]  # fmt: skip
    return calendars.calendar(getattr(assembly, f"title_{language}"), events)
