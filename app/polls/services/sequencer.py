"""The sequencer: it moves ballots from the intake to box and log in batches that nothing joins to the roll."""

import datetime as dt

from sqlalchemy import delete, func, insert, select

from app.core.db import after_commit, db, transaction
from app.polls.models import BoxedBallot, Intake, Poll
from app.polls.services import instant, locks, log, roll, sweeping
from voting.ledger import batches
from voting.ledger.canonical import parse

AT_ONCE = 1000  # rows a statement
_MINUTE = dt.timedelta(minutes=1)


def run(poll: Poll) -> batches.Batch | None:
    """Append the waiting ballots where a batch is due; return it, or nothing. It may be called at any time, by anyone."""
    poll_id = poll.id
    with transaction():
        poll = db.session.get_one(Poll, poll_id, populate_existing=True)
        if poll.opened_at is None or poll.closed_at is not None or poll.cancelled_at is not None:
            return None
        if instant.now() >= poll.closes_at:
            locks.whole_poll(poll)  # nothing is in flight any more: this is the last batch
        locks.log(poll)
        return append_waiting(poll) if is_due(poll) else None


def is_due(poll: Poll) -> bool:
    """Return whether the waiting ballots go into the log now."""
    waiting = db.session.scalar(select(func.count()).select_from(Intake).where(Intake.poll_id == poll.id)) or 0
    if not waiting:
        return False
    last = log.head_row(poll)
    ended = log.minute_of(last) + _MINUTE if last and last.size > 1 else None  # a head tells no more than its minute
    return batches.is_due(waiting, roll.size(poll), ended, instant.now(), poll.closes_at)


def append_waiting(poll: Poll) -> batches.Batch | None:
    """Move all waiting ballots, inside the caller's transaction, which holds ``locks.log``."""
    columns = (Intake.leaf, Intake.body, Intake.sealed)
    waiting = db.session.execute(select(*columns).where(Intake.poll_id == poll.id).order_by(Intake.leaf)).all()
    if not waiting:
        return None
    batch = log.append(poll, [parse(body.encode()) for _, body, _ in waiting], instant.now())
    boxed = [{"leaf": leaf, "poll_id": poll.id, "sealed": sealed} for leaf, _, sealed in waiting]
    leaves = [leaf for leaf, _, _ in waiting]
    for start in range(0, len(boxed), AT_ONCE):
        db.session.execute(insert(BoxedBallot), boxed[start : start + AT_ONCE])
        db.session.execute(delete(Intake).where(Intake.leaf.in_(leaves[start : start + AT_ONCE])))
    after_commit(sweeping.after_batch)
    return batch
