"""The clock of a cross-examination: which side has the floor, since when, and how long each has spoken. Server time."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.core import audit, clock
from app.core.db import db, transaction
from app.core.errors import N_, RuleError
from app.panels.models import Item, ItemKind, Panel, Side
from app.panels.services.finding import locked_row

TIMED = (ItemKind.cross_examination, ItemKind.questions, ItemKind.talk)
SIDES = (Side.favour, Side.against)


class NotTimed(RuleError):
    code = "item_not_timed"
    sentence = N_("The clock runs at talks, questions and cross-examinations only.")


class NoSide(RuleError):
    code = "clock_side_wrong"
    sentence = N_("The floor is given to one of the two sides.")


@dataclass(frozen=True)
class Reading:
    """What the clock shows: whole milliseconds, so that every screen counts on from the same."""

    item_id: int
    side: str | None
    turn_ms: int  # of the turn that runs
    used_ms: dict[str, int]  # by side, the running turn included
    limit_ms: int | None  # of a turn

    @property
    def left_ms(self) -> int | None:
        """What is left of the turn; negative once it is over."""
        return None if self.limit_ms is None else self.limit_ms - self.turn_ms


def reading(item: Item, at: dt.datetime | None = None) -> Reading:
    """Read the clock of a point of the agenda."""
    at = at or clock.now()
    turn = _ms(at - item.clock_since) if item.clock_since is not None else 0
    used = {"favour": item.favour_ms, "against": item.against_ms}
    if item.clock_side is not None:
        used[item.clock_side] += turn
    limit = item.seconds_a_turn * 1000 if item.seconds_a_turn is not None else None
    return Reading(item.id, item.clock_side, turn, used, limit)


def give_floor(item: Item, side: Side, *, by: Any) -> None:
    """Let a side speak from now on; the other's turn ends. Pressed twice, the turn goes on. Raises ``NotTimed``."""
    if side not in SIDES:
        raise NoSide()
    with transaction():
        item = _locked(item)
        if item.clock_side == side.value:
            return
        _end_turn(item)
        item.clock_side, item.clock_since = side.value, clock.now()
        audit.record("panel.floor", of=("panel_item", item.id), by=by, after={"side": side.value})


def stop(item: Item, *, by: Any) -> None:
    """End the turn that runs."""
    with transaction():
        item = _locked(item)
        if item.clock_side is not None:
            _end_turn(item)
            audit.record("panel.floor", of=("panel_item", item.id), by=by, after={"side": None})


def set_back(item: Item, *, by: Any) -> None:
    """Set both sides back to nothing spoken."""
    with transaction():
        item = _locked(item)
        before = {"favour_ms": item.favour_ms, "against_ms": item.against_ms}
        item.clock_side = item.clock_since = None
        item.favour_ms = item.against_ms = 0
        audit.record("panel.clock_set_back", of=("panel_item", item.id), by=by, before=before)


def on_the_floor(panel: Panel) -> Item | None:
    """Return the point whose clock the screens show: the one that runs, else the timed point of this moment."""
    query = select(Item).where(Item.panel_id == panel.id, Item.kind.in_(TIMED))
    running = db.session.scalar(query.where(Item.clock_since.is_not(None)).order_by(Item.clock_since.desc()).limit(1))
    if running is not None:
        return running
    at = clock.now()
    return db.session.scalar(query.where(Item.starts_at <= at, Item.ends_at > at).order_by(Item.starts_at).limit(1))


def _locked(item: Item) -> Item:
    found = locked_row(Item, item.id)
    if found.kind not in TIMED:
        raise NotTimed()
    return found


def _end_turn(item: Item) -> None:
    if item.clock_since is not None:
        turn = _ms(clock.now() - item.clock_since)
        item.favour_ms += turn if item.clock_side == Side.favour else 0
        item.against_ms += turn if item.clock_side == Side.against else 0
    item.clock_side = item.clock_since = None


def _ms(span: dt.timedelta) -> int:
    return max(0, span // dt.timedelta(milliseconds=1))
