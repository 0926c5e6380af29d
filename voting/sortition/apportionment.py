"""Seats in proportion to a population: by largest remainder, all in whole numbers."""

from collections.abc import Mapping
from fractions import Fraction
from typing import TypeVar

from voting.sortition.errors import BadInput

Key = TypeVar("Key")


def shares(weights: Mapping[Key, int | Fraction], seats: int) -> dict[Key, Fraction]:
    """Return everybody's exact share of ``seats``.

    Raises
    ------
    BadInput
        A negative weight, or none above nought.
    """
    total = sum(weights.values())
    if total <= 0 or min(weights.values(), default=0) < 0:
        raise BadInput.of(
            "weights", "Shares need numbers that are not negative and not all nought.", "Check the table."
        )
    return {key: Fraction(weight) * seats / total for key, weight in weights.items()}


def largest_remainder(weights: Mapping[Key, int | Fraction], seats: int) -> dict[Key, int]:
    """Return whole seats by Hamilton's method: whole parts first, then one each to the largest remainders.

    Equal remainders go to the larger weight, then to the earlier in the table, an order known before.

    >>> largest_remainder({"for": 586, "against": 190, "undecided": 224}, 250)
    {'for': 147, 'against': 47, 'undecided': 56}
    """
    exact = shares(weights, seats)
    whole = {key: int(share) for key, share in exact.items()}
    order = sorted(exact, key=lambda key: (whole[key] - exact[key], -weights[key]))
    for key in order[: seats - sum(whole.values())]:
        whole[key] += 1
    return whole
