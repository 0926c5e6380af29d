"""Which round a page or an act is about."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.core.db import db
from app.core.errors import NotFound
from app.cycles.models import Cycle
from app.selection.models import SelectionPoll

WHOLE = (joinedload(SelectionPoll.cycle), joinedload(SelectionPoll.body), joinedload(SelectionPoll.vote))


def poll_called(slug: str) -> SelectionPoll:
    """Return a round by its address."""
    poll = db.session.scalar(select(SelectionPoll).where(SelectionPoll.slug == slug).options(*WHOLE))
    if poll is None:
        raise NotFound()
    return poll


def polls_of(cycle: Cycle) -> list[SelectionPoll]:
    """Return the rounds of a cycle, the latest first."""
    query = select(SelectionPoll).where(SelectionPoll.cycle_id == cycle.id).order_by(SelectionPoll.round.desc())
    return list(db.session.scalars(query.options(joinedload(SelectionPoll.vote), joinedload(SelectionPoll.body))))
