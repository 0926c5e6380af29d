"""The sequencer: ballots enter the log in batches, sorted by hash, so that their order there says nothing.

At least 20 ballots and 60 seconds a batch; none in the last hour, then one last batch; with fewer than 40 on the roll one
batch at closing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from voting.ledger.canonical import Json, canonical
from voting.ledger.heads import SignedHead, sign_head
from voting.ledger.merkle import Frontier, leaf_hash
from voting.ledger.words import Refused

LEAST = 20
PAUSE = timedelta(seconds=60)
LAST_HOUR = timedelta(hours=1)
FEW_VOTERS = 40


@dataclass(frozen=True)
class Placed:
    """A leaf with its place in the log, from 0."""

    index: int
    leaf: bytes
    data: bytes


@dataclass(frozen=True)
class Batch:
    """What one append adds: leaves, the state to keep, the new head."""

    leaves: tuple[Placed, ...]
    frontier: Frontier
    head: SignedHead


def is_due(waiting: int, on_roll: int, last_batch_at: datetime | None, now: datetime, closes_at: datetime) -> bool:
    """Return whether the waiting ballots go into the log now.

    Parameters
    ----------
    waiting : int
        Ballots in the intake.
    last_batch_at : datetime, optional
        When the last batch was appended.
    now, closes_at : datetime
        By the database's clock, both aware.
    """
    if now >= closes_at:
        return True
    if on_roll < FEW_VOTERS or now > closes_at - LAST_HOUR or waiting < LEAST:
        return False
    return last_batch_at is None or now - last_batch_at >= PAUSE


def append(frontier: Frontier, bodies: Iterable[Json], log_key: bytes, poll: str, at: datetime) -> Batch:
    """Append leaves sorted by their hash, and sign the new head.

    Run again with the same frontier, leaves and minute it gives the same batch.

    Raises
    ------
    Refused
        ``leaf_twice``.
    """
    leaves = sorted((leaf_hash(data), data) for data in map(canonical, bodies))
    for (leaf, _), (following, _) in pairwise(leaves):
        if leaf == following:
            raise Refused("leaf_twice", leaf=leaf.hex())
    grown = frontier.extend(leaf for leaf, _ in leaves)
    placed = tuple(Placed(frontier.size + i, leaf, data) for i, (leaf, data) in enumerate(leaves))
    return Batch(placed, grown, sign_head(log_key, poll, grown, at))
