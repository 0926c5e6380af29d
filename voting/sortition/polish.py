"""Bring a mixture of panels to its target: column generation with central duals.

1. Over the panels at hand, find the mixture whose worst shortfall d below the target is least.
2. Its duals price panels: one whose price beats the mixture's can lower d. Central duals (interior
   point, no crossover) and noisy copies of them give several good panels a round.
3. When a rough search finds none, search all panels to the end. A panel found goes in; none found
   proves that the target is outside the hull of the panels, and the prices are a cut.
"""

from dataclasses import dataclass, replace

import numpy as np

from voting.sortition.panel_search import ROUGH_GAP, best_panel
from voting.sortition.peel import Peeled
from voting.sortition.problem import Floats, Ints
from voting.sortition.program import Program, SolverFailed
from voting.sortition.progress import Progress, silent
from voting.sortition.region import Cut, Face, Region, smallest_face, whole_face

GOOD_ENOUGH = 2e-7  # shortfall at which a mixture counts as the target
IMPROVES = 1e-9
CUTS_OFF = 1e-7  # by how much a cut must exclude the target
COLUMNS_A_ROUND = 4
MASS_FLOOR = 1e-12


@dataclass(frozen=True)
class Mixture:
    """Panels, their mass (sum 1), the worst shortfall and, when the target is out of reach, a cut."""

    panels: list[Ints]
    mass: Floats
    shortfall: float
    cut: Cut | None = None


class _Master:
    """The program: least d with ``sum mass_k q_kt / count_t + d >= m_t`` and ``sum mass_k = 1``."""

    def __init__(self, target_t: Floats, count_t: Floats, panels: list[Ints]) -> None:
        n_types = len(target_t)
        self.count_t, self.panels = count_t, list(panels)
        rows = np.ones((n_types + 1, len(panels) + 1))
        rows[n_types, 0] = 0.0
        rows[:n_types, 1:] = np.array(panels).T / count_t[:, None]
        self.program = Program(
            np.append(1.0, np.zeros(len(panels))),
            np.zeros(len(panels) + 1),
            np.full(len(panels) + 1, np.inf),
            rows,
            np.append(target_t, 1.0),
            np.append(np.full(n_types, np.inf), 1.0),
            integer=False,
        )
        self.program.option("primal_feasibility_tolerance", 1e-9)

    def add(self, panel: Ints) -> None:
        """Let the mixture use another panel."""
        self.panels.append(panel)
        self.program.add_column(0.0, 0.0, np.inf, np.append(panel / self.count_t, 1.0))

    def solve(self, *, central: bool) -> tuple[Floats, float, Floats]:
        """Return mass, d and prices ``y_t``."""
        self.program.option("solver", "ipm" if central else "simplex")
        self.program.option("run_crossover", "off" if central else "on")
        found = self.program.solve()
        if found is None:
            raise SolverFailed("the mixture has no panel")
        return found.x[1:], float(found.x[0]), np.maximum(found.dual[:-1], 0.0)

    def mixture(self, target_t: Floats) -> Mixture:
        """Return the best mixture of a vertex, panels without mass dropped."""
        mass = self.solve(central=False)[0]
        used = [k for k, m in enumerate(mass) if m > MASS_FLOOR]
        return _mixture([self.panels[k] for k in used], mass[used], target_t, self.count_t)


def _mixture(panels: list[Ints], mass: Floats, target_t: Floats, count_t: Floats) -> Mixture:
    mass = mass / mass.sum()
    shortfall = float((target_t - mass @ np.array(panels) / count_t).max())
    return Mixture(panels, mass, max(shortfall, 0.0))


def mixed(peeled: Peeled, target_t: Floats, count_t: Floats) -> Mixture:
    """Return what one peel found as a mixture, its rest spread over its panels."""
    if not peeled.panels:
        return Mixture([], np.zeros(0), 1.0)
    return _mixture(peeled.panels, np.array(peeled.mass), target_t, count_t)


