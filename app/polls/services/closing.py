"""Closing: nothing is in flight, the last batch is in, roll and leaves are counted, and the log says so."""

from typing import Any

from app.core import audit
from app.core.db import after_commit, db, locked, transaction
from app.polls.models import Poll
from app.polls.services import instant, locks, log, opening, paper, roll, sequencer, subjects, sweeping
from app.polls.services.definitions import definition_of
from app.polls.services.errors import NotFrozen, NotOverYet, PollCancelled
from voting.ledger.canonical import parse
from voting.ledger.closing import close_leaf


def close(poll: Poll, by: Any = None) -> Poll:
    """Close a poll whose time is over; nothing happens if it is closed already. A poll that nobody opened is opened first.

    The ballots cast on the web are in the log first, whatever becomes of the paper. Raises ``NotFrozen``,
    ``PollCancelled``, ``NotOverYet``, ``PaperMissing``.
    """
    poll_id = poll.id
    _require_over(poll)
    sequencer.run(poll)
    with transaction():
        poll = locked(Poll, poll_id)
        _require_over(poll)
        if poll.closed_at is None:
            locks.whole_poll(poll)
            if poll.opened_at is None:
                opening.begin(poll, by)
            _end(poll, by)
    return poll


def _require_over(poll: Poll) -> None:
    if poll.frozen_at is None:
        raise NotFrozen()
    if poll.cancelled_at is not None:
        raise PollCancelled(why=poll.cancelled_why)
    if poll.closed_at is None and instant.now() < poll.closes_at:
        raise NotOverYet(closes_at=poll.closes_at)


def _end(poll: Poll, by: Any) -> None:
    locks.log(poll)
    paper.require_complete(poll)
    sequencer.append_waiting(poll)
    roll.write_anew(poll)
    audit.record("poll.close", of=("poll", poll.id), by=by, after={"roll": roll.sizes(poll)})
    at, bodies = instant.now(), [parse(line) for line in log.lines(poll)]
    leaf = close_leaf(definition_of(poll), bodies, roll.rows(poll), opening.audited())
    log.append(poll, [leaf], at)
    poll.closed_at = at
    db.session.flush()
    subjects.closed(poll)
    after_commit(sweeping.at_closing)
