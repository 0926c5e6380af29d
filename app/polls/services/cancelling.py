"""Cancelling: a poll that cannot go on stops with a reason; its box is never opened."""

from typing import Any

from app.core import audit
from app.core.db import db, locked, transaction
from app.core.errors import N_, RuleError
from app.polls.models import Poll
from app.polls.services import instant, locks, subjects
from app.polls.services.counting import AlreadyCounted


class ReasonMissing(RuleError):
    code = "reason_missing"
    sentence = N_("Say why the poll is cancelled; everybody reads it.")
    field = "why"
    status = 422


def cancel(poll: Poll, why: str, by: Any = None) -> Poll:
    """Cancel a poll before it is counted; cancelled again, nothing happens. Raises ``ReasonMissing``, ``AlreadyCounted``."""
    poll_id, why = poll.id, why.strip()
    if not why:
        raise ReasonMissing()
    with transaction():
        poll = locked(Poll, poll_id)
        locks.whole_poll(poll)
        if poll.counted_at is not None:
            raise AlreadyCounted()
        if poll.cancelled_at is None:
            poll.cancelled_at, poll.cancelled_why = instant.now(), why
            db.session.flush()
            subjects.cancelled(poll)
            audit.record("poll.cancel", of=("poll", poll_id), by=by, why=why)
    return poll