def best_mixture(target_t: Floats, count_t: Floats, panels: list[Ints]) -> Mixture:
    """Return the mixture of ``panels`` whose worst shortfall below ``target_t`` is least."""
    return _Master(target_t, count_t, panels).mixture(target_t)


def polish(
    region: Region, target_t: Floats, panels: list[Ints], rng: np.random.Generator, progress: Progress = silent
) -> Mixture:
    """Return a mixture of panels whose chances are nowhere more than ``shortfall`` below ``target_t``.

    Parameters
    ----------
    region
        Where panels are.
    target_t
        Wanted chance of each type.
    panels
        Panels at hand, at least one.
    rng
        For the noise in prices.
    progress
        Told at every round.

    Returns
    -------
    Mixture
        With a cut when the target is proved to lie outside the hull of all panels.
    """
    count_t = region.count_t.astype(np.float64)
    master = _Master(target_t, count_t, panels)
    face: Face | None = smallest_face(region, target_t * count_t, within=1e-7)
    cut = None
    while cut is None:
        shortfall = master.solve(central=False)[1]
        if shortfall <= GOOD_ENOUGH:
            break
        progress(f"{len(master.panels)} panels, nobody more than {shortfall:.1e} below the target")
        y_t = _scaled(master.solve(central=True)[2])
        if face is not None and _add_rough(region, master, y_t, face, rng):
            continue
        face = None
        cut = _exhaust(region, master, y_t, target_t)
    return replace(master.mixture(target_t), cut=cut)


def _scaled(y_t: Floats) -> Floats:
    return y_t / (y_t.sum() or 1.0)


def _value(y_t: Floats, panel: Ints, count_t: Floats) -> float:
    return float(y_t @ (panel / count_t))


def _add_rough(region: Region, master: _Master, y_t: Floats, face: Face, rng: np.random.Generator) -> bool:
    """Add panels that the central prices favour; return whether any beats the mixture."""
    count_t = region.count_t.astype(np.float64)
    floor = max(_value(y_t, panel, count_t) for panel in master.panels)
    improved = False
    known = {panel.tobytes() for panel in master.panels}
    for at in range(COLUMNS_A_ROUND):
        noise = rng.uniform(0.7, 1.3, len(y_t)) if at else 1.0
        panel, _ = best_panel(region, y_t * noise / count_t, face, ROUGH_GAP)
        if panel is None:
            return improved
        if panel.tobytes() not in known:
            known.add(panel.tobytes())
            master.add(panel)
            improved |= _value(y_t, panel, count_t) > floor + IMPROVES
    return improved


def _exhaust(region: Region, master: _Master, y_t: Floats, target_t: Floats) -> Cut | None:
    """Search all panels to the end; add one that lowers the shortfall, or return the cut that forbids it."""
    count_t = region.count_t.astype(np.float64)
    known = {panel.tobytes() for panel in master.panels}
    vertex_y_t = _scaled(master.solve(central=False)[2])
    # Central prices may point at a panel already there. Those of a vertex cannot: what beats the
    # mixture at them is new, and if nothing does they are a cut. Few digits first: a cut whose
    # coefficients are rounding noise would ruin the next linear program.
    for prices, digits in ((y_t, 7), (vertex_y_t, 7), (vertex_y_t, 12)):
        weight_t = np.round(prices / count_t / (prices / count_t).max(), digits)
        panel, bound = best_panel(region, weight_t, whole_face(region), 0.0)
        if panel is None:
            raise SolverFailed("the panels at hand were lost")
        if bound < weight_t @ (target_t * count_t) - CUTS_OFF:
            # The best panel's weight is a whole multiple of the last digit: rounding makes it exact.
            return Cut(weight_t, float(np.round(max(bound, float(weight_t @ panel)), digits)))
        if panel.tobytes() not in known:
            master.add(panel)
            return None
    raise SolverFailed("neither a better panel nor a cut was found")
