"""Plain stratified random selection, for comparison: the scarcest value first, begin again when stuck.

1. Among the values that still lack people for their minimum, take the one with the largest share of
   missing seats to people left; when none lacks, any person still allowed.
2. Draw one of its people at random; values that are full lose the rest of theirs.
3. Stuck: begin again, and after many failures take a panel of random weights from the solver.

A thousand panels are drawn so and one of them is the draw: then chances are known exactly even here,
but nothing keeps them from being 0 for some.
"""

import numpy as np

from voting.sortition.errors import Infeasible
from voting.sortition.leximin import certificate_of
from voting.sortition.lottery import Lottery
from voting.sortition.panel_search import best_panel
from voting.sortition.problem import Ints, Problem
from voting.sortition.progress import Progress, silent
from voting.sortition.region import Region, whole_face
from voting.sortition.relaxation import relaxed_maximin

PANELS = 1000
SEED = 1  # of the comparison; the draw among its panels has the public one
TRIES = 20


def random(problem: Problem, progress: Progress = silent) -> Lottery:
    """Return the uniform lottery over panels of plain stratified random selection.

    Raises
    ------
    Infeasible
        No panel keeps all bounds.
    """
    region = Region.of(problem, [])
    bound = relaxed_maximin(region)
    if bound is None:
        raise Infeasible(["Not even a fractional panel exists."])
    rng = np.random.default_rng(SEED)
    panels = []
    failures = 0
    for drawn in range(PANELS):
        progress(f"{drawn} of {PANELS} panels drawn")
        # A pool on which the greedy way never arrives is not tried again and again.
        panel = _greedy(problem, rng, tries=TRIES if failures < PANELS // 10 else 1)
        failures += panel is None
        panels.append(panel if panel is not None else _by_solver(region, rng))
    progress(f"{PANELS} panels, {failures} of them not by the greedy way")
    return Lottery(problem, "random", np.array(panels), [1] * PANELS, certificate_of(bound.duals), [])


def _by_solver(region: Region, rng: np.random.Generator) -> Ints:
    panel, _ = best_panel(region, rng.uniform(0.0, 1.0, len(region.count_t)), whole_face(region), 1.0)
    if panel is None:
        raise Infeasible(["A fractional panel exists, a whole one does not."])
    return panel


def _greedy(problem: Problem, rng: np.random.Generator, tries: int) -> Ints | None:
    for _ in range(tries):
        panel = _one_try(problem, rng)
        if panel is not None and problem.is_panel(panel):
            return panel
    return None


def _one_try(problem: Problem, rng: np.random.Generator) -> Ints | None:
    left_t = problem.count_t.copy()
    panel = np.zeros_like(left_t)
    lacking, room = problem.low_c.copy(), problem.high_c.copy()
    left_t[(problem.member_ct[room <= 0]).any(axis=0)] = 0
    for _ in range(problem.size):
        people = problem.member_ct @ left_t
        if (people < lacking).any():
            return None
        need = np.where(lacking > 0, lacking / np.maximum(people, 1), 0.0)
        allowed_t = left_t * problem.member_ct[int(need.argmax())] if need.max(initial=0.0) > 0 else left_t
        everybody = int(allowed_t.sum())
        if not everybody:
            return None
        t = int(np.searchsorted(np.cumsum(allowed_t), rng.integers(everybody), side="right"))
        panel[t] += 1
        left_t[t] -= 1
        lacking -= problem.member_ct[:, t]
        room -= problem.member_ct[:, t]
        left_t[(problem.member_ct[room <= 0]).any(axis=0)] = 0
    return panel
