"""LEXIMIN the slow way: every panel of people listed, person by person, no types, no duals.

For each stage the largest minimum is found over all panels, then each person alone is tried for more;
whoever cannot have more is fixed. Independent of the package: its own feasibility test, scipy's solver.
"""

from itertools import combinations

import numpy as np
from scipy.optimize import linprog


def all_panels(people, targets, size, homes=None):
    """Return every feasible panel as a 0/1 row over people (dicts); targets are (feature, value, low, high)."""
    rows = []
    for chosen in combinations(range(len(people)), size):
        counts = [sum(people[i][f] == v for i in chosen) for f, v, _, _ in targets]
        keeps = all(low <= n <= high for n, (_, _, low, high) in zip(counts, targets, strict=True))
        at_home = [homes[i] for i in chosen if homes and homes[i] >= 0]
        if keeps and len(set(at_home)) == len(at_home):
            rows.append([i in chosen for i in range(len(people))])
    return np.array(rows, dtype=float).reshape(len(rows), len(people))


def slow_leximin(panels):
    """Return everybody's LEXIMIN chance over the listed panels."""
    n_people = panels.shape[1]
    fixed = {}
    while len(fixed) < n_people:
        z = _largest_minimum(panels, fixed)
        for i in range(n_people):
            if i not in fixed and _largest_of(panels, fixed, z, i) <= z + 1e-7:
                fixed[i] = z
    return np.array([fixed[i] for i in range(n_people)])


def _solve(cost, panels, floors, with_z):
    n_panels = len(panels)
    rows, bounds = [], []
    for i, (floor, z_too) in floors.items():
        rows.append(np.append(-panels[:, i], 1.0 if z_too else 0.0))
        bounds.append(-floor)
    found = linprog(
        cost,
        A_ub=np.array(rows),
        b_ub=bounds,
        A_eq=[np.append(np.ones(n_panels), 0.0)],
        b_eq=[1.0],
        bounds=[(0, None)] * n_panels + [(0, 1) if with_z else (0, 0)],
        method="highs",
    )
    assert found.status == 0, found.message
    return -found.fun


def _largest_minimum(panels, fixed):
    floors = {i: (fixed[i] - 1e-9, False) if i in fixed else (0.0, True) for i in range(panels.shape[1])}
    return _solve(np.append(np.zeros(len(panels)), -1.0), panels, floors, with_z=True)


def _largest_of(panels, fixed, z, person):
    floors = {i: (fixed.get(i, z) - 1e-9, False) for i in range(panels.shape[1])}
    return _solve(np.append(-panels[:, person], 0.0), panels, floors, with_z=False)
