"""Who can pay for what: an election as the rules that give money to voters see it."""

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from voting.ballots.election import Election
from voting.ballots.errors import BadInput
from voting.ballots.grouped import Ints
from voting.rules.ties import TieOrder
from voting.rules.utilities import Utility

_SHORT = 4096


@dataclass(frozen=True, eq=False)
class Stakes:
    """Supporters, weights, costs and utilities by project, all whole numbers.

    Attributes
    ----------
    election : Election
    cost_p : list of int
        In 1 / ``money_scale`` of a currency unit.
    budget : int
        Likewise.
    money_scale : int
    utility_p : list of Fraction
        What project p is worth to a supporter with multiplier 1.
    groups_p, weights_p : list of arrays
        Supporting ballot groups and their weights.
    weight_p, heavy_p : list of int
        Weight of all supporters; how many of them come before those at the end whose ballots weigh 1 each.
    multipliers_p : list of arrays, or None
        How many times ``utility_p`` a group gets (points); ``None`` when all are 1.
    place_p : list of int
        Place in the tie order, 0 preferred.
    groups, total_weight : int
    """

    election: Election
    cost_p: list[int]
    budget: int
    money_scale: int
    utility_p: list[Fraction]
    groups_p: list[NDArray[np.intp]]
    weights_p: list[Ints]
    weight_p: list[int]
    heavy_p: list[int]
    multipliers_p: list[Ints] | None
    place_p: list[int]
    groups: int
    total_weight: int

    @cached_property
    def reach_p(self) -> list[int]:
        """Return weight times multiplier, summed over each project's supporters."""
        if self.multipliers_p is None:
            return self.weight_p
        return [int(w @ m) for w, m in zip(self.weights_p, self.multipliers_p, strict=True)]

    @cached_property
    def twin_p(self) -> list[int]:
        """Return for each project the first one with the same cost, utility and supporters: they are always equal."""
        first: dict[tuple[object, ...], int] = {}
        alike = Counter(zip(self.cost_p, self.weight_p, self.utility_p, strict=True))
        twins = list(range(len(self.cost_p)))
        for p, key in enumerate(zip(self.cost_p, self.weight_p, self.utility_p, strict=True)):
            if alike[key] > 1:
                times = b"" if self.multipliers_p is None else self.multipliers_p[p].tobytes()
                twins[p] = first.setdefault((*key, self.groups_p[p].tobytes(), times), p)
        return twins

    @cached_property
    def utility_floats(self) -> NDArray[np.float64]:
        """Return the utilities, rounded."""
        return np.array([float(utility) for utility in self.utility_p])

    @cached_property
    def full_purse_rho(self) -> NDArray[np.float64]:
        """Return rho of each project while no purse limits it, rounded; ``inf`` for those that cannot be bought."""
        rho = np.full(len(self.cost_p), np.inf)
        for p in self.buyable:
            rho[p] = self.cost_p[p] / self.reach_p[p] / self.utility_floats[p]
        return rho

    @cached_property
    def share_needed(self) -> NDArray[np.float64]:
        """Return cost over the supporters' weight, rounded: the least endowment that could pay for the project."""
        return np.array([c / w if w else np.inf for c, w in zip(self.cost_p, self.weight_p, strict=True)])

    @cached_property
    def max_multiplier(self) -> int:
        """Return the largest multiplier, 1 without points."""
        if self.multipliers_p is None:
            return 1
        return max((int(m.max()) for m in self.multipliers_p if len(m)), default=1)

    @cached_property
    def free(self) -> list[int]:
        """Return supported projects that cost nothing, in the tie order: they are bought first, for nothing."""
        supported = [p for p, cost in enumerate(self.cost_p) if cost == 0 and self.weight_p[p] > 0]
        return sorted(supported, key=lambda p: self.place_p[p])

    @cached_property
    def buyable(self) -> list[int]:
        """Return projects that cost something, have supporters and are not dearer than the budget."""
        return [
            p
            for p, cost in enumerate(self.cost_p)
            if 0 < cost <= self.budget and self.weight_p[p] > 0 and self.utility_p[p] > 0
        ]


def heavy_part(weights: Ints) -> int:
    """Return the place after the last weight that is not 1; all of a short array, where one product is faster."""
    if len(weights) < _SHORT:
        return len(weights)
    other = np.flatnonzero(weights != 1)
    return int(other[-1]) + 1 if len(other) else 0


def weighed(values_s: Ints, weights_s: Ints, heavy: int) -> int:
    """Return the sum of weights times values, adding up where from ``heavy`` on all weights are 1."""
    if heavy == len(weights_s):
        return int(weights_s.dot(values_s))
    rest = int(np.add.reduce(values_s[heavy:]))
    return rest + int(weights_s[:heavy].dot(values_s[:heavy])) if heavy else rest


def weight_of(who_s: NDArray[np.bool_], weights_s: Ints, heavy: int) -> int:
    """Return the weight of those supporters who are marked, counting where from ``heavy`` on all weights are 1."""
    if heavy == len(weights_s):
        return int(weights_s.dot(who_s))
    rest = int(np.count_nonzero(who_s[heavy:]))
    return rest + int(weights_s[:heavy].dot(who_s[:heavy])) if heavy else rest


def stakes_of(election: Election, utility: Utility, ties: TieOrder) -> Stakes:
    """Prepare an election for equal shares or Phragmén.

    Raises
    ------
    BadInput
        ``too_large`` when the money of all voters times 2^10 would not fit 61 bits.
    """
    scale = election.money_scale
    budget = int(election.limits.budget * scale)
    if budget * utility.max_multiplier >= 2**51:
        raise BadInput("too_large", what="the budget", value=election.limits.budget)
    supports = utility.supports
    parts = [supports.of(p) for p in range(len(election.projects))]
    places = ties.places(election.projects, election.votes)
    weights_p = [supports.weight_s[part] for part in parts]
    return Stakes(
        election=election,
        cost_p=[int(project.cost * scale) for project in election.projects],
        budget=budget,
        money_scale=scale,
        utility_p=utility.value_p,
        groups_p=[supports.group_s[part] for part in parts],
        weights_p=weights_p,
        weight_p=[int(weights.sum()) for weights in weights_p],
        heavy_p=[heavy_part(weights) for weights in weights_p],
        multipliers_p=None if supports.points_s is None else [supports.points_s[part] for part in parts],
        place_p=[places[project.id] for project in election.projects],
        groups=election.ballots.groups,
        total_weight=election.ballots.total_weight,
    )
