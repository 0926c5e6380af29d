"""Exact prices of a run, for almost nothing.

Let round t's winner have supporters who paid in full, of reach R (weight times multiplier), and others, of weight P, who
gave all they had left. A purse is the endowment e less the prices its owner paid in full, so

    price_t = (C - P * e + sum over s < t of n[t, s] * price_s) / R

with n[t, s] the weight (times multiplier) of round t's emptied supporters who had paid s in full. A group is emptied
once, so all n together cost at most groups times rounds.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import gcd
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voting.ballots.grouped import Ints


@dataclass(frozen=True, eq=False, slots=True)
class Purchase:
    """One project bought: who paid the full price, who gave the rest they had.

    Attributes
    ----------
    project : int
    low, high : int
        Bracket of the price for multiplier 1, in small units.
    rich_s : bool array
        Over the project's supporters: paid the full price.
    standing_s : bool array
        Over the supporters: had something before.
    tied : tuple of int
        Projects that were exactly as good, itself among them; empty without a tie.
    """

    project: int
    low: int
    high: int
    rich_s: NDArray[np.bool_]
    standing_s: NDArray[np.bool_]
    tied: tuple[int, ...] = ()

    @property
    def emptied_s(self) -> NDArray[np.bool_]:
        """Return who of the supporters had something, less than the price, and has nothing now."""
        return self.standing_s & ~self.rich_s


@dataclass(eq=False)
class Ledger:
    """Exact prices so far, as whole numerators over one common denominator.

    Attributes
    ----------
    endowment : Fraction
        In the scaled currency of ``Stakes``.
    groups : int
    capacity : int
        Rounds that there is room for at first.
    max_multiplier : int
    """

    endowment: Fraction
    groups: int
    capacity: int = 16
    max_multiplier: int = 1
    denominator: int = 1
    numerators: list[int] = field(default_factory=list)
    _paid_gt: NDArray[np.integer[Any]] = field(default_factory=lambda: np.zeros((0, 0), dtype=np.int64))

    def __post_init__(self) -> None:
        """Start with the endowment's denominator and an empty table of who paid which round."""
        self.denominator = self.endowment.denominator
        kind = np.uint8 if self.max_multiplier < 256 else np.int64
        self._paid_gt = np.zeros((self.groups, max(1, self.capacity)), dtype=kind)

    @property
    def rounds(self) -> int:
        """Return how many purchases are entered."""
        return len(self.numerators)

    def prices(self) -> list[Fraction]:
        """Return the exact price of each round for multiplier 1."""
        return [Fraction(numerator, self.denominator) for numerator in self.numerators]

    def money(self, groups: NDArray[np.intp], weights: Ints) -> tuple[int, int]:
        """Return what these groups, none of them empty, own together: numerator and denominator."""
        if len(groups) == 0:
            return 0, self.denominator
        paid = self._paid_gt[groups, : self.rounds]
        # Floats are exact here: weights sum to less than 2^53.
        spent = np.rint(weights.astype(np.float64) @ paid) if self.rounds else np.zeros(0)
        start = self.endowment.numerator * (self.denominator // self.endowment.denominator)
        total = int(weights.sum()) * start
        for count, numerator in zip(spent.tolist(), self.numerators, strict=True):
            if count:
                total -= int(count) * numerator
        return total, self.denominator

    def price(self, cost: int, reach: int, groups: NDArray[np.intp], weights: Ints) -> Fraction:
        """Return the price when supporters of ``reach`` pay it in full and ``groups`` give all they have."""
        numerator, denominator = self.money(groups, weights)
        return Fraction(cost * denominator - numerator, denominator * reach)

    def enter(
        self, cost: int, groups: NDArray[np.intp], weights: Ints, multipliers: Ints | None, bought: Purchase
    ) -> None:
        """Enter a purchase by the supporters ``groups`` with their ``weights`` and ``multipliers``."""
        rich, poor = bought.rich_s, bought.emptied_s
        rich_multipliers = None if multipliers is None else multipliers[rich]
        reach = int(weights[rich].sum() if rich_multipliers is None else weights[rich] @ rich_multipliers)
        if reach == 0:
            # All supporters together own exactly the cost: nobody is left with anything, any price above serves.
            raise Undecided
        price = self.price(cost, reach, groups[poor], weights[poor])
        factor = price.denominator // gcd(price.denominator, self.denominator)
        if factor > 1:
            self.denominator *= factor
            self.numerators = [numerator * factor for numerator in self.numerators]
        if self.rounds == self._paid_gt.shape[1]:
            self._paid_gt = np.concatenate((self._paid_gt, np.zeros_like(self._paid_gt)), axis=1)
        self._paid_gt[groups[rich], self.rounds] = 1 if rich_multipliers is None else rich_multipliers
        self.numerators.append(price.numerator * (self.denominator // price.denominator))

    def purse(self, group: int) -> Fraction:
        """Return the exact purse of a group that is not empty."""
        numerator, denominator = self.money(np.array([group]), np.array([1], dtype=np.int64))
        return Fraction(numerator, denominator)


class Undecided(Exception):
    """Brackets and exact prices do not settle a question; the class-based exact run must."""


def floor_ceil(numerator: int, denominator: int, unit: int) -> tuple[int, int]:
    """Return price * unit rounded down and up."""
    scaled = numerator * unit
    low = scaled // denominator
    return low, low if low * denominator == scaled else low + 1


def brackets(ledger: Ledger, unit: int) -> Sequence[tuple[int, int]]:
    """Return each exact price as whole small units, down and up."""
    return [floor_ceil(numerator, ledger.denominator, unit) for numerator in ledger.numerators]
