"""The ballot paper of one voter: the options, in an order of the voter's own that stays the same."""

import hashlib
from collections.abc import Collection, Sequence

from app.polls.models import Poll, PollOption
from voting.ledger.definition import Definition

Filled = tuple[Sequence[str], Sequence[int] | None]


def in_own_order(poll: Poll, whose: str, without: Collection[str] = ()) -> list[PollOption]:
    """Return the options in the order of one paper: no option stands first on all of them."""
    here = [option for option in poll.options if option.code not in without]
    return sorted(here, key=lambda option: hashlib.sha256(f"{whose} {option.code}".encode()).digest())


def filled_out(
    poll: Definition, chosen: Sequence[str], points: Sequence[int] | None, kept_from: Collection[str] = ()
) -> Filled:
    """Return a ballot on which leaving an option open is abstaining, where a majority of those taking part decides.

    Who is ``kept_from`` an option takes no part in it. Other ballots come back as they are.
    """
    if poll.rule != "majority-fill" or poll.form.kind != "yes-no" or len(points or ()) != len(chosen):
        return chosen, points
    left_open = [option.id for option in poll.options if option.id not in chosen and option.id not in kept_from]
    return [*chosen, *left_open], [*(points or ()), *(0 for _ in left_open)]
