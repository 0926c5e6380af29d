"""What a voter gets from a chosen project: a table of names.

All utilities are rational, so that every comparison is exact. Square roots and logarithms are rounded to twelve
decimals *before* counting: the rounded number is the utility, and it is published.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import isqrt, log

import numpy as np

from voting.ballots.election import Election, whole
from voting.ballots.errors import BadInput
from voting.ballots.grouped import Supports, supports
from voting.ballots.project import Amount

DECIMALS = 10**12


@dataclass(frozen=True, eq=False)
class Utility:
    """The utility of voter i for project p is ``value_p[p]`` times the points of i's entry in ``supports``."""

    value_p: list[Fraction]
    supports: Supports

    @property
    def max_multiplier(self) -> int:
        """Return the most points of any entry, 1 without points."""
        points = self.supports.points_s
        return 1 if points is None or len(points) == 0 else int(points.max())


def _root(cost: Amount) -> Fraction:
    """Return the square root, rounded down at twelve decimals."""
    exact = Fraction(cost) * DECIMALS**2
    return Fraction(isqrt(exact.numerator // exact.denominator), DECIMALS)


def _logarithm(cost: Amount) -> Fraction:
    """Return the natural logarithm of 1 + cost, rounded at twelve decimals."""
    return Fraction(round(log(1 + cost) * DECIMALS), DECIMALS)


def _by_cost(of: Callable[[Amount], Fraction]) -> Callable[[Election], Utility]:
    """Make a utility that depends on the cost alone."""
    return lambda election: Utility([of(project.cost) for project in election.projects], election.approvals)


def _points(election: Election) -> Utility:
    """Return the points a voter gave; approvals are worth one point."""
    ballots = election.ballots
    if ballots.points_b is None:
        raise BadInput("wrong_ballots", rule="utility points", form=ballots.form)
    each = Fraction(1, ballots.points_scale)
    return Utility([each] * len(election.projects), election.approvals)


def _borda(election: Election) -> Utility:
    """Return, for a ranking of k projects, k - 1 for the first down to 0 for the last."""
    ballots = election.ballots
    if ballots.form != "ordinal":
        raise BadInput("wrong_ballots", rule="utility borda", form=ballots.form)
    length_b = np.repeat(np.diff(ballots.starts_g), np.diff(ballots.starts_g))
    points_b = length_b - 1 - ballots.levels
    return Utility([Fraction(1)] * len(election.projects), supports(ballots, len(election.projects), points_b))


UTILITIES: dict[str, Callable[[Election], Utility]] = {
    "cost": _by_cost(Fraction),
    "cardinality": _by_cost(lambda cost: Fraction(1)),
    "sqrt-cost": _by_cost(_root),
    "log-cost": _by_cost(_logarithm),
    "points": _points,
    "borda": _borda,
}


def utility(name: str, election: Election) -> Utility:
    """Return the utility of that name for an election.

    Raises
    ------
    BadInput
        ``unknown_option``, or ``wrong_ballots`` when the ballots have no points or no ranking.
    """
    if name not in UTILITIES:
        raise BadInput("unknown_option", option="utility", value=name, known=", ".join(UTILITIES))
    return UTILITIES[name](election)


def welfare(election: Election, of: Utility) -> dict[str, Amount]:
    """Return what each project is worth to all voters together."""
    supports = of.supports
    each_s = supports.weight_s if supports.points_s is None else supports.weight_s * supports.points_s
    totals = [int(each_s[supports.of(p)].sum()) for p in range(len(election.projects))]
    return {project.id: whole(totals[p] * of.value_p[p]) for p, project in enumerate(election.projects)}
