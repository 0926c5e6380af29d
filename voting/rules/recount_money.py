"""Second counts of bounded overspending and expanding approvals in plain fractions, straight from their definitions.

One purse for each distinct ballot; equal purses are one entry of a list. Nothing is shared with the first counts.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction

from voting.ballots.election import Election
from voting.ballots.limits import Limits
from voting.rules.recount import TooLarge, plain_ballots, value_of_cost, who_fits

MOST_ENTRIES = 6_000_000  # distinct ballots times projects: some seconds

Payer = tuple[Fraction, int, int]
"""A purse, how many times the unit of utility its owners get, how many of them there are."""


Offer = tuple[Fraction, Fraction, Fraction]
"""rho / alpha, -alpha, rho."""


@dataclass(frozen=True)
class Bought:
    """One purchase: the project, the level of the rankings (0 without), rho or price, the part of the cost covered."""

    project: int
    level: int
    price: Fraction
    alpha: Fraction


class MoneyAgain:
    """Purses of all ballots, and who pays for what.

    Raises
    ------
    TooLarge
        When the ballots are too many.
    """

    def __init__(self, election: Election, times_of: Callable[[int, int, int], int]) -> None:
        self.election = election
        self.ballots = list(plain_ballots(election))
        if len(self.ballots) * len(election.projects) > MOST_ENTRIES:
            raise TooLarge
        self.supporters_p: list[list[tuple[int, int, int]]] = [[] for _ in election.projects]  # ballot, times, level
        for number, ballot in enumerate(self.ballots):
            for p, points, level in ballot.entries:
                times = times_of(points, level, ballot.length)
                if times > 0 and points > 0:
                    self.supporters_p[p].append((number, times, level))
        total = sum(ballot.weight for ballot in self.ballots)
        self.purses = [Fraction(0), Fraction(election.limits.budget) / total if total else Fraction(0)]
        self.purse_of = [1] * len(self.ballots)
        self.bought: list[Bought] = []
        self.ties: list[tuple[int, tuple[int, ...]]] = []

    def payers(self, p: int, level: int | None = None) -> list[Payer]:
        """Return p's supporters who have money, equal ones joined, who can pay least for one unit first."""
        weights: dict[tuple[int, int], int] = {}
        for number, times, at in self.supporters_p[p]:
            if level is None or at < level:
                key = (self.purse_of[number], times)
                weights[key] = weights.get(key, 0) + self.ballots[number].weight
        found = [(self.purses[purse], times, weight) for (purse, times), weight in weights.items()]
        return sorted((payer for payer in found if payer[0] > 0), key=lambda payer: payer[0] / payer[1])

    def pay(self, p: int, price: Fraction, level: int | None = None) -> None:
        """Let p's supporters pay ``price`` for each of their times, or all they have."""
        place = {purse: index for index, purse in enumerate(self.purses)}
        for number, times, at in self.supporters_p[p]:
            if level is None or at < level:
                left = max(Fraction(0), self.purses[self.purse_of[number]] - price * times)
                if left not in place:
                    place[left] = len(self.purses)
                    self.purses.append(left)
                self.purse_of[number] = place[left]

    def first(self, among: dict[int, Fraction], place: list[int]) -> int:
        """Return the project with the least number, by the tie order; note equal ones."""
        least = min(among.values())
        equal = sorted((p for p in among if among[p] == least), key=place.__getitem__)
        if len(equal) > 1:
            self.ties.append((len(self.bought) + 1, tuple(equal)))
        return equal[0]

    def take_free(self, place: list[int], level: int) -> set[int]:
        """Take supported projects that cost nothing; return what may still be bought."""
        projects, budget = self.election.projects, self.election.limits.budget
        supported = [p for p, supporters in enumerate(self.supporters_p) if supporters]
        for p in sorted((p for p in supported if projects[p].cost == 0), key=place.__getitem__):
            self.bought.append(Bought(p, level, Fraction(0), Fraction(1)))
        return {p for p in supported if 0 < projects[p].cost <= budget}

    def allowed(self, among: set[int], limits: Limits) -> set[int]:
        """Return who keeps the limits beside what was bought."""
        projects = self.election.projects
        return who_fits(among, [projects[bought.project] for bought in self.bought], projects, limits)


