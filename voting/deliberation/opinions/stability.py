"""Would other people of the same kind have shown the same groups? Resampling, compared by the adjusted Rand index.

1. Draw as many people again, with replacement; make map and groups from them.
2. Put everybody on that map and into its nearest group.
3. Compare with the first division: 1 is the same, 0 what chance would give.

References
----------
L. Hubert, P. Arabie, "Comparing partitions", Journal of Classification 2 (1985), 193-218. C. Hennig, "Cluster-wise
assessment of cluster stability", Computational Statistics & Data Analysis 52 (2007), 258-271.
"""

from dataclasses import dataclass

import numpy as np
from scipy.cluster.vq import vq

from voting.deliberation.design_effect import Floats
from voting.deliberation.opinions.clusters import Division, Labels, divide
from voting.deliberation.opinions.projection import places, project

STABLE = 0.75


@dataclass(frozen=True)
class Stability:
    """Mean and tenth percentile of the adjusted Rand index over the resamples."""

    resamples: int
    mean: float
    low: float

    @property
    def is_stable(self) -> bool:
        """Whether the groups may be shown as groups; below ``STABLE`` they are a way of looking at it, no finding."""
        return self.mean >= STABLE


def stability(vote_is: Floats, division: Division, *, resamples: int, seed: int) -> Stability:
    """Return how well resampled people give the same groups."""
    rng = np.random.default_rng(seed)
    groups, people = len(division.centre_g), len(vote_is)
    found = []
    for _ in range(resamples):
        again = vote_is[rng.integers(people, size=people)]
        projection = project(again)
        distinct = len(np.unique(projection.place_i, axis=0))
        if distinct <= groups:
            found.append(0.0)
            continue
        other = divide(projection.place_i, groups, int(rng.integers(2**31)))
        everybody = vq(places(vote_is, projection.mean_s, projection.axis_ds), other.centre_g)[0]
        found.append(adjusted_rand(division.label_i, everybody.astype(np.int64)))
    return Stability(resamples, float(np.mean(found)), float(np.quantile(found, 0.1)))


def adjusted_rand(first_i: Labels, second_i: Labels) -> float:
    """Return the adjusted Rand index of two divisions of the same people.

    Examples
    --------
    >>> round(adjusted_rand(np.array([0, 0, 1, 2]), np.array([0, 0, 1, 1])), 3)
    0.571
    """
    table = np.zeros((int(first_i.max()) + 1, int(second_i.max()) + 1))
    np.add.at(table, (first_i, second_i), 1)
    both, rows, columns = _pairs(table), _pairs(table.sum(axis=1)), _pairs(table.sum(axis=0))
    by_chance = rows * columns / max(_pairs(np.array([float(len(first_i))])), 1.0)
    possible = (rows + columns) / 2
    return 1.0 if possible == by_chance else (both - by_chance) / (possible - by_chance)


def _pairs(sizes: Floats) -> float:
    return float((sizes * (sizes - 1) / 2).sum())
