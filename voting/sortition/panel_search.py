"""Find one panel of large weight on a face: a vertex if it is integral, else a small integer program."""

import numpy as np
from numpy.typing import NDArray

from voting.sortition.problem import Floats, Ints
from voting.sortition.program import Program, rounded
from voting.sortition.region import Face, Region

NEIGHBOURHOOD = 120  # types left free around a fractional vertex
LARGE = 400  # above so many free types the first whole program sees the heaviest only
ROUGH_GAP = 0.3  # any good panel will do while peeling
TRIES = 3

Mask = NDArray[np.bool_]


class VertexSearch:
    """A warm linear program whose vertices are often panels already."""

    def __init__(self, region: Region, rng: np.random.Generator) -> None:
        self.region, self.rng = region, rng
        count = region.count_t.astype(np.float64)
        self.program = Program(
            np.zeros(len(count)), np.zeros(len(count)), count, region.rows, region.low, region.high, integer=False
        )

    def panel_on(self, face: Face, share_t: Floats) -> Ints | None:
        """Return a panel on ``face`` that favours types of a large ``share_t``, or nothing when there is none."""
        self.program.set_bounds(face.lower_t, face.upper_t)
        for row, (low, high) in enumerate(zip(face.low, face.high, strict=True)):
            self.program.set_row(row, float(low), float(high))
        vertex = weight_t = share_t
        for _ in range(TRIES):
            weight_t = share_t * self.rng.uniform(0.7, 1.3, len(share_t))
            self.program.set_cost(-weight_t)
            found = self.program.solve()
            if found is None:
                return None
            vertex = found.x
            if (panel := rounded(vertex)) is not None:
                return panel
        for free_t in self._neighbourhoods(vertex, face, weight_t):
            panel, _ = best_panel(self.region, weight_t, face, ROUGH_GAP, free_t=free_t, at=vertex)
            if panel is not None:
                return panel
        return None

    def _neighbourhoods(self, vertex: Floats, face: Face, weight_t: Floats) -> list[Mask]:
        """Return sets of types to leave free, small ones first, everything last."""
        free = np.flatnonzero(face.is_free_t)
        is_broken_t = np.abs(vertex - np.rint(vertex)) > 1e-6
        near = is_broken_t.copy()
        near[self.rng.permutation(free)[:NEIGHBOURHOOD]] = True
        sets = [near] if len(free) > NEIGHBOURHOOD else []
        if len(free) > LARGE:
            heavy = np.zeros(len(vertex), dtype=bool)
            heavy[free[np.argsort(-weight_t[free])[:LARGE]]] = True
            sets.append(heavy | is_broken_t)
        return [*sets, face.is_free_t]


def best_panel(
    region: Region,
    weight_t: Floats,
    face: Face,
    gap: float,
    *,
    free_t: Mask | None = None,
    at: Floats | None = None,
) -> tuple[Ints | None, float]:
    """Return the panel on ``face`` of the largest ``weight_t · x``, and a proven bound on that weight.

    Parameters
    ----------
    region, weight_t, face
        Where to look and what for.
    gap
        Relative gap at which to stop; 0 proves the optimum.
    free_t, at
        Types whose seats may differ from ``at``; everything free when unset.

    Returns
    -------
    tuple
        The panel, or nothing when the face (or what is left of it) holds none; and the bound.
    """
    lower, upper = face.lower_t, face.upper_t
    if free_t is not None and at is not None:
        held = np.rint(at)
        lower, upper = np.where(free_t, lower, held), np.where(free_t, upper, held)
    open_t = lower < upper
    settled = region.rows @ np.where(open_t, 0.0, lower)
    scale = float(np.abs(weight_t).max(initial=0.0)) or 1.0
    program = Program(
        -weight_t[open_t] / scale,
        lower[open_t],
        upper[open_t],
        region.rows[:, open_t],
        face.low - settled,
        face.high - settled,
        integer=True,
    )
    program.option("mip_rel_gap", gap)
    found = program.solve()
    if found is None:
        return None, -np.inf
    panel = np.rint(lower).astype(np.int64)
    panel[open_t] = np.rint(found.x).astype(np.int64)
    return panel, float(-found.bound * scale + weight_t[~open_t] @ lower[~open_t])
