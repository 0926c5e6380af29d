"""Groups of people near each other on the map: k-means, with the number of groups by the silhouette.

1. Start k-means ``STARTS`` times with well spread centres (k-means++), each until nothing moves.
2. Keep the run with the least sum of squared distances.

References
----------
D. Arthur, S. Vassilvitskii, "k-means++: the advantages of careful seeding", SODA 2007, 1027-1035. S. Lloyd, "Least squares quantization in PCM", IEEE Transactions on Information Theory 28 (1982), 129-137. P. Rousseeuw,
"Silhouettes: a graphical aid to the interpretation and validation of cluster analysis", Journal of Computational and
Applied Mathematics 20 (1987), 53-65.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.vq import ClusterError, kmeans2, vq
from scipy.spatial.distance import cdist

from voting.deliberation.design_effect import Floats

STARTS = 10
# On a plane with some hundreds of people k-means stands still long before.
ROUNDS = 40

Labels = NDArray[np.int64]


@dataclass(frozen=True)
class Division:
    """People divided into groups 0, 1, ..., the largest first; silhouette -1 to 1, above 0.5 is a clear division."""

    label_i: Labels
    centre_g: Floats
    silhouette: float

    @property
    def sizes(self) -> list[int]:
        """People of each group."""
        return [int(size) for size in np.bincount(self.label_i, minlength=len(self.centre_g))]


def divide(place_i: Floats, groups: int, seed: int) -> Division:
    """Return the best of ``STARTS`` runs of k-means; the same seed gives the same groups."""
    centres = _best_centres(place_i, groups, np.random.default_rng(seed))
    label_i = vq(place_i, centres)[0]
    sizes = np.bincount(label_i, minlength=len(centres))
    order = sorted((g for g in range(len(centres)) if sizes[g]), key=lambda g: (-sizes[g], *centres[g]))
    new = np.full(len(centres), -1)
    new[order] = np.arange(len(order))
    found = new[label_i].astype(np.int64)
    return Division(found, np.asarray(centres[order], dtype=np.float64), silhouette(place_i, found))


def _best_centres(place_i: Floats, groups: int, rng: np.random.Generator) -> Floats:
    """Return the centres of the best run; the mean of all if every run lost a group."""
    best, least = place_i.mean(axis=0, keepdims=True), np.inf
    for _ in range(STARTS):
        try:
            centres = kmeans2(place_i, groups, iter=ROUNDS, minit="++", missing="raise", rng=rng)[0]
        except ClusterError:
            continue
        squares = float((vq(place_i, centres)[1] ** 2).sum())
        if squares < least:
            best, least = centres, squares
    return np.asarray(best, dtype=np.float64)


def divisions(place_i: Floats, numbers: Iterable[int], seed: int) -> dict[int, Division]:
    """Return a division for every number of groups that the people can be divided into."""
    distinct = len(np.unique(place_i, axis=0))
    found = {groups: divide(place_i, groups, seed) for groups in numbers if groups < distinct}
    return {groups: division for groups, division in found.items() if len(division.centre_g) == groups}


def silhouette(place_i: Floats, label_i: Labels) -> float:
    """Return the mean silhouette width; people alone in their group count 0.

    Examples
    --------
    >>> round(silhouette(np.array([[0.0], [1.0], [10.0], [11.0]]), np.array([0, 0, 1, 1])), 4)
    0.8997
    """
    groups = int(label_i.max()) + 1
    if groups < 2:
        return 0.0
    member_ig = label_i[:, None] == np.arange(groups)
    sizes = member_ig.sum(axis=0)
    total_ig = cdist(place_i, place_i) @ member_ig
    rows = np.arange(len(label_i))
    own = total_ig[rows, label_i] / np.maximum(sizes[label_i] - 1, 1)
    other_ig = total_ig / sizes
    other_ig[rows, label_i] = np.inf
    nearest = other_ig.min(axis=1)
    larger = np.maximum(own, nearest)
    width = np.divide(nearest - own, larger, out=np.zeros_like(own), where=(larger > 0) & (sizes[label_i] > 1))
    return float(width.mean())
