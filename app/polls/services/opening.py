"""Opening: the first leaf freezes the definition and the size of the roll, the first head goes out."""

from typing import Any

from app.core import audit
from app.core.audit.reading import head as audit_head
from app.core.db import db, locked, transaction
from app.polls.models import Poll
from app.polls.services import instant, locks, log, roll, subjects
from app.polls.services.definitions import definition_of
from app.polls.services.errors import NotFrozen, NotOpenYet, PollCancelled
from voting.ledger.canonical import Json
from voting.ledger.leaves import open_leaf


def open_poll(poll: Poll, by: Any = None) -> Poll:
    """Open a frozen poll whose time has come; nothing happens if it is open already.

    Raises ``NotFrozen``, ``NotOpenYet``, ``PollCancelled``.
    """
    if poll.opened_at is not None:
        return poll
    poll_id = poll.id
    with transaction():
        poll = locked(Poll, poll_id)
        if poll.opened_at is None:
            begin(poll, by)
    return poll


def begin(poll: Poll, by: Any = None) -> None:
    """Write the first leaf of a locked poll inside the caller's transaction."""
    if poll.frozen_at is None:
        raise NotFrozen()
    if poll.cancelled_at is not None:
        raise PollCancelled(why=poll.cancelled_why)
    if (at := instant.now()) < poll.opens_at:
        raise NotOpenYet(opens_at=poll.opens_at)
    subjects.opening(poll)
    locks.log(poll)
    sizes = roll.sizes(poll)
    audit.record("poll.open", of=("poll", poll.id), by=by, after={"hash": poll.definition_hash, "roll": sizes})
    log.append(poll, [open_leaf(poll.number, definition_of(poll).hash, sizes, audited())], at)
    poll.opened_at = at
    db.session.flush()


def audited() -> Json:
    """Return the head of the audit chain as leaves name it."""
    seq, hashed = audit_head()
    return {"hash": hashed, "seq": seq}
