"""Which poll a page or an act is about."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.core import clock
from app.core.db import db
from app.core.errors import NotFound
from app.cycles.models import Cycle
from app.selection.models import SelectionPoll


def poll_called(slug: str) -> SelectionPoll:
    """Return a poll by its address."""
    poll = db.session.scalar(
        select(SelectionPoll)
        .where(SelectionPoll.slug == slug)
        .options(joinedload(SelectionPoll.cycle), joinedload(SelectionPoll.body))
    )
    if poll is None:
        raise NotFound()
    return poll


def to_be_counted() -> list[SelectionPoll]:
    """Return the polls that have closed by the clock and are not counted yet."""
    return list(
        db.session.scalars(
            select(SelectionPoll).where(SelectionPoll.closes_at <= clock.now(), SelectionPoll.closed_at.is_(None))
        )
    )


def polls_of(cycle: Cycle) -> list[SelectionPoll]:
    """Return the polls of a cycle, the latest round first."""
    return list(
        db.session.scalars(
            select(SelectionPoll).where(SelectionPoll.cycle_id == cycle.id).order_by(SelectionPoll.round.desc())
        )
    )
