"""Sending what is queued: once each, soon, again when it failed, and never an expired link."""

import datetime as dt

import structlog
from sqlalchemy import delete, or_, select, update

from app.core import clock
from app.core.beside import beside_the_request
from app.core.db import db, transaction
from app.core.jobs.queue import regularly
from app.core.mail import transport
from app.core.mail.models import Message

log = structlog.get_logger()
TRIES_AT_MOST = 10
AGAIN_AFTER = dt.timedelta(minutes=5)  # also: a sender that died is no longer waited for
LATE_AFTER = dt.timedelta(minutes=1)
KEPT = dt.timedelta(days=30)


def send_soon(message_id: int) -> None:
    """Send beside the request, so that nobody waits for the server of mails or learns from its time."""
    beside_the_request(send, message_id)


def send(message_id: int) -> bool:
    """Send one message unless another sender is at it; say whether it went. A failure is kept with the message."""
    if not _claimed(message_id):
        return False
    message = db.session.get_one(Message, message_id)
    error: str | None = None
    try:
        transport.send(message)
    except transport.CANNOT as failure:
        error = f"{type(failure).__name__}: {failure}"
        log.warning("mail not sent", message=message_id, failure=type(failure).__name__)
    with transaction():
        message = db.session.get_one(Message, message_id)
        message.error = error
        if error is None:
            message.sent_at = clock.now()
            message.body = "" if message.good_until else message.body
    return error is None


def _claimed(message_id: int) -> bool:
    """Mark the message as being sent, in one statement, so that two senders never send it twice."""
    at = clock.now()
    free = or_(Message.claimed_at.is_(None), Message.claimed_at < at - AGAIN_AFTER)
    fresh = or_(Message.good_until.is_(None), Message.good_until > at)
    claim = update(Message).where(Message.id == message_id, Message.sent_at.is_(None), free, fresh)
    with transaction():
        return db.session.execute(claim.values(claimed_at=at, tries=Message.tries + 1)).rowcount == 1


def unsent() -> list[Message]:
    """Return what waits or failed, the oldest first; what was only just queued is not counted."""
    late = Message.queued_at < clock.now() - LATE_AFTER
    worth = or_(Message.good_until.is_(None), Message.good_until > clock.now())
    found = select(Message).where(Message.sent_at.is_(None), worth, or_(Message.tries > 0, late))
    return list(db.session.scalars(found.order_by(Message.id)))


@regularly(minutes=1)
def send_unsent() -> int:
    """Send what waits or failed before, and clear away what is over; return how many went."""
    tidy()
    waiting = select(Message.id).where(Message.sent_at.is_(None), Message.tries < TRIES_AT_MOST).order_by(Message.id)
    return sum(send(message_id) for message_id in db.session.scalars(waiting).all())


def try_again(message_id: int) -> bool:
    """Send a message now, however often and lately it failed."""
    with transaction():
        db.session.execute(update(Message).where(Message.id == message_id).values(claimed_at=None))
    return send(message_id)


def tidy() -> None:
    """Delete messages a month after they were sent, and those whose link has expired unsent."""
    at = clock.now()
    with transaction():
        db.session.execute(delete(Message).where(Message.sent_at < at - KEPT))
        db.session.execute(delete(Message).where(Message.sent_at.is_(None), Message.good_until < at - KEPT))
        dead = update(Message).where(Message.sent_at.is_(None), Message.good_until < at)
        db.session.execute(dead.values(body=""))
