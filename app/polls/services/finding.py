"""Which poll a page or an act is about."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.core import clock
from app.core.db import db
from app.core.errors import NotFound
from app.cycles.models import Cycle
from app.polls.models import Poll


def poll_called(slug: str) -> Poll:
    """Return a poll by its address."""
    poll = db.session.scalar(
        select(Poll).where(Poll.slug == slug).options(joinedload(Poll.cycle), joinedload(Poll.body))
    )
    if poll is None:
        raise NotFound()
    return poll


def to_be_counted() -> list[Poll]:
    """Return the polls that have closed by the clock and are not counted yet."""
    return list(db.session.scalars(select(Poll).where(Poll.closes_at <= clock.now(), Poll.closed_at.is_(None))))


def polls_of(cycle: Cycle) -> list[Poll]:
    """Return the polls of a cycle, the latest round first."""
    return list(db.session.scalars(select(Poll).where(Poll.cycle_id == cycle.id).order_by(Poll.round.desc())))
