"""Proof that two supports of transferable votes are exactly equal, without writing their fractions down.

A ballot's money is its share times a factor for each purchase it paid for: 1 less the part of it that stood behind the project
times what of its support the project needed. Ballots that paid the same parts in the same rounds have a *history* in common and
own exactly the same. So the support of a project is a sum over histories of (what one such ballot owns) times (how many ballots'
money stands behind the project), and two supports are equal for certain when these numbers of ballots are equal history by
history, or in the proportion of the costs where support per cost is compared.
"""

from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]


class Histories:
    """The history of each ballot group; 0 has not paid yet."""

    def __init__(self, groups: int) -> None:
        self.history_g: Numbers = np.zeros(groups, dtype=np.int64)
        self._known = 1

    def pay(self, groups: Numbers, part_b: Numbers, whole_b: Numbers) -> None:
        """Enter a purchase for which each group paid from ``part_b / whole_b`` of its money."""
        shortest = np.gcd(part_b, whole_b)
        rows = np.column_stack((self.history_g[groups], part_b // shortest, whole_b // shortest))
        distinct, which = np.unique(rows, axis=0, return_inverse=True)
        self.history_g[groups] = self._known + which.reshape(-1)
        self._known += len(distinct)

    def ballots_behind(
        self, groups: Numbers, weight_b: Numbers, part_b: Numbers, whole_b: Numbers
    ) -> dict[int, Fraction]:
        """Return for each history how many ballots' money stands behind a project that these groups support."""
        shortest = np.gcd(part_b, whole_b)
        rows = np.column_stack((self.history_g[groups], part_b // shortest, whole_b // shortest))
        distinct, which = np.unique(rows, axis=0, return_inverse=True)
        weights = np.zeros(len(distinct), dtype=np.int64)
        np.add.at(weights, which.reshape(-1), weight_b)
        behind: dict[int, Fraction] = {}
        for (history, part, whole), weight in zip(distinct.tolist(), weights.tolist(), strict=True):
            behind[history] = behind.get(history, Fraction(0)) + Fraction(weight * part, whole)
        return behind


def in_proportion(one: dict[int, Fraction], other: dict[int, Fraction], ratio: Fraction) -> bool:
    """Say whether each number of ``one`` is ``ratio`` times that of ``other``."""
    return one.keys() == other.keys() and all(one[history] == ratio * other[history] for history in one)
