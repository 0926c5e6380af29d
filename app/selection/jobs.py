"""A poll whose time is over is counted without anybody having to press."""

import structlog

from app.core.errors import RuleError
from app.core.jobs.queue import regularly
from app.selection.services import closing, finding

log = structlog.get_logger()
EVERY = 1  # minutes


@regularly(EVERY)
def count_what_is_over() -> None:
    """Close and count each poll whose closing time has passed; what cannot be counted waits for the secretary."""
    for poll in finding.to_be_counted():
        try:
            closing.close(poll)
        except RuleError as refusal:
            log.warning("poll not counted", poll=poll.id, why=refusal.code)
