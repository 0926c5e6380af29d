"""A lottery over panels with whole weights, and what it means for everybody's chance."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np

from voting.sortition.certificate import Certificate, Row, largest_rise, upper_bound
from voting.sortition.chances import chances, gini
from voting.sortition.problem import Floats, Ints, Problem
from voting.sortition.region import Cut

TOTAL = 2**40  # weights are whole numbers with this sum, so that chances are exact
DECIMALS = 15


@dataclass(frozen=True)
class Lottery:
    """Panels ``panels_kt`` (seats a type), each drawn ``weight_k`` times out of ``sum(weight_k)``.

    Parameters
    ----------
    problem
        What every panel keeps.
    method
        Name of the method that made it.
    panels_kt
        Shape (K, T).
    weight_k
        Whole weights.
    certificate
        Proof of an upper bound on the smallest chance that any lottery could give.
    cuts
        Further rows on which the proof leans.
    excess
        What remains to this method's own optimum where that is not the smallest chance (Nash).
    levels
        For LEXIMIN: of each later stage the types held before it, and its multipliers.
    """

    problem: Problem
    method: str
    panels_kt: Ints
    weight_k: list[int]
    certificate: Certificate
    cuts: list[Cut]
    excess: float | None = None
    levels: tuple[tuple[list[int], Certificate], ...] = ()

    @cached_property
    def chance_t(self) -> list[Fraction]:
        """The exact chance of one person of each type."""
        return chances(self.problem.count_t.tolist(), self.panels_kt.tolist(), self.weight_k)

    @cached_property
    def upper_bound(self) -> Fraction:
        """The proven bound on the smallest chance of any lottery."""
        return upper_bound(self.problem.count_t.tolist(), rows_of(self.problem, self.cuts), self.certificate)

    @cached_property
    def largest_rise(self) -> Fraction | None:
        """By how much anybody's chance could rise at most under LEXIMIN; nothing for other methods."""
        if self.method != "leximin":
            return None
        stages = [([], self.certificate), *self.levels]
        return largest_rise(self.problem.count_t.tolist(), rows_of(self.problem, self.cuts), stages, self.chance_t)

    @property
    def min_chance(self) -> Fraction:
        """The smallest chance of this lottery."""
        return min(self.chance_t)

    @property
    def gap(self) -> Fraction:
        """How much a fairer lottery could lift the smallest chance at most."""
        return self.upper_bound - self.min_chance

    @property
    def gini(self) -> float:
        """Inequality of the chances, 0 for equal ones."""
        return gini(self.chance_t, self.problem.count_t.tolist())


def whole_weights(mass: Floats) -> list[int]:
    """Return whole numbers with sum ``TOTAL`` nearest to ``mass`` (sum 1): largest remainders."""
    shares = [Fraction(float(m)) for m in mass]
    scale = TOTAL / sum(shares)
    floors = [int(share * scale) for share in shares]
    order = sorted(range(len(shares)), key=lambda k: floors[k] - shares[k] * scale)
    for k in order[: TOTAL - sum(floors)]:
        floors[k] += 1
    return floors


def rows_of(problem: Problem, cuts: Sequence[Cut]) -> list[Row]:
    """Return cells, size and cuts as exact rows, in the order of the certificate's multipliers."""
    one = Fraction(1)
    rows = [
        Row({int(t): one for t in np.flatnonzero(member_t)}, Fraction(int(low)), Fraction(int(high)))
        for member_t, low, high in zip(problem.member_ct, problem.low_c, problem.high_c, strict=True)
    ]
    size = Fraction(problem.size)
    rows.append(Row(dict.fromkeys(range(problem.n_types), one), size, size))
    for cut in cuts:
        weights = {t: decimal(w) for t, w in enumerate(cut.weight_t) if w}
        rows.append(Row(weights, None, decimal(cut.bound)))
    return rows


def decimal(number: float) -> Fraction:
    """Return ``number`` rounded to 15 decimals as an exact fraction, as the published record holds it."""
    return Fraction(f"{number:.{DECIMALS}f}")
