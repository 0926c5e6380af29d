"""Nash lottery: the largest product of all chances, between LEXIMIN's floor and plain averages.

1. Leave out types that no panel holds; turn inequalities that always hold with equality into equations.
2. Maximise sum n_t log x_t over the relaxed region by Newton steps with a barrier for the rest of the
   inequalities, in the null space of the equations.
3. Peel the point into panels as for LEXIMIN; cut and repeat when it lies outside their hull.

References
----------
Flanigan et al., Nature 596 (2021), supplement: Nash welfare for panels. Boyd and Vandenberghe,
"Convex optimization", 2004, sections 10.2 and 11.3: Newton's method with equations, barriers.
"""

from dataclasses import dataclass, replace

import numpy as np

from voting.sortition.leximin import lottery_by
from voting.sortition.lottery import Lottery
from voting.sortition.problem import Floats, Problem
from voting.sortition.program import Program, SolverFailed
from voting.sortition.progress import Progress, silent
from voting.sortition.region import Region
from voting.sortition.relaxation import Relaxed, relaxed_leximin, relaxed_maximin

BARRIER_START, BARRIER_END, BARRIER_FALL = 1.0, 1e-9, 0.1
NEWTON_STEPS = 60
STEP_BACK = 0.99  # never quite to the wall
NOUGHT = 1e-9


def nash(problem: Problem, progress: Progress = silent) -> Lottery:
    """Return the lottery with the largest product of chances, people without any chance left aside.

    ``excess`` of the result bounds what is missing: over all panels, the sum of 1/p_i of its members is
    at most n·(1 + excess), and would be at most n at the optimum.

    Raises
    ------
    Infeasible
        No panel keeps all bounds.
    """
    lottery = lottery_by(problem, "nash", relaxed_nash, progress)
    return replace(lottery, excess=_excess(problem, np.array([float(p) for p in lottery.chance_t])))


def _excess(problem: Problem, p_t: Floats) -> float:
    """Return by which share the best panel, weighed by 1/p, passes what the optimum would allow."""
    region = Region.of(problem, [])
    has_t = p_t > NOUGHT
    if not has_t.any():
        return 0.0
    count = region.count_t.astype(np.float64)
    weight_t = np.where(has_t, 1.0 / np.where(has_t, p_t, 1.0), 0.0)
    program = Program(
        -weight_t,
        np.zeros(len(count)),
        np.where(has_t, count, 0.0),
        region.rows,
        region.low,
        region.high,
        integer=False,
    )
    found = program.solve()
    if found is None:
        raise SolverFailed("the region of the Nash lottery was lost")
    people = float(count[has_t].sum())
    return max(-found.objective / people - 1.0, 0.0)


def relaxed_nash(region: Region) -> Relaxed | None:
    """Return the point of the largest product of chances, with the proof of the best minimum beside it."""
    best = relaxed_maximin(region)
    fairest = relaxed_leximin(region) if best is not None else None
    if best is None or fairest is None:
        return None
    held_t = fairest.p_t > NOUGHT
    if not held_t.any():
        return fairest
    count = region.count_t[held_t].astype(np.float64)
    walls = _Walls.of(region.rows[:, held_t], region.low, region.high, count)
    x = _newton(walls, count)
    p_t = np.zeros(len(held_t))
    p_t[held_t] = np.clip(x / count, 0.0, 1.0)
    return Relaxed(p_t, best.minimum, best.duals)


@dataclass(frozen=True)
class _Walls:
    """Equations ``equal x = right`` and inequalities ``side x >= floor`` that some point keeps strictly."""

    equal: Floats
    side: Floats
    floor: Floats
    start: Floats

    @classmethod
    def of(cls, rows: Floats, low: Floats, high: Floats, count: Floats) -> "_Walls":
        """Sort the bounds into equations and inequalities, and find a point inside the latter."""
        n = len(count)
        sides = np.vstack([rows[np.isfinite(low)], -rows[np.isfinite(high)], -np.eye(n), np.eye(n)])
        floors = np.concatenate([low[np.isfinite(low)], -high[np.isfinite(high)], -count, np.zeros(n)])
        is_equal = np.zeros(len(floors), dtype=bool)
        while True:
            x, room, dual = _most_room(sides, floors, is_equal, count)
            if room > 1e-6 or not (~is_equal & (dual > 1e-9)).any():
                return cls(sides[is_equal], sides[~is_equal], floors[~is_equal], x)
            is_equal |= dual > 1e-9


def _most_room(
    sides: Floats, floors: Floats, is_equal: np.ndarray[tuple[int], np.dtype[np.bool_]], count: Floats
) -> tuple[Floats, float, Floats]:
    """Return the point farthest from all inequalities at once, its distance, and what binds it."""
    n = len(count)
    program = Program(
        np.append(np.zeros(n), -1.0),
        np.zeros(n + 1),
        np.append(count, 1.0),
        np.hstack([sides, np.where(is_equal, 0.0, -1.0)[:, None]]),
        floors,
        np.where(is_equal, floors, np.inf),
        integer=False,
    )
    found = program.solve()
    if found is None:
        raise SolverFailed("the region of the Nash lottery is empty")
    return found.x[:-1], float(found.x[-1]), np.where(is_equal, 0.0, found.dual)


def _newton(walls: _Walls, count: Floats) -> Floats:
    """Return the maximiser of sum n log x inside the walls."""
    x, weight = walls.start, count / count.sum()
    free = _null_space(walls.equal, len(x))
    side = walls.side @ free
    barrier = BARRIER_START
    while barrier > BARRIER_END and free.shape[1]:
        for _ in range(NEWTON_STEPS):
            slack = walls.side @ x - walls.floor
            gradient = free.T @ (-weight / x) - barrier * side.T @ (1 / slack) / len(slack)
            curvature = (free.T * (weight / x**2)) @ free + barrier / len(slack) * (side.T / slack**2) @ side
            step = free @ np.linalg.solve(curvature + 1e-14 * np.eye(len(gradient)), -gradient)
            decrement = -float(gradient @ (free.T @ step))
            x = x + _length(x, step, slack, walls.side @ step, decrement) * step
            if decrement < 1e-12:
                break
        barrier *= BARRIER_FALL
    return x


def _length(x: Floats, step: Floats, slack: Floats, slack_step: Floats, decrement: float) -> float:
    """Return a step that stays inside; damped while far away, whole once Newton converges."""
    walls = np.concatenate([x / np.maximum(-step, 1e-300), slack / np.maximum(-slack_step, 1e-300)])
    return min(1.0, STEP_BACK * float(walls.min(initial=np.inf)), 1.0 if decrement < 0.25 else 0.5)


def _null_space(equal: Floats, n: int) -> Floats:
    if not len(equal):
        return np.eye(n)
    _, singular, rows = np.linalg.svd(equal, full_matrices=True)
    rank = int((singular > 1e-9 * singular.max(initial=1.0)).sum())
    return np.asarray(rows[rank:].T)
