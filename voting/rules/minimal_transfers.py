"""Minimal transfers: a project that falls short is funded by its own supporters, who move money to it.

1. While some support reaches a cost, the best such project is funded, as with eliminations.
2. Else, of the projects whose supporters own the cost together, the one with the most excess (or support per cost) is funded: it
   is the one that needs the least to be moved. Its supporters multiply what supports it by the least factor at which it reaches
   the cost, each up to all she has.
3. When nobody can be brought up to a cost, the best supported of those that still fit the pot are accepted.

P. Skowron, A. Slinko, S. Szufa, N. Talmon, *Participatory Budgeting with Cumulative Votes*, arXiv 2009.02690, section 4
(minimal transfers, acceptance of undersupported projects).
"""

from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.object_]


def factor(cost: int, money_b: Whole, part_b: NDArray[np.int64], whole_b: NDArray[np.int64]) -> Fraction | None:
    """Return the least factor at which supporters raise a cost; ``None`` when all they have is less.

    Parameters
    ----------
    cost : int
    money_b : Python integers
        All that each group of supporters owns.
    part_b, whole_b : int64
        The part of it that supports the project now.

    Examples
    --------
    >>> money, part, whole = np.array([60, 40], dtype=object), np.array([1, 1]), np.array([2, 4])
    >>> factor(80, money, part, whole), factor(101, money, part, whole)
    (Fraction(2, 1), None)
    """
    if sum(money_b.tolist()) < cost or cost <= 0:
        return None if cost > 0 else Fraction(0)
    owned: dict[Fraction, int] = {}
    shortest = np.gcd(part_b, whole_b)
    pairs, which = np.unique(np.column_stack((part_b // shortest, whole_b // shortest)), axis=0, return_inverse=True)
    sums = np.zeros(len(pairs), dtype=object)
    np.add.at(sums, which.reshape(-1), money_b)
    for (part, whole), money in zip(pairs.tolist(), sums.tolist(), strict=True):
        owned[Fraction(part, whole)] = money
    given, support = 0, sum((part * money for part, money in owned.items()), Fraction(0))
    for part in sorted(owned, reverse=True):  # whoever has most of her money there reaches all of it first
        if given + support / part >= cost:
            break
        given += owned[part]
        support -= part * owned[part]
    return Fraction(cost - given) / support
