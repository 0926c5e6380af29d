"""Two outcomes, voter by voter."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from voting.ballots.election import Election
from voting.explain.satisfaction import got_by_group


@dataclass(frozen=True)
class Comparison:
    """How many voters got more from the first outcome, from the second, or the same.

    A voter none of whose projects won in one of the two is compared like any other.
    """

    by: str
    first: int
    second: int
    same: int


def compare(election: Election, first: Collection[str], second: Collection[str]) -> tuple[Comparison, Comparison]:
    """Compare two sets of winners by the number of a voter's projects in each, and by their cost."""
    weight_g = election.ballots.weight_g
    rows = []
    for by, ours, theirs in zip(
        ("winners", "cost"), got_by_group(election, first), got_by_group(election, second), strict=True
    ):
        more, less = int(weight_g[ours > theirs].sum()), int(weight_g[ours < theirs].sum())
        rows.append(Comparison(by, more, less, int(np.sum(weight_g)) - more - less))
    return rows[0], rows[1]
