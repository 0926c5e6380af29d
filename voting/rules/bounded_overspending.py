"""Equal shares with bounded overspending: a project that its supporters can nearly pay may be bought.

1. Endowments and utilities as in equal shares. If each supporter of c pays at most lambda for each unit of utility, and at
   most what she has, they raise f(lambda) and cover the part alpha = min(1, f(lambda) / C) of the cost.
2. rho = lambda / alpha is what a unit would cost them if they paid for all of it; c is judged by rho / alpha at the lambda
   that makes this least: who overspends more is judged worse.
3. Between the points where some purse runs out, and where alpha reaches 1, f is linear and rho / alpha has no minimum inside:
   only these points are tried; of equal ones the one with the largest alpha is taken, which overspends least.
4. The project with the least rho / alpha that fits what is left of the pot is bought; supporters pay rho for each unit of
   utility, or all they have. The pot pays what is missing.

G. Papasotiropoulos, S. Z. Pishbin, O. Skibski, P. Skowron, T. Was, *Method of Equal Shares with Bounded Overspending*,
arXiv 2409.15005.

Exactness: purses are fractions by class (``classes``). Floats, which err by less than 10^-9 in sums of positive terms, say
what need not be compared; what may be best is compared in fractions.
"""

from dataclasses import dataclass, field
from fractions import Fraction
from math import inf

import numpy as np
from numpy.typing import NDArray

from voting.ballots.election import Election
from voting.ballots.grouped import Ints
from voting.ballots.limits import Room
from voting.rules.classes import Classes
from voting.rules.outcome import Missed, Outcome, confirm
from voting.rules.recount import TooLarge
from voting.rules.recount_money import overspending_again
from voting.rules.stakes import Stakes, stakes_of
from voting.rules.ties import Tie, TieOrder
from voting.rules.utilities import utility

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Options:
    """Options: utility and tie order, as in equal shares."""

    utility: str = "cost"
    ties: TieOrder = field(default_factory=lambda: TieOrder(("min-cost", "max-votes", "file")))


@dataclass(frozen=True)
class BosRound:
    """One purchase: rho, and the part of the cost that its supporters covered at lambda = rho * alpha."""

    project: str
    rho: Fraction
    alpha: Fraction


@dataclass(frozen=True)
class Offer:
    """What a project asks: rho / alpha, and the two."""

    judged: Fraction
    rho: Fraction
    alpha: Fraction


def count(election: Election, options: Options = Options()) -> Outcome:
    """Count by equal shares with bounded overspending.

    Parameters
    ----------
    election : Election
    options : Options

    Examples
    --------
    >>> from voting.ballots import Limits, Project, from_lists
    >>> projects = (Project("park", 60), Project("road", 45))
    >>> outcome = count(Election(projects, Limits(100), from_lists("approval", [[0], [1]], weights=[6, 4])))
    >>> outcome.selected, outcome.rounds[0].alpha
    (('park',), Fraction(1, 1))
    """
    stakes = stakes_of(election, utility(options.utility, election), options.ties)
    rounds, ties = _run(stakes)
    chosen = tuple(bought.project for bought in rounds)
    cost_of = {project.id: project.cost for project in election.projects}
    return Outcome(
        rule="bos",
        options={"utility": options.utility, "ties": list(options.ties.criteria)},
        selected=chosen,
        cost=sum((cost_of[project] for project in chosen), start=0),
        budget=election.limits.budget,
        rounds=tuple(rounds),
        ties=tuple(ties),
        missed=tuple(
            Missed(p.id, "unaffordable" if election.votes[p.id] else "no_votes", {"votes": election.votes[p.id]})
            for p in election.projects
            if p.id not in set(chosen)
        ),
        endowment=Fraction(election.limits.budget) / stakes.total_weight if stakes.total_weight else None,
        increments=0,
    )


def verify(election: Election, options: Options, outcome: Outcome) -> str:
    """Count again in plain fractions where the ballots are few enough; return how it was verified.

    Raises
    ------
    RuntimeError
        The two counts differ.
    """
    places = options.ties.places(election.projects, election.votes)
    try:
        again = overspending_again(election, options.utility, [places[p.id] for p in election.projects])
    except TooLarge:
        return "purses and prices are fractions; too large to count again ballot by ballot"
    ids = [project.id for project in election.projects]
    rounds = [BosRound(ids[bought.project], bought.price, bought.alpha) for bought in again.bought]
    confirm(outcome, rounds, [Tie(t, tuple(ids[p] for p in equal)) for t, equal in again.ties])
    return "counted again in fractions"


