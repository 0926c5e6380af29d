"""Officers are reminded once a day of what is overdue, without anybody having to press."""

from app.core.jobs.queue import regularly
from app.review.services import letters

EVERY = 30  # minutes


@regularly(EVERY)
def remind() -> None:
    """Write to officers what is overdue, from nine in the morning, once a day."""
    letters.remind()
