"""A poll that is open and in which one has not voted, as far as the roll tells; it tells no more than that."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from app.core import clock
from app.core.db import db
from app.core.errors import N_, RuleError
from app.core.languages import chosen
from app.core.tasks import Task, register_source_of_list
from app.polls.models import Poll, RollRow, RollState
from app.polls.services import voters


@register_source_of_list
def not_yet_voted(account: Any) -> Iterable[Task]:
    """Return a line for each open poll in which this person may vote on the web and has not."""
    at = clock.now()
    running = select(Poll).where(
        Poll.opened_at.is_not(None), Poll.closed_at.is_(None), Poll.cancelled_at.is_(None), Poll.is_test.is_(False),
        Poll.opens_at <= at, at < Poll.closes_at,
    )  # fmt: skip
    for poll in db.session.scalars(running).all():
        try:
            voter = voters.voter_of_account(poll, account)
        except RuleError:
            continue
        row = db.session.get(RollRow, (poll.id, voter.pseud))
        if row is None or row.state is RollState.listed:
            yield Task(
                title=N_("Vote"), url=f"/polls/{poll.slug}/vote", of=getattr(poll, f"title_{chosen()}"),
                due_at=poll.closes_at,
            )  # fmt: skip
