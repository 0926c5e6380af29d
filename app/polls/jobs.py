"""What a poll does by itself: it opens, its ballots go into the log, its hours are counted, it closes and is published."""

from collections.abc import Callable, Iterable

import structlog

from app.core import clock
from app.core.errors import RuleError
from app.core.jobs.queue import regularly
from app.polls.models import Poll
from app.polls.services import closing, finding, opening, publishing, sequencer, turnout

log = structlog.get_logger()
EVERY = 1  # minutes


@regularly(EVERY)
def keep_polls_going() -> None:
    """Do for each poll what is due; what a rule refuses (paper that is not entered) waits for the office."""
    _each(finding.to_open(), opening.open_poll)
    _each(finding.in_progress(), turnout.mark)
    _each(finding.in_progress(), sequencer.run)
    _each((poll for poll in finding.in_progress() if poll.closes_at <= clock.now()), closing.close)
    _each(finding.to_publish(), publishing.write)


def _each(polls: Iterable[Poll], act: Callable[[Poll], object]) -> None:
    for poll in list(polls):
        number = poll.id
        try:
            act(poll)
        except RuleError as refusal:
            log.warning("poll waits", poll=number, act=act.__name__, why=refusal.code)
