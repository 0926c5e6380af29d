"""Cycles as pages need them."""

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.core.db import db
from app.cycles.models import Cycle, Phase, PhaseKind
from app.selection.models import SelectionPoll


def all_cycles() -> list[Cycle]:
    """Return every cycle with place and phases, the latest year first."""
    query = (
        select(Cycle)
        .options(joinedload(Cycle.place), selectinload(Cycle.phases))
        .order_by(Cycle.budget_year.desc(), Cycle.slug)
    )
    return list(db.session.scalars(query))


def open_now(every: list[Cycle], at: dt.datetime) -> list[tuple[Cycle, list[Phase]]]:
    """Return the cycles in which something is open, with what is; the earliest step, which anyone may take, first."""
    found = [(cycle, [phase for phase in cycle.phases if phase.is_open(at)]) for cycle in every]
    order = list(PhaseKind)
    return sorted(
        ((cycle, phases) for cycle, phases in found if phases),
        key=lambda pair: min(order.index(phase.kind) for phase in pair[1]),
    )


def polls_of(cycle_id: int) -> list[SelectionPoll]:
    """Return the polls of a cycle, the first round first."""
    return list(
        db.session.scalars(
            select(SelectionPoll).where(SelectionPoll.cycle_id == cycle_id).order_by(SelectionPoll.round)
        )
    )
