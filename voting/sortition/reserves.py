"""Reserve members: whom to keep ready, by a fair lottery or by where seats are likely to fall free.

By drop-outs: with a chance of giving up for each type on the panel, the number who give up in a cell
has an exact distribution; reserves are chosen so that the expected number of seats that the reserves
of their cell cannot fill, summed over cells, is least. That cost is convex in the reserves of a cell,
so one integer program finds the optimum.

References
----------
Assos, Baharav, Flanigan, Procaccia, "Alternates, assemble! Selecting optimal alternates for citizens'
assemblies", EC 2025: alternates from drop-out chances. Theirs samples scenarios; here cells are summed.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from voting.sortition.problem import Floats, Ints, Problem
from voting.sortition.program import Program, SolverFailed
from voting.sortition.targets import Target


def reserve_targets(targets: Sequence[Target], size: int, reserves: int) -> list[Target]:
    """Return the targets of a panel of ``size`` scaled to so many reserves, rounded outwards.

    Integer arithmetic; a cell that must have seats on the panel may have none among few reserves.
    """
    return [
        replace(
            t, least=t.least * reserves // size, most=-(-t.most * reserves // size), least_flex=None, most_flex=None
        )
        for t in targets
    ]


def dropouts_in(panel_t: Ints, chance_t: Floats, member_t: Ints) -> Floats:
    """Return the distribution of how many people of a cell give up, independently of each other.

    ``result[d]`` is the chance of exactly ``d``; Poisson binomial, by convolution.
    """
    chances = np.repeat(chance_t, panel_t * member_t)
    distribution = np.ones(1)
    for chance in chances:
        distribution = np.convolve(distribution, [1.0 - chance, chance])
    return distribution


def expected_unfilled(distribution: Floats, reserves: int) -> float:
    """Return how many seats of a cell stay free on average with so many reserves of it."""
    return float(sum(p * max(d - reserves, 0) for d, p in enumerate(distribution)))


def reserves_by_dropouts(problem: Problem, panel_t: Ints, chance_t: Floats, reserves: int) -> Ints:
    """Return how many reserves of each type leave the fewest seats free on average, cells summed.

    Parameters
    ----------
    problem
        The problem of the panel.
    panel_t
        The panel drawn.
    chance_t
        Chance that a person of each type gives up the seat, 0 to 1.
    reserves
        How many people to keep ready; at most the people not drawn.
    """
    left = (problem.count_t - panel_t).astype(np.float64)
    gains = [_gains(problem, panel_t, chance_t, c, reserves) for c in range(problem.n_cells)]
    n, units = problem.n_types, problem.n_cells * reserves
    rows = np.zeros((problem.n_cells + 1, n + units))
    rows[:-1, :n] = problem.member_ct
    for c in range(problem.n_cells):
        # Units of a cell are used in falling order of their gain by themselves: the cost is convex.
        rows[c, n + c * reserves : n + (c + 1) * reserves] = -1.0
    rows[-1, :n] = 1.0
    low = np.zeros(problem.n_cells + 1)
    low[-1] = reserves
    high = np.append(np.full(problem.n_cells, np.inf), reserves)
    cost = np.concatenate([np.zeros(n), -np.concatenate(gains) if gains else np.zeros(0)])
    upper = np.concatenate([left, np.ones(units)])
    found = Program(cost, np.zeros(n + units), upper, rows, low, high, integer=True).solve()
    if found is None:
        raise SolverFailed(f"there are not {reserves} people left to keep ready")
    return np.rint(found.x[:n]).astype(np.int64)


def _gains(problem: Problem, panel_t: Ints, chance_t: Floats, cell: int, reserves: int) -> Floats:
    """Return by how much each further reserve of a cell lowers its expected free seats."""
    distribution = dropouts_in(panel_t, chance_t, problem.member_ct[cell])
    free = [expected_unfilled(distribution, r) for r in range(reserves + 1)]
    return np.array([before - after for before, after in pairwise(free)])
