"""Followers are told in their digests, without anybody having to press."""

from app.core.jobs.queue import regularly
from app.followup.services import digests

EVERY = 10  # minutes


@regularly(EVERY)
def send_digests() -> None:
    """Send the digests that are due, from eight in the morning."""
    digests.send_due()
