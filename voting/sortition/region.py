"""The relaxed region of a problem: its rows over fractional ``x``, cuts included, and faces of it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voting.sortition.problem import Floats, Ints, Problem


@dataclass(frozen=True)
class Cut:
    """``weight_t · x <= bound`` holds for every panel (proved by an exhausted integer program)."""

    weight_t: Floats
    bound: float


@dataclass(frozen=True)
class Region:
    """``0 <= x <= count_t`` and ``low <= rows x <= high``; rows are cells, size, then cuts."""

    count_t: Ints
    rows: Floats
    low: Floats
    high: Floats

    @classmethod
    def of(cls, problem: Problem, cuts: list[Cut]) -> "Region":
        """Return the region of ``problem`` less what the cuts take away."""
        weights = np.array([cut.weight_t for cut in cuts]).reshape(len(cuts), problem.n_types)
        return cls(
            problem.count_t,
            np.vstack([problem.rows, weights]),
            np.append(problem.row_low, np.full(len(cuts), -np.inf)),
            np.append(problem.row_high, [cut.bound for cut in cuts]),
        )


@dataclass(frozen=True)
class Face:
    """Bounds of the panels that share every bound at which a point lies."""

    lower_t: Floats
    upper_t: Floats
    low: Floats
    high: Floats

    @property
    def is_free_t(self) -> NDArray[np.bool_]:
        """Types whose number of seats is still open."""
        return self.lower_t < self.upper_t


def smallest_face(region: Region, x: Floats, within: float) -> Face:
    """Return the smallest face that holds ``x``, bounds counted as reached ``within`` a distance."""
    count = region.count_t.astype(np.float64)
    at_none, at_all = x <= within, x >= count - within
    activity = region.rows @ x
    at_low, at_high = activity <= region.low + within, activity >= region.high - within
    return Face(
        np.where(at_all, count, 0.0),
        np.where(at_none, 0.0, count),
        np.where(at_high, region.high, region.low),
        np.where(at_low, region.low, region.high),
    )


def whole_face(region: Region) -> Face:
    """Return the region itself as a face."""
    count = region.count_t.astype(np.float64)
    return Face(np.zeros_like(count), count, region.low, region.high)
