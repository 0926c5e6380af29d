"""Destroying, after the appeal period: keys, openings, sealed ballots, change tags. Leaves, heads, rows and totals stay."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, func, select, update

from app.core import audit
from app.core.db import after_commit, db, locked, transaction
from app.core.errors import N_, RuleError
from app.polls.models import BoxedBallot, BurnedLeaf, Intake, Poll, RollRow
from app.polls.services import instant, keys, roll, sweeping


class AppealsOpen(RuleError):
    code = "appeals_open"
    sentence = N_("Appeals are possible until %(until)s. Nothing is destroyed before.")


class NotFinished(RuleError):
    code = "not_finished"
    sentence = N_("Only a poll that was published or cancelled can be cleared away.")


@dataclass(frozen=True)
class Protocol:
    """What was destroyed; backups and printed shares are destroyed by their holders, and listed by hand."""

    files: list[str]
    sealed_ballots: int


def due_at(poll: Poll) -> dt.datetime:
    """Return when the appeal period is over. Raises ``NotFinished``."""
    ended = poll.published_at or poll.cancelled_at
    if ended is None:
        raise NotFinished()
    return ended + dt.timedelta(days=poll.appeal_days)


def destroy(poll: Poll, by: Any = None) -> Protocol:
    """Destroy what could tell who voted what; done again, it finds nothing. Raises ``NotFinished``, ``AppealsOpen``."""
    poll_id = poll.id
    with transaction():
        poll = locked(Poll, poll_id)
        until, at = due_at(poll), instant.now()
        if at < until:
            raise AppealsOpen(until=until)
        sealed = db.session.scalar(select(func.count()).select_from(BoxedBallot).where(BoxedBallot.poll_id == poll_id))
        for table in (BoxedBallot, Intake, BurnedLeaf):
            db.session.execute(delete(table).where(table.poll_id == poll_id))
        db.session.execute(update(RollRow).where(RollRow.poll_id == poll_id).values(tag=None))
        roll.write_anew(poll)
        # Before the commit: should it fail, destroying begins again; the other way round the keys could outlive it.
        protocol = Protocol(keys.forget_all(poll), sealed or 0)
        poll.destroyed_at = poll.destroyed_at or at
        db.session.flush()
        said = {"files": protocol.files, "sealed_ballots": protocol.sealed_ballots}
        audit.record("poll.destroy", of=("poll", poll_id), by=by, after=said)
        after_commit(sweeping.at_closing)
    return protocol
