"""The log as pages show it: the newest heads, how many leaves of a kind, leaves a page at a time."""

from collections.abc import Sequence

from sqlalchemy import func, select

from app.core.db import db
from app.polls.models import Leaf, LogHead, Poll
from app.polls.services import log
from voting.ledger.heads import SignedHead

SHOWN = 50
LEAVES_A_PAGE = 1000


def newest_heads(poll: Poll) -> list[SignedHead]:
    """Return the newest heads, the newest first."""
    query = select(LogHead).where(LogHead.poll_id == poll.id).order_by(LogHead.size.desc()).limit(SHOWN)
    return [log.signed(poll, row) for row in db.session.scalars(query)]


def kinds(poll: Poll) -> dict[str, int]:
    """Return how many leaves of each kind there are."""
    query = select(Leaf.kind, func.count()).where(Leaf.poll_id == poll.id).group_by(Leaf.kind)
    return dict(db.session.execute(query).all())


def leaves_from(poll: Poll, place: int) -> Sequence[Leaf]:
    """Return a page of leaves from a place on."""
    query = select(Leaf).where(Leaf.poll_id == poll.id, Leaf.place >= place).order_by(Leaf.place)
    return db.session.scalars(query.limit(LEAVES_A_PAGE)).all()
