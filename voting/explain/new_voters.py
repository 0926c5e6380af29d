"""Singleton-add: the fewest new voters, naming the loser alone, with whom it would have won.

Under equal shares everybody's share follows: with n voters more, each has the budget over all of them, unless the count ended
at a raised share (Add1), which is then kept. Raising the number may in principle undo a win, because the others' shares
shrink; what is returned wins, and one less does not.

N. Boehmer et al., *Evaluation of Project Performance in Participatory Budgeting*, IJCAI 2024 (arXiv 2312.14723).
"""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import numpy as np

from voting.ballots.edits import with_new_voters
from voting.ballots.election import Election
from voting.rules.equal_shares import run_at
from voting.rules.outcome import Outcome
from voting.rules.stakes import Stakes
from voting.rules.ties import TieOrder


def fewest_new(election: Election, count: Callable[[Election], Outcome], project: str) -> int | None:
    """Return the number by counting again; ``None`` above ten times the voters."""
    most = 10 * max(1, election.ballots.voters)
    return _least(lambda n: project in count(with_new_voters(election, project, n)).selected, 1, most)


def fewest_new_at_shares(stakes: Stakes, p: int, ties: TieOrder, *, kept_share: Fraction | None = None) -> int | None:
    """Return the number for project p under equal shares.

    Parameters
    ----------
    stakes : Stakes
        Of the count.
    p : int
        A project that lost.
    ties : TieOrder
    kept_share : Fraction, optional
        The share (scaled currency) at which the count ended and stays; without it, the budget over the voters.
    """
    cost, budget, weight, voters = stakes.cost_p[p], stakes.budget, stakes.weight_p[p], stakes.total_weight
    if cost > budget or cost == 0 or stakes.utility_p[p] <= 0:
        return None
    if kept_share is None and cost == budget and weight < voters:
        return None  # the share of those who are for nothing else is never the whole budget
    # All who name it must own its cost together: (weight + n) * share >= cost.
    if kept_share is not None:
        least = -(-cost // kept_share) - weight if kept_share else None
    else:
        least = Fraction(cost * voters - weight * budget, budget - cost).__ceil__() if budget > cost else 1
    if least is None:
        return None

    def wins(n: int) -> bool:
        share = Fraction(budget, voters + n) if kept_share is None else kept_share
        return p in run_at(_with_new(stakes, p, n, ties), share, until=p).sequence

    return _least(wins, max(1, int(least)), 10 * max(1, voters) + max(1, int(least)))


def _with_new(stakes: Stakes, p: int, n: int, ties: TieOrder) -> Stakes:
    """Return the stakes with one ballot group more, of weight n, that names p alone."""
    election = stakes.election
    votes = {**election.votes, election.projects[p].id: election.votes[election.projects[p].id] + n}
    places = ties.places(election.projects, votes)
    groups_p, weights_p = list(stakes.groups_p), list(stakes.weights_p)
    weight_p, heavy_p = list(stakes.weight_p), list(stakes.heavy_p)
    # First, so that those who weigh 1 stay together at the end.
    groups_p[p] = np.append(stakes.groups, groups_p[p])
    weights_p[p] = np.append(n, weights_p[p])
    weight_p[p] += n
    heavy_p[p] += 1
    multipliers_p = stakes.multipliers_p
    if multipliers_p is not None:
        multipliers_p = list(multipliers_p)
        multipliers_p[p] = np.append(election.ballots.points_scale, multipliers_p[p])
    return replace(
        stakes,
        groups_p=groups_p,
        weights_p=weights_p,
        weight_p=weight_p,
        heavy_p=heavy_p,
        multipliers_p=multipliers_p,
        place_p=[places[project.id] for project in election.projects],
        groups=stakes.groups + 1,
        total_weight=stakes.total_weight + n,
    )


def _least(wins: Callable[[int], bool], least: int, most: int) -> int | None:
    """Return a number from ``least`` on that wins while one less does not: steps that double, then halving."""
    low, high = least - 1, least
    step = max(1, least // 16)
    while not wins(high):
        low, high = high, high + step
        step *= 2
        if high > most:
            return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if wins(middle) else (middle, high)
    return high
