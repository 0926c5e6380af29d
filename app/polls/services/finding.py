"""Which poll a page or an act is about, and how far it is."""

import datetime as dt
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.core import clock
from app.core.db import db
from app.core.errors import NotFound
from app.polls.models import Poll


class State(StrEnum):
    draft = "draft"
    frozen = "frozen"
    open = "open"
    over = "over"  # by its time; not yet closed in the log
    closed = "closed"
    counted = "counted"
    published = "published"
    destroyed = "destroyed"
    cancelled = "cancelled"


def state_of(poll: Poll, at: dt.datetime | None = None) -> State:
    """Return how far a poll is, by its records and the clock."""
    steps = (
        (State.cancelled, poll.cancelled_at), (State.destroyed, poll.destroyed_at), (State.published, poll.published_at),
        (State.counted, poll.counted_at), (State.closed, poll.closed_at),
    )  # fmt: skip
    reached = next((state for state, since in steps if since is not None), None)
    if reached is not None:
        return reached
    if poll.frozen_at is None:
        return State.draft
    now = at or clock.now()
    return State.frozen if now < poll.opens_at else State.open if now < poll.closes_at else State.over


def poll_called(slug: str) -> Poll:
    """Return a poll by its address. Raises ``NotFound``."""
    whole = (selectinload(Poll.options), selectinload(Poll.electorates))
    poll = db.session.scalar(select(Poll).where(Poll.slug == slug).options(*whole))
    if poll is None:
        raise NotFound()
    return poll


def polls_of(subject: str, subject_id: int) -> list[Poll]:
    """Return the polls that an area made about one thing, the newest first."""
    query = select(Poll).where(Poll.subject == subject, Poll.subject_id == subject_id, Poll.is_test.is_(False))
    return list(db.session.scalars(query.order_by(Poll.opens_at.desc(), Poll.id.desc())))


def to_open() -> list[Poll]:
    """Return the frozen polls whose time has come."""
    return _all(Poll.frozen_at.is_not(None), Poll.opened_at.is_(None), Poll.opens_at <= clock.now())


def in_progress() -> list[Poll]:
    """Return the polls that were opened and are not closed in the log."""
    return _all(Poll.opened_at.is_not(None), Poll.closed_at.is_(None))


def to_publish() -> list[Poll]:
    """Return the polls whose number was drawn and whose bundle is not written."""
    return _all(Poll.random_number.is_not(None), Poll.published_at.is_(None))


def _all(*conditions: object) -> list[Poll]:
    return list(db.session.scalars(select(Poll).where(*conditions, Poll.cancelled_at.is_(None)).order_by(Poll.id)))  # type: ignore[arg-type]
