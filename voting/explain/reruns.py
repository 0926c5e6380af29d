"""What a loser was missing under any rule, found by editing the election and counting again.

Lowering a cost, or adding voters for one project, never hurts it under rank and fill, Borda, the k with most votes, knapsack and
Phragmén; so halving finds the limit. Under transferable votes, expanding approvals and bounded overspending it may: there the
value is a limit, perhaps not the only one. Each value is confirmed: the project wins with it and loses with the next one.
Further supporters of ballots that rank or give points would have to say a rank or points, so none are sought there.
"""

from collections.abc import Callable
from fractions import Fraction

import numpy as np

from voting.ballots.edits import with_cost, with_supporters
from voting.ballots.election import Election
from voting.ballots.grouped import Ints
from voting.explain.losers import Loss
from voting.rules.outcome import Outcome

APPROVALS = ("approval", "choose-1", "knapsack")

Count = Callable[[Election], Outcome]


def losses_by_rerun(election: Election, count: Count, chosen: set[str], who_joins: Callable[[int], Ints]) -> list[Loss]:
    """Return what each loser was missing.

    Parameters
    ----------
    election : Election
    count : callable
        Counts an election by the rule.
    chosen : set of str
        Winners.
    who_joins : callable
        Given a project, ballot groups in the order in which their voters are best asked to support it too.
    """
    found = []
    for p, project in enumerate(election.projects):
        if project.id in chosen:
            continue
        votes = election.votes[project.id]
        price = highest_winning_cost(election, count, project.id) if votes else None
        more = fewest_supporters(election, count, p, who_joins(p)) if election.ballots.form in APPROVALS else None
        found.append(Loss(project.id, votes, project.cost, price, more, Fraction(0)))
    return found


def wins(count: Count, election: Election, project: str) -> bool:
    """Say whether the project is selected."""
    return project in count(election).selected


def highest_winning_cost(election: Election, count: Count, project: str) -> int | None:
    """Return the highest whole cost below its own at which the project wins."""
    own = Fraction(election.projects[election.position[project]].cost)
    low, high = 0, -(-own.numerator // own.denominator)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if wins(count, with_cost(election, project, middle), project) else (low, middle)
    return low or None


def fewest_supporters(election: Election, count: Count, p: int, groups: Ints) -> int | None:
    """Return the fewest voters, asked in this order, whose support makes project p win."""
    project = election.projects[p].id
    weights = election.ballots.weight_g[groups]
    end = np.cumsum(weights)
    most = int(end[-1]) if len(end) else 0

    def enough(number: int) -> bool:
        last = int(np.searchsorted(end, number))
        added = {int(g): int(w) for g, w in zip(groups[:last], weights[:last], strict=True)}
        rest = number - int(weights[:last].sum())
        if rest:
            added[int(groups[last])] = rest
        return wins(count, with_supporters(election, project, added), project)

    if most == 0 or not enough(most):
        return None
    low, high = 0, most
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high


def groups_without(election: Election, p: int, loads_g: Ints | None = None) -> Ints:
    """Return the ballot groups that do not name p, least load first (in file order without loads)."""
    names_it = np.zeros(election.ballots.groups, dtype=bool)
    names_it[election.ballots.group_b[election.ballots.project_b == p]] = True
    others = np.flatnonzero(~names_it)
    return others if loads_g is None else others[np.argsort(loads_g[others], kind="stable")]
