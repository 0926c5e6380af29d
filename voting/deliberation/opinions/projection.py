"""Principal components of the votes, as Polis does it where votes are missing.

1. A missing vote is taken as the mean of the statement, so it pulls nobody anywhere.
2. Centre every statement; the two components of largest variance span the map.
3. Who voted on few statements would sit near the middle for that reason alone: the position is stretched by
   sqrt(statements / votes cast).

References
----------
C. Small, M. Bjorkegren, T. Erkkilä, L. Shaw, C. Megill, "Polis: scaling deliberation by mapping high dimensional opinion
spaces", Recerca 26 (2021).
"""

from dataclasses import dataclass

import numpy as np

from voting.deliberation.design_effect import Floats

DIMENSIONS = 2


@dataclass(frozen=True)
class Projection:
    """Places of people (n x 2), what each statement adds to each axis, and the share of variance each axis holds."""

    place_i: Floats
    mean_s: Floats
    axis_ds: Floats
    variance_share: tuple[float, float]


def project(vote_is: Floats) -> Projection:
    """Return the two main components of a vote matrix; axes point so that their heaviest statement counts positive."""
    voted_s = (~np.isnan(vote_is)).sum(axis=0)
    mean_s = np.nansum(vote_is, axis=0) / np.maximum(voted_s, 1)
    centred = np.where(np.isnan(vote_is), 0.0, vote_is - mean_s)
    _, singular, right = np.linalg.svd(centred, full_matrices=False)
    axis_ds = np.zeros((DIMENSIONS, vote_is.shape[1]))
    axis_ds[: len(right)] = right[:DIMENSIONS]
    heaviest = np.abs(axis_ds).argmax(axis=1)
    axis_ds *= np.where(axis_ds[np.arange(DIMENSIONS), heaviest] < 0, -1.0, 1.0)[:, None]
    variance = np.zeros(DIMENSIONS)
    variance[: len(singular)] = singular[:DIMENSIONS] ** 2
    total = float((singular**2).sum()) or 1.0
    shares = (float(variance[0] / total), float(variance[1] / total))
    return Projection(places(vote_is, mean_s, axis_ds), mean_s, axis_ds, shares)


def places(vote_is: Floats, mean_s: Floats, axis_ds: Floats) -> Floats:
    """Return where people with these votes stand on given axes."""
    centred = np.where(np.isnan(vote_is), 0.0, vote_is - mean_s)
    cast_i = np.maximum((~np.isnan(vote_is)).sum(axis=1), 1)
    stretched: Floats = centred @ axis_ds.T * np.sqrt(vote_is.shape[1] / cast_i)[:, None]
    return stretched
