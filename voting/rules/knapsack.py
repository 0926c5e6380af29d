"""The set of projects that is worth most to all voters together and fits the pot.

Without ceilings: exact, on whole numbers, by lists of states that no other state beats (G. L. Nemhauser, Z. Ullmann,
*Discrete Dynamic Programming and Capital Allocation*, Management Science 15, 1969):

1. Projects in order of worth per cost. A state is (cost, worth) of a set of the projects looked at.
2. Each project doubles the states; a state that costs no less and is worth no more than another is dropped.
3. So is a state that could not catch up with the best set known, if what is left of the pot were filled with the best of the
   remaining projects, the last one in part.
4. The best state at the end is the optimum; of equal ones the cheapest. Going back through the lists gives its projects.

With ceilings or incompatible projects the solver HiGHS finds the set; its worth and cost are then recomputed exactly.
"""

from dataclasses import dataclass, field
from fractions import Fraction
from math import lcm

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from voting.ballots.election import Election
from voting.ballots.errors import BadInput
from voting.ballots.grouped import Ints
from voting.rules.outcome import Missed, Outcome, differs
from voting.rules.recount import TooLarge, added_up, better_set, fits
from voting.rules.scores import scores_of
from voting.rules.ties import TieOrder
from voting.rules.utilities import utility, welfare


@dataclass(frozen=True)
class Options:
    """Options of the rule.

    Attributes
    ----------
    utility : str, optional
        What voters get from a project; default: one for each vote, points where ballots have points.
    ties : TieOrder
        Orders projects of equal worth per cost; the cheapest of several best sets is taken in any case.
    """

    utility: str | None = None
    ties: TieOrder = field(default_factory=lambda: TieOrder(("min-cost", "file")))


@dataclass(frozen=True)
class KnapsackRound:
    """One chosen project and what it is worth to all voters together."""

    project: str
    worth: int | Fraction


def count(election: Election, options: Options = Options()) -> Outcome:
    """Find the best set.

    Parameters
    ----------
    election : Election
    options : Options

    Examples
    --------
    >>> from voting.ballots import Limits, Project, from_lists
    >>> projects = (Project("park", 60), Project("road", 50), Project("hall", 50))
    >>> ballots = from_lists("approval", [[0], [1], [2]], weights=[5, 3, 3])
    >>> count(Election(projects, Limits(100), ballots)).selected
    ('road', 'hall')
    """
    worth = scores_of(election) if options.utility is None else welfare(election, utility(options.utility, election))
    places = options.ties.places(election.projects, election.votes)
    scale = election.money_scale
    worth_scale = lcm(*(Fraction(value).denominator for value in worth.values())) if worth else 1
    # Best worth per cost first; what costs nothing before everything.
    ranked = sorted(
        (p for p in election.projects if worth[p.id] > 0 and p.cost <= election.limits.budget),
        key=lambda p: (Fraction(p.cost) / worth[p.id], places[p.id]),
    )
    cost_p = [int(p.cost * scale) for p in ranked]
    worth_p = [int(worth[p.id] * worth_scale) for p in ranked]
    budget = int(election.limits.budget * scale)
    if sum(worth_p) >= 2**62 or sum(cost_p) >= 2**62:
        raise BadInput("too_large", what="the worth of all projects", value=sum(worth_p))
    limits = election.limits
    if limits.ceilings or limits.incompatible:
        picked = _by_solver(election, [election.position[p.id] for p in ranked], cost_p, worth_p, budget)
        verified = "cost and worth recomputed exactly; optimal within the tolerance of the solver HiGHS"
    else:
        picked = best_set(cost_p, worth_p, budget)
        verified = "exact dynamic programme"
    chosen = [ranked[i] for i in picked]
    taken = {p.id for p in chosen}
    return Outcome(
        rule="knapsack",
        options={"utility": options.utility, "ties": list(options.ties.criteria)},
        selected=tuple(p.id for p in chosen),
        cost=sum((p.cost for p in chosen), start=0),
        budget=limits.budget,
        rounds=tuple(KnapsackRound(p.id, worth[p.id]) for p in chosen),
        missed=tuple(
            Missed(p.id, "not_optimal" if worth[p.id] > 0 else "no_votes", {"worth": worth[p.id], "cost": p.cost})
            for p in election.projects
            if p.id not in taken
        ),
        verified=verified,
    )


def verify(election: Election, options: Options, outcome: Outcome) -> str | None:
    """Show by branching on every project that no set that fits is better; return how it was verified.

    Raises
    ------
    RuntimeError
        There is a better set.
    """
    worths = added_up(election, options.utility)
    projects = [p for p in election.projects if worths[p.id] > 0 and p.cost <= election.limits.budget]
    try:
        better = better_set(projects, worths, election.limits, list(outcome.selected))
    except TooLarge:
        return outcome.verified
    if better or not fits([p for p in projects if p.id in set(outcome.selected)], election.limits):
        raise differs()
    return "no better set, shown by branching on every project in fractions"


