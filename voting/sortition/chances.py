"""What whole weights of panels mean for everybody's chance, in exact fractions."""

from collections.abc import Sequence
from fractions import Fraction


def chances(count_t: Sequence[int], panels_kt: Sequence[Sequence[int]], weight_k: Sequence[int]) -> list[Fraction]:
    """Return the exact chance of one person of each type, given whole weights of the panels."""
    total = sum(weight_k)
    drawn_t = [0] * len(count_t)
    for panel, weight in zip(panels_kt, weight_k, strict=True):
        for t, seats in enumerate(panel):
            if seats:
                drawn_t[t] += weight * seats
    return [Fraction(drawn, n * total) for drawn, n in zip(drawn_t, count_t, strict=True)]


def gini(chance_t: Sequence[Fraction], count_t: Sequence[int]) -> float:
    """Return the Gini coefficient of the chances of all people, ``count_t`` of each type.

    >>> gini([Fraction(0), Fraction(1)], [1, 1])
    0.5
    """
    everybody = sum(count_t)
    whole = sum(p * n for p, n in zip(chance_t, count_t, strict=True))
    if not whole:
        return 0.0
    weighted = Fraction(0)
    before = 0
    for chance, count in sorted(zip(chance_t, count_t, strict=True)):
        # The ranks before+1 … before+count, each weighted 2·rank - n - 1, summed.
        weighted += chance * count * (2 * before + count - everybody)
        before += count
    return float(weighted / (everybody * whole))