def full_price(payers: list[Payer], cost: Fraction) -> Fraction | None:
    """Return the least price for one unit at which payers, the poorest first, raise the cost; ``None`` if they cannot."""
    missing, reach = cost, sum(times * weight for _, times, weight in payers)
    for purse, times, weight in payers:
        if purse / times * reach >= missing:
            return missing / reach
        missing -= purse * weight
        reach -= times * weight
    return None


def overspending_again(election: Election, utility: str, place: list[int]) -> MoneyAgain:
    """Count by bounded overspending."""
    with_points = election.ballots.points_b is not None

    def times_of(points: int, level: int, length: int) -> int:
        return max(0, length - 1 - level) if utility == "borda" else points if with_points else 1

    again = MoneyAgain(election, times_of)
    worth_p = [_worth(election, utility, p) for p in range(len(election.projects))]
    left = {p for p in again.take_free(place, 0) if worth_p[p] > 0}
    who_p = [tuple((number, times) for number, times, _ in supporters) for supporters in again.supporters_p]
    of_kind = {p: (worth_p[p], election.projects[p].cost, who_p[p]) for p in left}
    number = {kind: n for n, kind in enumerate(dict.fromkeys(of_kind.values()))}
    kind_p = {p: number[kind] for p, kind in of_kind.items()}  # equal projects have one offer
    known = [Fraction(0)] * len(number)  # purses only fall, so no offer ever gets better
    while left := again.allowed(left, election.limits):
        offers: dict[int, Offer] = {}
        least: Fraction | None = None
        some = {kind_p[p]: p for p in left}
        for kind in sorted(some, key=known.__getitem__):
            if least is not None and known[kind] > least:
                break
            p = some[kind]
            offer = _offer(again.payers(p), Fraction(election.projects[p].cost), worth_p[p])
            if offer is not None:
                offers[kind], known[kind] = offer, offer[0]
                least = offer[0] if least is None else min(least, offer[0])
        if least is None:
            break
        equal = {p: least for p in left if kind_p[p] in offers and offers[kind_p[p]][0] == least}
        winner = again.first(equal, place)
        _, alpha, rho = offers[kind_p[winner]]
        again.bought.append(Bought(winner, 0, rho, -alpha))
        again.pay(winner, rho * worth_p[winner])
        left.remove(winner)
    return again


def _worth(election: Election, utility: str, p: int) -> Fraction:
    """Return what one unit of a supporter is worth."""
    if utility == "points":
        return Fraction(1, election.ballots.points_scale)
    return Fraction(1) if utility == "borda" else value_of_cost(utility, election.projects[p].cost)


def _offer(payers: list[Payer], cost: Fraction, worth: Fraction) -> Offer | None:
    """Return (rho / alpha, -alpha, rho), the least of all points where a purse runs out and of the full price."""
    tried: list[tuple[Fraction, Fraction]] = []
    given, reach = Fraction(0), sum(times * weight for _, times, weight in payers)
    for purse, times, weight in payers:
        unit = purse / times
        alpha = (given + unit * reach) / cost
        if alpha >= 1:
            break
        tried.append((unit, alpha))
        given += purse * weight
        reach -= times * weight
    price = full_price(payers, cost)
    if price is not None:
        tried.append((price, Fraction(1)))
    return min(((unit / (worth * a**2), -a, unit / (worth * a)) for unit, a in tried), default=None)


def levels_again(election: Election, place: list[int]) -> MoneyAgain:
    """Count rankings by expanding approvals."""
    again = MoneyAgain(election, lambda points, level, length: 1)
    left = again.take_free(place, 1)
    # Purses keep the pot; only ceilings and incompatible projects bar what can be paid.
    limits = replace(election.limits, budget=sum((project.cost for project in election.projects), start=0))
    deepest = max((level for who in again.supporters_p for _, _, level in who), default=-1)
    for level in range(1, deepest + 2):
        while left := again.allowed(left, limits):
            prices = {p: full_price(again.payers(p, level), Fraction(election.projects[p].cost)) for p in left}
            rho = {p: price / election.projects[p].cost for p, price in prices.items() if price is not None}
            if not rho:
                break
            winner = again.first(rho, place)
            price = rho[winner] * election.projects[winner].cost
            again.bought.append(Bought(winner, level, price, Fraction(1)))
            again.pay(winner, price, level)
            left.remove(winner)
    return again
