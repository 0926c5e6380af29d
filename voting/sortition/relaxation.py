"""LEXIMIN of the relaxed region: raise the smallest chance, fix whom that binds, go on.

1. Maximise z with p_t >= z for every type that is not fixed (a linear program over p = x / count).
2. A type whose row has a positive dual is at z in every optimum: fix it there.
3. Repeat with the rest. The last point is the unique LEXIMIN vector of the region.

The duals of the first stage prove that no lottery lifts the minimum above z (see ``bound.py``).

References
----------
Flanigan, Gölz, Gupta, Hennig, Procaccia, "Fair algorithms for selecting citizens' assemblies",
Nature 596 (2021), 548-552: LEXIMIN. Stage-wise fixing by duals: Airiau et al., "Portioning using
ordinal preferences", 2019, for the like problem of max-min fair lotteries.
"""

from dataclasses import dataclass

import numpy as np

from voting.sortition.problem import Floats
from voting.sortition.program import Program, SolverFailed
from voting.sortition.region import Region

IS_TIGHT = 1e-3  # share of the largest dual; a smaller one may be rounding, and a stage of its own proves more
SLACKS = (1e-10, 1e-9, 1e-8, 1e-7)  # a fixed chance kept as a bound must not cut off the optimum by rounding
TOLERANCE = 1e-9
Z_LIMIT = 2.0  # above one, so that a dual shows even when everybody is certain of a seat


@dataclass(frozen=True)
class Duals:
    """Multipliers of the first stage: ``y_t`` of the types, ``a_r`` of the region's rows."""

    y_t: Floats
    a_r: Floats


@dataclass(frozen=True)
class Level:
    """A later stage of LEXIMIN: the types held at their chances before it, and its multipliers."""

    held: list[int]
    duals: Duals


@dataclass(frozen=True)
class Relaxed:
    """A point of the region as chances ``p_t``, the best minimum and its duals; later stages of LEXIMIN."""

    p_t: Floats
    minimum: float
    duals: Duals
    levels: tuple[Level, ...] = ()


class _Stages:
    """The program over (p, z), kept warm from stage to stage."""

    def __init__(self, region: Region) -> None:
        count = region.count_t.astype(np.float64)
        n_types, n_rows = len(count), len(region.low)
        rows = np.zeros((n_types + n_rows, n_types + 1))
        rows[:n_types, :n_types] = np.eye(n_types)
        rows[:n_types, n_types] = -1.0
        rows[n_types:, :n_types] = region.rows * count
        self.n_types = n_types
        self.fixed: dict[int, float] = {}
        self.program = Program(
            np.append(np.zeros(n_types), -1.0),
            np.zeros(n_types + 1),
            np.append(np.ones(n_types), Z_LIMIT),
            rows,
            np.append(np.zeros(n_types), region.low),
            np.append(np.full(n_types, np.inf), region.high),
            integer=False,
        )
        self.program.option("primal_feasibility_tolerance", TOLERANCE)
        self.program.option("dual_feasibility_tolerance", TOLERANCE)

    def solve(self) -> tuple[Floats, float, Duals] | None:
        """Return chances, z and duals, or nothing when the region is empty."""
        found = self.program.solve()
        if found is None:
            return None
        duals = Duals(np.maximum(found.dual[: self.n_types], 0.0), -found.dual[self.n_types :])
        return found.x[:-1], max(float(found.x[-1]), 0.0), duals

    def fix(self, t: int, chance: float) -> None:
        """Hold type ``t`` at its chance from now on."""
        self.fixed[t] = chance
        self.program.set_coefficient(t, self.n_types, 0.0)
        self.program.set_row(t, chance - SLACKS[0], np.inf)

    def solve_on(self) -> tuple[Floats, float, Duals]:
        """Solve a later stage, which has a point by construction: loosen what is fixed until it is found."""
        for slack in SLACKS:
            for t, chance in self.fixed.items():
                self.program.set_row(t, chance - slack, np.inf)
            if found := self.solve():
                return found
        raise SolverFailed("a LEXIMIN stage lost its feasible point")


def relaxed_maximin(region: Region) -> Relaxed | None:
    """Return a point of the largest minimum, or nothing when the region is empty."""
    first = _Stages(region).solve()
    return None if first is None else Relaxed(*first)


def relaxed_leximin(region: Region) -> Relaxed | None:
    """Return the LEXIMIN point of the region with the proof of its minimum, or nothing when it is empty."""
    stages = _Stages(region)
    first = stages.solve()
    if first is None:
        return None
    p_t, z, duals = first
    minimum, proof = z, duals
    levels: list[Level] = []
    fixed_t = np.zeros(len(p_t), dtype=bool)
    while True:
        open_y_t = np.where(fixed_t, 0.0, duals.y_t)
        tight_t = open_y_t > IS_TIGHT * open_y_t.max()
        if not tight_t.any():
            raise SolverFailed("a LEXIMIN stage bound nobody")
        for t in np.flatnonzero(tight_t):
            stages.fix(int(t), z)
        fixed_t |= tight_t
        if fixed_t.all():
            return Relaxed(np.clip(p_t, 0.0, 1.0), minimum, proof, tuple(levels))
        p_t, z, duals = stages.solve_on()
        levels.append(Level(np.flatnonzero(fixed_t).tolist(), duals))
