"""Whether any price system supports an outcome that has no payments of its own.

Priceability: see ``proportionality``. Apart from it because the solver takes a second to load.
"""

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import coo_array, csr_array

from voting.ballots.election import Election
from voting.ballots.errors import BadInput

LARGEST_PROGRAMME = 120_000


def is_priceable(election: Election, selected: Collection[str]) -> bool | None:
    """Say whether any price system with an endowment of at least budget over voters supports the outcome.

    A linear programme over (ballot group, winner) pairs, solved by HiGHS in floats: the answer holds up to its tolerance of
    10^-7. ``None`` when the solver does not settle it.

    Raises
    ------
    BadInput
        ``too_large`` above ``LARGEST_PROGRAMME`` pairs.
    """
    supports = election.approvals
    chosen = [election.position[project] for project in selected]
    parts = [supports.of(p) for p in chosen]
    pairs = sum(part.stop - part.start for part in parts)
    if pairs > LARGEST_PROGRAMME:
        raise BadInput("too_large", what="the linear programme of this outcome", value=pairs)
    # Money in units of the average share, so that all numbers are near 1. Last variable: the endowment.
    unit = float(election.limits.budget) / max(1, election.ballots.total_weight) or 1.0
    group_x = np.concatenate([supports.group_s[part] for part in parts]) if parts else np.zeros(0, dtype=np.intp)
    winner_x = np.repeat(np.arange(len(parts)), [part.stop - part.start for part in parts])
    weight_x = election.ballots.weight_g[group_x].astype(float)
    paid = coo_array((weight_x, (winner_x, np.arange(pairs))), shape=(len(parts), pairs + 1)).tocsr()
    costs = np.array([float(election.projects[p].cost) / unit for p in chosen])
    at_most, tops = _at_most(election, set(selected), group_x, weight_x, unit)
    found = linprog(
        np.zeros(pairs + 1),
        A_ub=at_most,
        b_ub=tops,
        A_eq=paid if parts else None,
        b_eq=costs if parts else None,
        bounds=[*[(0, None)] * pairs, (1, None)],
        method="highs",
    )
    return {0: True, 2: False}.get(int(found.status))


def _at_most(
    election: Election, selected: set[str], group_x: NDArray[np.intp], weight_x: NDArray[np.float64], unit: float
) -> tuple[csr_array, NDArray[np.float64]]:
    """Return the inequalities: no group spends more than the endowment, no loser's supporters have more left than it costs."""
    supports, ballots = election.approvals, election.ballots
    pairs = len(group_x)
    rows: list[NDArray[np.intp]] = [group_x, np.arange(ballots.groups)]
    columns: list[NDArray[np.intp]] = [np.arange(pairs), np.full(ballots.groups, pairs)]
    values = [np.ones(pairs), -np.ones(ballots.groups)]
    tops = [0.0] * ballots.groups
    losers = [p for p, q in enumerate(election.projects) if q.id not in selected and q.cost <= election.limits.budget]
    for p in losers:
        supporting = np.zeros(ballots.groups, dtype=bool)
        supporting[supports.group_s[supports.of(p)]] = True
        mine = np.flatnonzero(supporting[group_x])
        rows.append(np.full(len(mine) + 1, len(tops)))
        columns.append(np.append(mine, pairs))
        values.append(np.append(-weight_x[mine], float(supports.weight_s[supports.of(p)].sum())))
        tops.append(float(election.projects[p].cost) / unit)
    shape = (len(tops), pairs + 1)
    matrix = coo_array((np.concatenate(values), (np.concatenate(rows), np.concatenate(columns))), shape=shape)
    return matrix.tocsr(), np.array(tops)
