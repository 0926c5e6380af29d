"""Exact moments of Phragmén's rule, as whole numerators over one common denominator.

With n[t] the weight of c's supporters who bought last in round t, c is bought at
moment = (C + sum over t of n[t] * moment_t) / (weight of c's supporters).
"""

from collections.abc import Sequence
from fractions import Fraction
from math import gcd


class Moments:
    """The moments of the rounds so far."""

    def __init__(self) -> None:
        self._denominator = 1
        self._numerators: list[int] = []

    def __len__(self) -> int:
        """Return how many rounds are entered."""
        return len(self._numerators)

    def at(self, cost: int, weight: int, bought_last: Sequence[float]) -> tuple[int, int]:
        """Return numerator and denominator of a moment; ``bought_last[0]`` are those who bought nothing yet."""
        total = cost * self._denominator
        for count, numerator in zip(bought_last[1:], self._numerators, strict=False):
            if count:
                total += int(count) * numerator
        return total, self._denominator * weight

    def enter(self, cost: int, weight: int, bought_last: Sequence[float]) -> None:
        """Enter the next round."""
        numerator, denominator = self.at(cost, weight, bought_last)
        common = gcd(numerator, weight)
        factor = weight // common
        self._numerators = [n * factor for n in self._numerators]
        self._denominator *= factor
        self._numerators.append(numerator * self._denominator // denominator)

    def all(self) -> list[Fraction]:
        """Return every moment as a fraction."""
        return [Fraction(numerator, self._denominator) for numerator in self._numerators]

    def rounded(self) -> list[float]:
        """Return every moment as the nearest float."""
        return [numerator / self._denominator for numerator in self._numerators]