def best_set(cost_p: list[int], worth_p: list[int], budget: int) -> list[int]:
    """Return the places of the best set; projects come in order of worth per cost.

    Examples
    --------
    >>> best_set([60, 50, 50], [6, 4, 4], 100)
    [1, 2]
    """
    fill = _Fill(cost_p, worth_p)
    costs, worths = np.zeros(1, dtype=np.int64), np.zeros(1, dtype=np.int64)
    lists: list[tuple[Ints, Ints]] = []
    known = 0
    for i, (cost, value) in enumerate(zip(cost_p, worth_p, strict=True)):
        lists.append((costs, worths))
        fits = costs <= budget - cost
        costs, worths = _undominated(
            np.concatenate((costs, costs[fits] + cost)), np.concatenate((worths, worths[fits] + value))
        )
        surely, at_most = fill.bounds(i + 1, budget - costs)
        known = max(known, int((worths + surely).max()))
        # The float bound errs by less than one part in 10^12.
        keep = (worths + at_most) * (1 + 1e-12) + 1 >= known
        costs, worths = costs[keep], worths[keep]
    return _trace(lists, cost_p, worth_p, int(costs[-1]) if len(costs) else 0, int(worths[-1]) if len(worths) else 0)


def _undominated(costs: Ints, worths: Ints) -> tuple[Ints, Ints]:
    """Keep states that are worth more than every cheaper one, by rising cost."""
    order = np.lexsort((-worths, costs))
    costs, worths = costs[order], worths[order]
    best_before = np.concatenate(([-1], np.maximum.accumulate(worths)[:-1]))
    keep = worths > best_before
    return costs[keep], worths[keep]


class _Fill:
    """What the projects from i on can add to what is left of the pot, taken in order."""

    def __init__(self, cost_p: list[int], worth_p: list[int]) -> None:
        self.cost_before = np.concatenate(([0], np.cumsum(np.array(cost_p, dtype=np.int64))))
        self.worth_before = np.concatenate(([0], np.cumsum(np.array(worth_p, dtype=np.int64))))
        per_cost = [v / c if c else 0.0 for c, v in zip(cost_p, worth_p, strict=True)]
        self.per_cost = np.array([*per_cost, 0.0])

    def bounds(self, i: int, left: Ints) -> tuple[Ints, np.ndarray[tuple[int], np.dtype[np.float64]]]:
        """Return worth added surely (whole projects in order) and at most (the next one in part)."""
        end = np.searchsorted(self.cost_before, left + self.cost_before[i], side="right") - 1
        surely = self.worth_before[end] - self.worth_before[i]
        rest = left + self.cost_before[i] - self.cost_before[end]
        return surely, surely + rest * self.per_cost[np.minimum(end, len(self.per_cost) - 1)]


def _trace(lists: list[tuple[Ints, Ints]], cost_p: list[int], worth_p: list[int], cost: int, worth: int) -> list[int]:
    """Go back through the lists: a project is in if the state is not in the list before it."""
    chosen: list[int] = []
    for i in range(len(lists) - 1, -1, -1):
        costs, worths = lists[i]
        at = int(np.searchsorted(costs, cost))
        if at < len(costs) and int(costs[at]) == cost and int(worths[at]) == worth:
            continue
        chosen.append(i)
        cost, worth = cost - cost_p[i], worth - worth_p[i]
    return chosen[::-1]


def _by_solver(
    election: Election, position: list[int], cost_p: list[int], worth_p: list[int], budget: int
) -> list[int]:
    """Let HiGHS find the set under ceilings and incompatible projects."""
    limits = election.limits
    projects = [election.projects[p] for p in position]
    rows: list[list[float]] = [[float(c) for c in cost_p]]
    tops: list[float] = [float(budget)]
    for label, ceiling in limits.ceilings.items():
        rows.append([float(c) if label in p.label_pairs() else 0.0 for c, p in zip(cost_p, projects, strict=True)])
        tops.append(float(ceiling * election.money_scale))
    for group in limits.incompatible:
        rows.append([1.0 if p.id in group else 0.0 for p in projects])
        tops.append(1.0)
    if not projects:
        return []
    picked = _solved(rows, tops, [-float(worth) for worth in worth_p], len(projects))
    best = sum(worth_p[i] for i in picked)
    # Of all sets worth as much, the cheapest.
    cheaper = _solved([*rows, [-float(worth) for worth in worth_p]], [*tops, -float(best)], rows[0], len(projects))
    if sum(worth_p[i] for i in cheaper) >= best and sum(cost_p[i] for i in cheaper) < sum(cost_p[i] for i in picked):
        picked = cheaper
    if sum(cost_p[i] for i in picked) > budget:
        raise RuntimeError("the solver returned a set that does not fit the pot")
    return picked


def _solved(rows: list[list[float]], tops: list[float], least: list[float], projects: int) -> list[int]:
    """Return the set that keeps every row at or below its top and makes the sum of ``least`` least; none when there is none."""
    # Each row in its own measure, so that the solver's tolerance means the same everywhere.
    matrix = np.array([[x / abs(top) if top else x for x in row] for row, top in zip(rows, tops, strict=True)])
    found = milp(
        np.array(least) / max(1.0, *map(abs, least)),
        constraints=LinearConstraint(matrix, ub=np.sign(tops)),
        integrality=np.ones(projects),
        bounds=Bounds(0, 1),
        options={"mip_rel_gap": 0.0},
    )
    return [] if found.x is None else [i for i, x in enumerate(found.x) if x > 0.5]
