"""Write a point of the region as a mixture of panels, one face after the other (Carathéodory).

1. Take a panel q on the smallest face that holds x.
2. Go from q through x as far as the region reaches: x = step · q + (1 - step) · rest.
3. q gets its part of the mass; go on with the rest, on which one more bound is reached.

Every step reaches a new bound, so there are at most (types + rows + 1) panels.
"""

from dataclasses import dataclass

import numpy as np

from voting.sortition.panel_search import VertexSearch
from voting.sortition.problem import Floats, Ints
from voting.sortition.progress import Progress, silent
from voting.sortition.region import Region, smallest_face

LOSS = 1e-9  # mass that may be lost by taking a bound as reached
DONE = 1e-9  # mass too small to matter


@dataclass(frozen=True)
class Peeled:
    """Panels with their mass, and what could not be written as panels."""

    panels: list[Ints]
    mass: list[float]
    rest: float


def peel(region: Region, x: Floats, rng: np.random.Generator, progress: Progress = silent) -> Peeled:
    """Return panels whose mixture is ``x``, up to the mass of the rest."""
    search = VertexSearch(region, rng)
    count = region.count_t.astype(np.float64)
    panels: list[Ints] = []
    mass: list[float] = []
    rest = 1.0
    for _ in range(2 * (len(count) + len(region.low)) + 2):
        face = smallest_face(region, x, within=min(LOSS / rest, 1e-4))
        panel = search.panel_on(face, np.clip(x / count, 0.0, 1.0))
        if panel is None:
            break
        step = step_through(region, x, panel)
        panels.append(panel)
        mass.append(rest * step)
        rest *= 1.0 - step
        if rest < DONE:
            break
        progress(f"{len(panels)} panels, {rest:.1e} of the mass left")
        x = np.clip((x - step * panel) / (1.0 - step), 0.0, count)
    return Peeled(panels, mass, rest)


def step_through(region: Region, x: Floats, panel: Ints) -> float:
    """Return the largest step with ``(x - step · panel) / (1 - step)`` in the region."""
    count = region.count_t.astype(np.float64)
    at, through = region.rows @ x, region.rows @ panel
    room = np.concatenate([x, count - x, at - region.low, region.high - at])
    used = np.concatenate([panel, count - panel, through - region.low, region.high - through])
    limits = (used > 1e-7) & np.isfinite(used)
    return float(np.clip((room[limits] / used[limits]).min(initial=1.0), 0.0, 1.0))