def _run(stakes: Stakes) -> tuple[list[BosRound], list[Tie]]:
    """Buy until no project fits or nobody has money for one."""
    projects = stakes.election.projects
    room = Room(stakes.election.limits)
    rounds = [BosRound(projects[p].id, Fraction(0), Fraction(1)) for p in stakes.free]
    for p in stakes.free:
        room.take(projects[p])
    ties: list[Tie] = []
    if stakes.total_weight == 0:
        return rounds, ties
    classes = Classes(stakes, Fraction(stakes.budget, stakes.total_weight))
    known = dict.fromkeys(stakes.buyable, 0.0)  # rho / alpha never falls: what was found is a lower bound
    while True:
        known = {p: bound for p, bound in known.items() if room.obstacle(projects[p]) is None}
        offers = _offers(stakes, classes, known)
        if not offers:
            return rounds, ties
        best = min(offer.judged for offer in offers.values())
        equal = sorted((p for p in offers if offers[p].judged == best), key=lambda p: stakes.place_p[p])
        if len(equal) > 1:
            ties.append(Tie(len(rounds) + 1, tuple(projects[p].id for p in equal)))
        winner = equal[0]
        offer = offers[winner]
        rounds.append(BosRound(projects[winner].id, offer.rho / stakes.money_scale, offer.alpha))
        classes.buy(winner, offer.rho * stakes.utility_p[winner])
        room.take(projects[winner])
        del known[winner]


def _offers(stakes: Stakes, classes: Classes, known: dict[int, float]) -> dict[int, Offer]:
    """Return exact offers of all projects that may be best, looking at the lowest bounds first."""
    found: dict[int, Offer] = {}
    of_twin: dict[int, Offer | None] = {}
    best = inf
    for p in sorted(known, key=lambda p: known[p]):
        if known[p] > best * (1 + 1e-8):
            break
        twin = stakes.twin_p[p]
        if twin not in of_twin:
            of_twin[twin] = _offer(stakes, classes, p, best)
        offer = of_twin[twin]
        if offer is None:
            continue
        found[p] = offer
        known[p] = float(offer.judged) * (1 - 1e-12)
        best = min(best, float(offer.judged))
    return found


def _offer(stakes: Stakes, classes: Classes, p: int, best: float) -> Offer | None:
    """Return p's least offer, exactly, or ``None`` when it is surely above ``best`` or nobody has money."""
    held, times, weights = classes.supporters(p)
    if len(held) == 0:
        return None
    worth, cost = stakes.utility_p[p], stakes.cost_p[p]
    lam_k, alpha_k = _points(classes, held, times, weights, cost)
    partial = alpha_k < 1 - 1e-9
    judged_k = np.where(partial, lam_k / np.square(alpha_k) / float(worth), inf)
    limit = min(best, float(judged_k.min())) * (1 + 1e-6)
    pairs = [
        (classes.numerators[klass], multiple, weight)
        for klass, multiple, weight in zip(held.tolist(), times.tolist(), weights.tolist(), strict=True)
    ]
    # Where floats leave open whether alpha reaches 1, the exact value says.
    looked_at = np.flatnonzero((judged_k <= limit) | (~partial & (alpha_k < 1 + 1e-9))).tolist()
    tried = [point for k in looked_at if (point := _at(pairs, k, cost, classes.denominator))[1] <= 1]
    # The full price lies above every point with alpha below 1.
    if not partial.all() and float(lam_k[partial].max(initial=0.0)) / float(worth) <= limit:
        price = classes.price(p)
        tried += [(price, Fraction(1))] if price is not None else []
    offers = [Offer(lam / (worth * alpha**2), lam / (worth * alpha), alpha) for lam, alpha in tried]
    return min(offers, key=lambda offer: (offer.judged, -offer.alpha)) if offers else None


def _points(classes: Classes, held: Ints, times: Ints, weights: Ints, cost: int) -> tuple[Floats, Floats]:
    """Return, for each class of supporters, lambda where its purse runs out and alpha there, in floats."""
    lam_k = classes.floats[held] / times
    order = np.argsort(lam_k)
    spent = np.concatenate(([0.0], np.cumsum((weights * classes.floats[held])[order])))[:-1]
    reach = np.cumsum((weights * times)[order][::-1])[::-1]
    alpha_k = np.empty(len(held))
    alpha_k[order] = (spent + lam_k[order] * reach) / cost
    return lam_k, alpha_k


def _at(pairs: list[tuple[int, int, int]], k: int, cost: int, denominator: int) -> tuple[Fraction, Fraction]:
    """Return (lambda for multiplier 1, alpha) where the purse of pair k runs out, exactly."""
    purse, times, _ = pairs[k]
    raised = sum(weight * min(other * times, purse * multiple) for other, multiple, weight in pairs)
    return Fraction(purse, denominator * times), Fraction(raised, denominator * times * cost)
