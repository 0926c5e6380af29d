"""Whole seats for joint cells that add up to whole margins exactly.

Rounding cell by cell drifts: 100 seats over Gwangju's 50 cells of district, age and sex give Gwangsan
26 where its own share is 27. Here every cell is the whole number below or above its share and every
margin is met, with the least total distance to the shares: an integer program. If that is impossible
(it can be from three features on) cells may go one further.

References
----------
L. H. Cox, "A constructive procedure for unbiased controlled rounding", JASA 82 (1987), 520-524.
B. D. Causey, L. H. Cox, L. R. Ernst, "Applications of transportation theory to statistical problems",
JASA 80 (1985), 903-909: two-way tables, where it is always possible.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import ceil, floor

import numpy as np

from voting.sortition.apportionment import shares
from voting.sortition.errors import Infeasible
from voting.sortition.program import Program

Cell = tuple[str, ...]
WIDEST = 2


def controlled_rounding(
    people: Mapping[Cell, int], margins: Sequence[Mapping[str, int]], seats: int, *, at_least_one: bool = False
) -> dict[Cell, int]:
    """Return seats of each joint cell.

    Parameters
    ----------
    people
        Inhabitants of each cell; cells are tuples with one value of each feature.
    margins
        Seats of each value, one mapping for each feature, each with sum ``seats``.
    seats
        Seats in all.
    at_least_one
        Whether every cell with inhabitants gets a seat.

    Raises
    ------
    Infeasible
        Margins that do not allow it, as with ``at_least_one`` and more cells than seats.
    """
    share = shares(people, seats)
    for wider in range(WIDEST + 1):
        found = _rounded(share, margins, wider, at_least_one=at_least_one)
        if found is not None:
            return found
    raise Infeasible(_reasons(people, margins, seats, at_least_one=at_least_one))


def _reasons(
    people: Mapping[Cell, int], margins: Sequence[Mapping[str, int]], seats: int, *, at_least_one: bool
) -> list[str]:
    """Return which values have fewer seats than cells, or that the margins as a whole do not allow it."""
    found = []
    for feature, margin in enumerate(margins):
        for value, most in margin.items():
            cells = sum(1 for cell, n in people.items() if cell[feature] == value and n)
            if at_least_one and cells > most:
                found.append(f"“{value}” has {most} seats for {cells} cells that each want one.")
    return found or [f"No whole numbers for {len(people)} cells add up to the margins of {seats} seats."]


def _rounded(
    share: Mapping[Cell, Fraction], margins: Sequence[Mapping[str, int]], wider: int, *, at_least_one: bool
) -> dict[Cell, int] | None:
    """Solve for one unit of each cell at a time, dearer the farther it leads from the share."""
    cells = list(share)
    least = {cell: _least(share[cell], wider, at_least_one=at_least_one) for cell in cells}
    units = [(cell, seat) for cell in cells for seat in range(least[cell] + 1, ceil(share[cell]) + wider + 1)]
    cost = [float(abs(seat - share[cell]) - abs(seat - 1 - share[cell])) for cell, seat in units]
    keys = [(feature, value) for feature, margin in enumerate(margins) for value in margin]
    rows = np.array([[cell[feature] == value for cell, _ in units] for feature, value in keys], dtype=np.float64)
    given = [sum(least[cell] for cell in cells if cell[feature] == value) for feature, value in keys]
    right = np.array([margins[feature][value] for feature, value in keys], dtype=np.float64) - given
    n = len(units)
    program = Program(np.array(cost), np.zeros(n), np.ones(n), rows.reshape(len(keys), n), right, right, integer=True)
    program.option("mip_rel_gap", 0.0)
    found = program.solve()
    if found is None:
        return None
    seats = dict(least)
    for (cell, _), taken in zip(units, np.rint(found.x), strict=True):
        seats[cell] += int(taken)
    return seats


def _least(share: Fraction, wider: int, *, at_least_one: bool) -> int:
    return max(floor(share) - wider, 1 if at_least_one and share > 0 else 0)
