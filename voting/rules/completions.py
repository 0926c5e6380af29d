"""What becomes of the money that equal shares leave over.

*greedy* (also after Add1, then called Add1U): the remaining projects by votes, each taken if it fits what is left.

*eps*: voters who do not support a project are taken to get a utility epsilon from it, and epsilon goes to zero. When no
project can be paid by its supporters alone, they give all they have, the others share the rest evenly; the project with the
least such share per unit of utility is bought.
"""

from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from voting.ballots.limits import Limits, Room
from voting.rules.classes import Classes, run_by_classes
from voting.rules.greedy import fill
from voting.rules.stakes import Stakes
from voting.rules.ties import TieOrder

Counts = NDArray[np.float64]
Added = tuple[str, str, Fraction | None]
"""A project added, the completion's name, and the share that others paid, if any (currency units)."""


def complete(name: str, stakes: Stakes, endowment: Fraction, chosen: list[str], ties: TieOrder) -> list[Added]:
    """Return what the completion adds, in order.

    Parameters
    ----------
    name : str
        ``none``, ``add1``: nothing. ``greedy``, ``add1u``: by votes. ``eps``.
    stakes : Stakes
    endowment : Fraction
        Of the run that ended, in the scaled currency.
    chosen : list of str
        What it bought.
    ties : TieOrder
    """
    if name in ("greedy", "add1u"):
        return [(project, "greedy", None) for project in _by_votes(stakes, chosen, ties)]
    if name == "eps":
        return _by_epsilon(stakes, endowment, chosen)
    return []


def _room_left(stakes: Stakes, chosen: list[str]) -> Room:
    """Return the limits with the chosen projects taken."""
    room = Room(stakes.election.limits)
    for project in chosen:
        room.take(stakes.election.projects[stakes.election.position[project]])
    return room


def _by_votes(stakes: Stakes, chosen: list[str], ties: TieOrder) -> list[str]:
    """Fill what is left by votes, within what is left of the ceilings."""
    election = stakes.election
    room = _room_left(stakes, chosen)
    rest = [project for project in election.projects if project.id not in set(chosen)]
    open_now = [project for project in rest if room.obstacle(project) is None]
    left = Limits(room.left, room.left_under, election.limits.incompatible)
    return list(fill(open_now, election.votes, left, ties=ties).selected)


def _by_epsilon(stakes: Stakes, endowment: Fraction, chosen: list[str]) -> list[Added]:
    """Buy with everybody's money, supporters first."""
    classes = run_by_classes(stakes, endowment).purses
    room = _room_left(stakes, chosen)
    projects = stakes.election.projects
    open_p = [p for p in stakes.buyable if projects[p].id not in set(chosen)]
    added: list[Added] = []
    while classes is not None:
        open_p = [p for p in open_p if room.obstacle(projects[p]) is None]
        best = _best_offer(stakes, classes, open_p)
        if best is None:
            break
        p, share = best
        classes.pay_all(share, stakes.groups_p[p])
        room.take(projects[p])
        open_p.remove(p)
        added.append((projects[p].id, "eps", share / stakes.money_scale))
    return added


def _best_offer(stakes: Stakes, classes: Classes, open_p: list[int]) -> tuple[int, Fraction] | None:
    """Return the project with the least share per utility, and the share; ties by the tie order.

    Floats pick who is priced exactly. A project whose others, each paying what would make it equal to the best, raise
    less than its cost by more than 10^-9 of it (more than rounding can do) is surely worse.
    """
    weights_g = stakes.election.ballots.weight_g
    size = len(classes.numerators)
    all_k: Counts = np.bincount(classes.class_g, weights=weights_g, minlength=size).astype(np.float64)
    purse_k = classes.floats
    best: tuple[Fraction, int, int, Fraction] | None = None
    for p in open_p:
        supporters = classes.class_g[stakes.groups_p[p]]
        theirs_k: Counts = np.bincount(supporters, stakes.weights_p[p], size).astype(np.float64)
        if best is not None:
            cap = float(best[0]) * float(stakes.utility_p[p]) * (1 + 1e-12)
            raised = float(theirs_k @ purse_k + (all_k - theirs_k) @ np.minimum(purse_k, cap))
            if raised < stakes.cost_p[p] * (1 - 1e-9):
                continue
        share = _share(stakes.cost_p[p], classes, theirs_k, all_k - theirs_k)
        if share is not None:
            offer = (share / stakes.utility_p[p], stakes.place_p[p], p, share)
            best = offer if best is None else min(best, offer)
    return None if best is None else (best[2], best[3])


def _share(cost: int, classes: Classes, theirs_k: Counts, others_k: Counts) -> Fraction | None:
    """Return what each of the others pays at most when supporters give all, or ``None`` if that is not enough."""
    numerators = classes.numerators
    missing = cost * classes.denominator
    missing -= sum(int(theirs_k[k]) * numerators[k] for k in np.flatnonzero(theirs_k).tolist())
    others = sorted((numerators[k], int(others_k[k])) for k in np.flatnonzero(others_k).tolist() if k)
    reach = sum(weight for _, weight in others)
    for purse, weight in others:
        if purse * reach >= missing:
            return Fraction(max(missing, 0), reach * classes.denominator)
        missing -= purse * weight
        reach -= weight
    return None
