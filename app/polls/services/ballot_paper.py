"""The ballot paper of one voter: every option, in an order of the voter's own that stays the same."""

import hashlib

from app.polls.models import Poll, PollOption


def in_own_order(poll: Poll, whose: str) -> list[PollOption]:
    """Return the options in the order of one paper: no option stands first on all of them."""
    return sorted(poll.options, key=lambda option: hashlib.sha256(f"{whose} {option.code}".encode()).digest())
