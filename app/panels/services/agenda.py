"""The agenda of the days: points in order, rounds at tables numbered by their time, now and next, a calendar file."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, select

from app.core import audit, calendars, clock
from app.core.dates import date_of
from app.core.db import db, transaction
from app.core.errors import N_, NotFound, RuleError
from app.panels.models import Item, ItemKind, Panel, PanelQuestion, Side, TableNote, TableSeat
from app.panels.services import attendance, making

FAR = 1000  # above every number of a round


class ItemTimesWrong(RuleError):
    code = "item_times_wrong"
    sentence = N_("The point ends before it begins.")
    field = "ends_at"


class ItemNotOnADay(RuleError):
    code = "item_not_on_a_day"
    sentence = N_("The point lies on none of the panel's days. Change the days of the panel, or the time.")
    field = "starts_at"


class ItemInUse(RuleError):
    code = "item_in_use"
    sentence = N_("Notes or questions were written at this point. It stays on the agenda.")


def items(panel: Panel) -> list[Item]:
    """Return the points of the agenda in order."""
    query = select(Item).where(Item.panel_id == panel.id)
    return list(db.session.scalars(query.order_by(Item.starts_at, Item.id)))


def item_numbered(panel: Panel, item_id: int) -> Item:
    """Return a point of a panel's agenda. Raises ``NotFound``."""
    item = db.session.get(Item, item_id)
    if item is None or item.panel_id != panel.id:
        raise NotFound()
    return item


def set_item(
    panel: Panel, item_id: int | None, *, kind: ItemKind, title_ko: str, title_en: str, starts_at: dt.datetime,
    ends_at: dt.datetime, side: Side | None = None, seconds_a_turn: int | None = None, by: Any,
) -> Item:  # fmt: skip
    """Put a point on the agenda, or change one. Raises ``ItemTimesWrong``, ``ItemNotOnADay``, ``ItemInUse``."""
    if ends_at <= starts_at:
        raise ItemTimesWrong()
    panel_id = panel.id
    with transaction():
        panel = making.locked_panel(panel_id)
        if date_of(starts_at) not in attendance.days_of(panel):
            raise ItemNotOnADay()
        item = item_numbered(panel, item_id) if item_id is not None else Item(panel_id=panel_id)
        before = _told(item) if item_id is not None else None
        if item.kind is ItemKind.tables and kind is not ItemKind.tables:
            _empty(item)
        item.kind, item.title_ko, item.title_en, item.side = kind, title_ko, title_en, side
        item.starts_at, item.ends_at, item.seconds_a_turn = starts_at, ends_at, seconds_a_turn
        item.round = (item.round or FAR - 1) if kind is ItemKind.tables else None
        db.session.add(item)
        db.session.flush()
        _number_rounds(panel)
        audit.record("panel.agenda", of=("panel_item", item.id), by=by, before=before, after=_told(item))
    return item


def remove(item: Item, *, by: Any) -> None:
    """Take a point off the agenda. Raises ``ItemInUse``."""
    item_id, panel_id = item.id, item.panel_id
    with transaction():
        panel = making.locked_panel(panel_id)
        item = item_numbered(panel, item_id)
        _empty(item)
        audit.record("panel.agenda_removed", of=("panel_item", item_id), by=by, before=_told(item))
        db.session.delete(item)
        db.session.flush()
        _number_rounds(panel)


def now_and_next(found: Sequence[Item]) -> tuple[Item | None, Item | None]:
    """Return the point that runs and the one after it."""
    at = clock.now()
    running = next((item for item in found if item.starts_at <= at < item.ends_at), None)
    return running, next((item for item in found if item.starts_at > at), None)


def calendar(panel: Panel, *, title: str, names: dict[int, str], place: str, address: str) -> bytes:
    """Return the agenda as a calendar file; ``names`` are the points' by id."""
    events = [
        calendars.Event(
            f"{panel.slug}-{item.id}", item.starts_at, item.ends_at, panel.made_at, f"{title}: {names[item.id]}", place,
            address,
        )
        for item in items(panel)
    ]  # fmt: skip
    return calendars.calendar(title, events)


def _number_rounds(panel: Panel) -> None:
    """Number the rounds by their time, by way of numbers that none has."""
    rounds = [item for item in items(panel) if item.kind is ItemKind.tables]
    for offset in (FAR, 0):
        for number, item in enumerate(rounds, 1):
            item.round = offset + number
        db.session.flush()


def _empty(item: Item) -> None:
    """Take the seats of a round along. Raises ``ItemInUse`` where something was written."""
    for model in (TableNote, PanelQuestion):
        if db.session.scalar(select(model.id).where(model.item_id == item.id).limit(1)) is not None:
            raise ItemInUse()
    db.session.execute(delete(TableSeat).where(TableSeat.item_id == item.id))


def _told(item: Item) -> dict[str, Any]:
    return {
        "kind": item.kind.value, "title": item.title_ko, "starts_at": item.starts_at.isoformat(),
        "ends_at": item.ends_at.isoformat(), "side": item.side and item.side.value, "turn": item.seconds_a_turn,
    }  # fmt: skip
