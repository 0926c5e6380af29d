"""A place at a table for who comes after the tables were made: the smallest table, and there the most new faces."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from app.core import clock
from app.core.db import db
from app.panels.models import Panelist, TablePlan, TableSeat
from app.panels.services import tables

Seats = dict[int, dict[int, int]]  # table by item and member


def seat_latecomer(panelist: Panelist) -> dict[int, int]:
    """Give a member without one a place in each of today's rounds that are not over; return table by round.

    Inside the caller's transaction. A table that keeps the rules (apart, reach) comes first, then the smallest, then
    the one with the fewest people met before, then the lowest number.
    """
    plan = db.session.get(TablePlan, panelist.panel_id, with_for_update=True)
    if plan is None or plan.seated_at is None:
        return {}
    seats, given = _seats(panelist.panel_id), {}
    for item in tables.rounds_of_day(panelist.panel):
        if item.ends_at <= clock.now() or item.id not in seats or panelist.id in seats[item.id]:
            continue
        table = _best(panelist, plan, seats, item.id, _numbers(panelist.panel_id))
        db.session.add(TableSeat(item_id=item.id, panelist_id=panelist.id, table_no=table))
        seats[item.id][panelist.id] = table
        given[item.round or 0] = table
    db.session.flush()
    return given


def _best(panelist: Panelist, plan: TablePlan, seats: Seats, item_id: int, numbers: Mapping[int, int]) -> int:
    met = {
        other
        for row in seats.values()
        if (mine := row.get(panelist.id))
        for other, table in row.items()
        if table == mine
    }
    avoid = {other for pair in plan.apart if panelist.number in pair for other in pair}
    row = seats[item_id]

    def cost(table: int) -> tuple[Any, ...]:
        there = [other for other, at in row.items() if at == table]
        broken = sum(numbers[other] in avoid for other in there)
        broken += panelist.accessible_table and table not in plan.accessible
        return broken, len(there), sum(other in met for other in there), table

    return min(range(1, plan.tables + 1), key=cost)


def _seats(panel_id: int) -> Seats:
    query = select(TableSeat).join(Panelist, Panelist.id == TableSeat.panelist_id)
    found: Seats = {}
    for row in db.session.scalars(query.where(Panelist.panel_id == panel_id)):
        found.setdefault(row.item_id, {})[row.panelist_id] = row.table_no
    return found


def _numbers(panel_id: int) -> dict[int, int]:
    query = select(Panelist.id, Panelist.number).where(Panelist.panel_id == panel_id)
    return dict(iter(db.session.execute(query)))  # type: ignore[arg-type]
