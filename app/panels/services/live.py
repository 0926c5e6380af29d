"""The state of a day at a glance: how many are here, tables, notes that are missing, questions, votes cast."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from sqlalchemy import func, literal, select, union_all

from app.core import clock
from app.core.db import db
from app.panels.models import (
    Item,
    ItemKind,
    Panel,
    Panelist,
    PanelistState,
    QuestionState,
    TableNote,
    TableSeat,
)
from app.panels.services import agenda, asking, attendance, closing_vote


@dataclass(frozen=True)
class RoundState:
    """A round: its tables, and those that have no note though it has ended."""

    item: Item
    tables: int
    notes: int
    missing: list[int]


@dataclass(frozen=True)
class Live:
    """What organiser and observers see; no name, no number of a member, no vote for a side."""

    day: dt.date
    expected: int
    present: int
    running: Item | None
    following: Item | None
    rounds: list[RoundState]
    questions: Counter[QuestionState]
    vote: closing_vote.Standing


def state_of(panel: Panel) -> Live:
    """Return how a panel stands at this moment."""
    items, day = agenda.items(panel), clock.today()
    running, following = agenda.now_and_next(items)
    seated = select(func.count()).where(Panelist.panel_id == panel.id, Panelist.state == PanelistState.accepted)
    people = select(seated.scalar_subquery(), attendance.count_of(panel, day).scalar_subquery())
    return Live(
        day, *db.session.execute(people).one(), running, following,
        _rounds([item for item in items if item.kind is ItemKind.tables]), asking.counts(panel),
        closing_vote.standing(panel),
    )  # fmt: skip


def _rounds(rounds: list[Item]) -> list[RoundState]:
    ids, at = [item.id for item in rounds], clock.now()
    seated = select(literal(False), TableSeat.item_id, TableSeat.table_no).where(TableSeat.item_id.in_(ids)).distinct()
    noted = select(literal(True), TableNote.item_id, TableNote.table_no).where(TableNote.item_id.in_(ids))
    tables: dict[tuple[bool, int], set[int]] = {}
    for is_note, item_id, table_no in db.session.execute(union_all(seated, noted.where(TableNote.text != ""))):
        tables.setdefault((bool(is_note), item_id), set()).add(table_no)
    found = []
    for item in rounds:
        there, written = tables.get((False, item.id), set()), tables.get((True, item.id), set())
        missing = sorted(there - written) if item.ends_at <= at else []
        found.append(RoundState(item, len(there), len(written), missing))
    return found
