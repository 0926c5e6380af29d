"""Targets in proportion to a population, to a poll, or in equal blocks."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from voting.sortition.apportionment import largest_remainder
from voting.sortition.controlled_rounding import controlled_rounding
from voting.sortition.population import Population
from voting.sortition.targets import JOINT, Target


def margin_targets(population: Population, seats: int, tolerance: int = 0) -> list[Target]:
    """Return a target for every value of every feature: largest remainder, ``tolerance`` seats either way."""
    found = []
    for feature in population.features:
        for value, n in largest_remainder(population.margin(feature), seats).items():
            found.append(Target(feature, value, max(n - tolerance, 0), min(n + tolerance, seats)))
    return found


def cell_targets(population: Population, seats: int, *, at_least_one: bool = False, tolerance: int = 0) -> list[Target]:
    """Return a target for every joint cell, whose sums are the margins of ``margin_targets``.

    Raises
    ------
    Infeasible
        See ``controlled_rounding``.
    """
    margins = [largest_remainder(population.margin(feature), seats) for feature in population.features]
    rounded = controlled_rounding(population.people, margins, seats, at_least_one=at_least_one)
    feature = JOINT.join(population.features)
    return [
        Target(feature, JOINT.join(cell), max(n - tolerance, 0), min(n + tolerance, seats))
        for cell, n in rounded.items()
    ]


def share_targets(feature: str, weights: Mapping[str, Fraction], seats: int) -> list[Target]:
    """Return targets in proportion to ``weights``, such as the shares of a poll."""
    return [Target(feature, value, n, n) for value, n in largest_remainder(weights, seats).items()]


def equal_targets(feature: str, values: Sequence[str], seats: int) -> list[Target]:
    """Return equal blocks; seats that cannot be shared equally go to the first values."""
    return share_targets(feature, dict.fromkeys(values, Fraction(1)), seats)
