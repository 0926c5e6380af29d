"""One run of equal shares on whole numbers, every decision proved.

Each group's purse is known as one whole number ``lo`` with one common error E: ``lo = 0`` exactly when the purse is
empty, else ``lo <= purse <= lo + E``. The unit is so small that all money together stays below 2^61.

For project c with cost C, supporters' weights w (and multipliers m for points) and a price p:
F(p) = sum of w * min(lo, p * m) is computed exactly; with the true purses it would be f(p).

1. F(p) <= f(p) <= F(p) + E * (weight of the poor), who cannot pay p * m. The rich pay the same in both.
2. ``_solve``: the least whole p_hi with F(p_hi) >= C bounds the price above; going down from there, f falls by at least
   the reach of the rich a unit, which bounds it below.
3. ``_unless_worse``: if F(cap) + E * W < C at the price where c would equal the best so far, c is worse. A Newton step from
   there is a bound that stays valid, because purses only fall.
4. The winner's worst case must beat every other's best case. Else ``_settle``: exact prices (``ledger``) are compared
   as fractions; equal ones are a tie, reported, and the tie order picks.
5. ``_buy``: purses less p_hi, E grows by p_hi - p_lo. Where it is not certain whether a purse is empty, or E grows too
   large, ``_sharpen`` puts the exact prices in and E falls to at most the number of rounds.
6. What is still open then (``Undecided``) is for the class-based exact run.

Floats only hold bounds of rho = price / utility, pushed outwards by 2^-50, more than the four roundings that make one;
they say what need not be looked at, never who wins.
"""

from fractions import Fraction
from math import inf
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from voting.ballots.grouped import Ints
from voting.rules.follow import CommonVoters, Follow
from voting.rules.ledger import Ledger, Purchase, Undecided, brackets
from voting.rules.restrictions import Restrictions
from voting.rules.run import Floats, Run, unit_for
from voting.rules.stakes import Stakes, weighed, weight_of

_DOWN = 1 - 2.0**-50
_UP = 1 + 2.0**-50


class Offer(NamedTuple):
    """What a project would cost its supporters now.

    Attributes
    ----------
    low, high : int
        Bracket of the price.
    have : int64 array
        Purses of the supporters.
    rich_s, standing_s : bool array
        Who can pay the upper end; who has anything.
    """

    low: int
    high: int
    have: Ints
    rich_s: NDArray[np.bool_]
    standing_s: NDArray[np.bool_]


class PurseRun:
    """The state of one run; ``play`` goes through it."""

    def __init__(
        self,
        stakes: Stakes,
        endowment: Fraction,
        *,
        guide: Run | None = None,
        target: Run | None = None,
        keep: bool = False,
        common: CommonVoters | None = None,
        until: int | None = None,
    ) -> None:
        self.stakes, self.until = stakes, until
        unit = unit_for(endowment, stakes.total_weight, stakes.max_multiplier)
        self.run = Run(endowment, unit)
        self.guide, self.target, self.keep = guide, target, keep
        self.follow_guide = Follow(guide.sequence, common) if guide and guide.bounds else None
        self.follow_target = Follow(target.sequence, common) if target and target.upper else None
        start = endowment.numerator * unit // endowment.denominator
        self.error = 0 if start * endowment.denominator == endowment.numerator * unit else 1
        self.start, self.start_error = start, self.error
        self.lo_g = np.full(stakes.groups, start, dtype=np.int64)
        self.cost_p = [cost * unit for cost in stakes.cost_p]
        self.scales: list[float] = (stakes.utility_floats * float(unit)).tolist()
        self.bound_p = self._first_bounds()
        self.ledger: Ledger | None = None
        self.restrictions = Restrictions.of(stakes)
        for project in self.restrictions.start(stakes.free):
            self.bound_p[project] = inf

    def _first_bounds(self) -> Floats:
        """Return rho of every project with full purses, rounded down; out who surely cannot be afforded."""
        bound_p = self.stakes.full_purse_rho * _DOWN
        bound_p[self.stakes.share_needed > float(self.run.endowment) * (1 + 1e-9)] = inf
        return bound_p

    def play(self) -> Run:
        """Buy until nobody can afford anything more, or until it is certain whether the project ``until`` is bought."""
        if self.start == 0 and self.error == 0:
            return self.run
        while True:
            t = len(self.run.purchases)
            if self.guide is not None and self._guided(t):
                np.maximum(self.bound_p, self.guide.bounds[t], out=self.bound_p)
            winner = self._decide()
            if winner is None:
                return self.run
            if self.keep:
                self.run.bounds.append(self.bound_p.copy())
            self._buy(*winner)
            if self.until is not None and self.bound_p[self.until] == inf:
                return self.run

    def _guided(self, t: int) -> bool:
        """Say whether the guide stood as this run does now, with a round to come."""
        follow, guide = self.follow_guide, self.guide
        return follow is not None and guide is not None and follow.alike and t < len(guide.bounds)

    def _target_cap(self, t: int) -> float:
        """Return the upper bound of the lower run's winner at this round, while both stand alike."""
        follow, target = self.follow_target, self.target
        if follow is None or target is None or not follow.alike or t >= len(target.upper):
            return 0.0
        return target.upper[t]

    def _purses(self, c: int) -> Ints:
        """Return the purses of c's supporters."""
        # Every group is there: "clip" only spares the check.
        return self.lo_g.take(self.stakes.groups_p[c], mode="clip")

    def _solve(self, c: int, purses: Ints | None = None) -> Offer | None:
        """Return the bracket of c's price, or ``None`` when its supporters, with these purses, cannot pay (step 2)."""
        stakes = self.stakes
        have, weights = self._purses(c) if purses is None else purses, stakes.weights_p[c]
        times = None if stakes.multipliers_p is None else stakes.multipliers_p[c]
        heavy = stakes.heavy_p[c]
        cost = self.cost_p[c]
        p = max(0, int(self.bound_p[c] * self.scales[c] * _DOWN) - 1)
        gap, before = cost, -1
        while True:
            full = p if times is None else p * times
            rich_s = have > full
            rich = self._reach(c, rich_s)
            if rich != before:  # else the same could pay at the last p: F grew by their reach a unit
                gap = cost - weighed(np.minimum(have, full), weights, heavy)
            if gap <= 0:
                if gap < 0:
                    raise Undecided
                high, rich_s = p, have >= full
                rich = self._reach(c, rich_s)
                break
            if rich == 0:
                self._put_out(c, have, weights, gap)
                return None
            if gap <= rich and (times is None or weighed(np.minimum(have, full + times), weights, heavy) >= cost):
                high = p + 1
                break
            step = max(1, gap // rich)
            p, gap, before = p + step, gap - step * rich, rich
        standing_s = have > 0
        low = p if self.error == 0 else self._lower(c, rich_s, rich, standing_s, p, gap)
        self.bound_p[c] = low / self.scales[c] * _DOWN
        return Offer(low, high, have, rich_s, standing_s)

    def _reach(self, c: int, who_s: NDArray[np.bool_]) -> int:
        """Return weight times multiplier of those of c's supporters who are marked."""
        stakes = self.stakes
        if stakes.multipliers_p is None:
            return weight_of(who_s, stakes.weights_p[c], stakes.heavy_p[c])
        return int((stakes.weights_p[c] * stakes.multipliers_p[c]).dot(who_s))

    def _lower(
        self, c: int, rich_s: NDArray[np.bool_], rich: int, standing_s: NDArray[np.bool_], p: int, gap: int
    ) -> int:
        """Return the lower end of c's bracket below p, where C - F(p) is ``gap`` and ``rich`` the reach of who can pay more."""
        weights, heavy = self.stakes.weights_p[c], self.stakes.heavy_p[c]
        weight = rich if self.stakes.multipliers_p is None else weight_of(rich_s, weights, heavy)
        slack = self.error * (weight_of(standing_s, weights, heavy) - weight) - gap
        if slack <= 0:
            return p
        return 0 if rich == 0 else max(0, p + (-slack) // rich)

    def _put_out(self, c: int, have: Ints, weights: Ints, gap: int) -> None:
        """Put c out if its supporters surely cannot pay; ask the exact purses if that is not sure."""
        standing = have > 0
        if self.error * int(weights @ standing) >= gap:
            owned, denominator = self._exact().money(self.stakes.groups_p[c][standing], weights[standing])
            if owned >= self.stakes.cost_p[c] * denominator:
                raise Undecided
        self.bound_p[c] = inf

    def _unless_worse(self, c: int, rho: float) -> Ints | None:
        """Return the purses of c's supporters; ``None``, with its bound raised, if c is surely worse than ``rho`` (step 3)."""
        stakes = self.stakes
        have, weights = self._purses(c), stakes.weights_p[c]
        times = None if stakes.multipliers_p is None else stakes.multipliers_p[c]
        cap = min(int(rho * self.scales[c] * _UP) + 1, (self.start + self.error) + 1)
        full = cap if times is None else cap * times
        paid = weighed(np.minimum(have, full), weights, stakes.heavy_p[c])
        gap = self.cost_p[c] - paid - self.error * stakes.weight_p[c]
        if gap <= 0:
            return have
        rich = self._reach(c, have > full)
        self.bound_p[c] = inf if rich == 0 else (cap + gap // rich) / self.scales[c] * _DOWN
        return None

    def _decide(self) -> tuple[int, Offer, tuple[int, ...]] | None:
        """Return the winner of the round, its offer and its ties (step 4)."""
        first = self._first_guess()
        if first is None:
            return None
        project, offer = first
        solved = {project: offer}
        best = offer.high / self.scales[project] * _UP
        wanted = self._target_cap(len(self.run.purchases))
        open_p = (self.bound_p <= max(best, wanted)).nonzero()[0]
        if len(open_p) > 1:
            twins = {self.stakes.twin_p[project]: project}
            for c in open_p[np.argsort(self.bound_p[open_p])].tolist():
                cap = max(best, wanted)
                if c in solved or self.bound_p[c] > cap:
                    continue
                twin = twins.get(self.stakes.twin_p[c])
                if twin is not None:
                    solved[c], self.bound_p[c] = solved[twin], self.bound_p[twin]
                    continue
                purses = self._unless_worse(c, cap)
                if purses is not None and (other := self._solve(c, purses)) is not None:
                    solved[c] = other
                    twins[self.stakes.twin_p[c]] = c
                    best = min(best, other.high / self.scales[c] * _UP)
        rivals = [c for c in solved if self.bound_p[c] <= best] if len(solved) > 1 else [project]
        if len(rivals) > 1:
            winner, tied = self._settle({c: solved[c] for c in rivals})
        else:
            winner, tied = rivals[0], ()
        self.run.upper.append(solved[winner].high / self.scales[winner] * _UP)
        return winner, solved[winner], tied

    def _first_guess(self) -> tuple[int, Offer] | None:
        """Return a project that may win and its offer: the guide's choice, else the lowest bound."""
        t = len(self.run.purchases)
        if self.guide is not None and self._guided(t):
            project = self.guide.purchases[t].project
            if self.bound_p[project] < inf and (offer := self._solve(project)) is not None:
                return project, offer
        while True:
            project = int(self.bound_p.argmin()) if len(self.bound_p) else -1
            if project < 0 or self.bound_p[project] == inf:
                return None
            offer = self._solve(project)
            if offer is not None:
                return project, offer

    def _settle(self, rivals: dict[int, Offer]) -> tuple[int, tuple[int, ...]]:
        """Compare exact rho of projects whose brackets overlap; return the winner and all that equal it."""
        self.run.close += 1
        twin_p, utility_p = self.stakes.twin_p, self.stakes.utility_p
        of_twin = {twin_p[c]: c for c in rivals}
        exact = {twin: self._exact_price(c, rivals[c]) / utility_p[c] for twin, c in of_twin.items()}
        rho = {c: exact[twin_p[c]] for c in rivals}
        least = min(rho.values())
        equal = sorted((c for c in rho if rho[c] == least), key=lambda c: self.stakes.place_p[c])
        return equal[0], tuple(equal) if len(equal) > 1 else ()

    def _exact_price(self, c: int, offer: Offer) -> Fraction:
        """Return c's exact price.

        If every supporter who is not empty can pay the upper end, the price is cost over their reach. Else the ledger
        tells it; supporters of whom the bracket leaves open whether they can pay are tried as rich, and those whose
        exact purse is less than the price that results are poor: it only rises, so this ends.
        """
        stakes = self.stakes
        groups, weights = stakes.groups_p[c], stakes.weights_p[c]
        have, standing = self.lo_g[groups], offer.standing_s
        times: Ints | int = 1 if stakes.multipliers_p is None else stakes.multipliers_p[c]
        poor = standing & (have < offer.high * times)
        if not poor.any():
            return Fraction(stakes.cost_p[c], int((weights * times) @ standing))
        unsure = poor & (have + self.error > offer.low * times)
        poor &= ~unsure
        ledger = self._exact()
        if unsure.sum() > 1000:
            raise Undecided
        purses = {int(s): ledger.purse(int(groups[s])) for s in np.flatnonzero(unsure)}
        while True:
            rich = int((weights * times) @ (standing & ~poor))
            if rich == 0:
                raise Undecided
            price = ledger.price(stakes.cost_p[c], rich, groups[poor], weights[poor])
            fallen = [
                s for s, purse in purses.items() if purse < price * (1 if isinstance(times, int) else int(times[s]))
            ]
            if not fallen:
                return price
            for s in fallen:
                poor[s] = True
                del purses[s]

    def _exact(self) -> Ledger:
        """Return the ledger, brought up to date."""
        stakes = self.stakes
        if self.ledger is None:
            self.ledger = Ledger(self.run.endowment, stakes.groups, max_multiplier=stakes.max_multiplier)
        for bought in self.run.purchases[self.ledger.rounds :]:
            enter(self.ledger, stakes, bought)
        return self.ledger

    def _buy(self, c: int, offer: Offer, tied: tuple[int, ...]) -> None:
        """Let c's supporters pay (step 5)."""
        stakes = self.stakes
        left, grown = self._after(c, offer)
        if self._unsure_who_is_empty(offer.have, left, grown):
            if self.run.sharpened and self.run.sharpened == len(self.run.purchases):
                raise Undecided
            self._sharpen()
            self.run.sharpened = len(self.run.purchases)
            sharper = self._solve(c)
            if sharper is None:
                raise Undecided
            offer = sharper
            self.run.upper[-1] = min(self.run.upper[-1], offer.high / self.scales[c] * _UP)
            left, grown = self._after(c, offer)
            if self._unsure_who_is_empty(offer.have, left, grown):
                raise Undecided
        self.lo_g[stakes.groups_p[c]] = np.maximum(left, 0, out=left)
        self.error = grown
        for follow in (self.follow_guide, self.follow_target):
            if follow is not None:
                follow.buy(c)
        self.run.purchases.append(Purchase(c, offer.low, offer.high, offer.rich_s, offer.standing_s, tied))
        self.bound_p[c] = inf
        for out in self.restrictions.take(c):
            self.bound_p[out] = inf
        if grown * stakes.total_weight >= 1 << 58:
            self._sharpen()

    def _after(self, c: int, offer: Offer) -> tuple[Ints, int]:
        """Return what c's supporters have left after paying the upper end, and the error of all purses then."""
        stakes = self.stakes
        due = offer.high if stakes.multipliers_p is None else offer.high * stakes.multipliers_p[c]
        return offer.have - due, self.error + (offer.high - offer.low) * stakes.max_multiplier

    @staticmethod
    def _unsure_who_is_empty(have: Ints, left: Ints, grown: int) -> bool:
        """Say whether some purse may be empty or not: one that had money and misses the price by less than E."""
        if grown == 0:
            return False
        # Seen as unsigned, what is left over becomes huge: one minimum finds the smallest shortfall.
        if int((-left).view(np.uint64).min()) >= grown:
            return False
        return bool(((left <= 0) & (left > -grown) & (have > 0)).any())

    def _sharpen(self) -> None:
        """Put exact prices in: E falls to at most the number of rounds."""
        stakes = self.stakes
        ledger = self._exact()
        self.lo_g.fill(self.start)
        error = self.start_error
        for bought, (low, high) in zip(self.run.purchases, brackets(ledger, self.run.unit), strict=True):
            groups = stakes.groups_p[bought.project]
            times = None if stakes.multipliers_p is None else stakes.multipliers_p[bought.project][bought.rich_s]
            self.lo_g[groups[bought.rich_s]] -= high if times is None else high * times
            self.lo_g[groups[bought.emptied_s]] = 0
            error += (high - low) * stakes.max_multiplier
            if bought.rich_s.any() and int(self.lo_g[groups[bought.rich_s]].min()) < 0:
                raise Undecided
        self.error = error
        self._refuse_lost_purses()

    def _refuse_lost_purses(self) -> None:
        """Stop if a purse that is not empty fell to zero by rounding."""
        emptied_g = np.zeros(self.stakes.groups, dtype=bool)
        for bought in self.run.purchases:
            groups = self.stakes.groups_p[bought.project]
            emptied_g[groups[bought.emptied_s]] = True
        # A purse paid out to the last unit is neither rich afterwards nor marked: it is sure only when E is 0.
        if self.error and bool(((self.lo_g == 0) & ~emptied_g).any()):
            raise Undecided


def enter(ledger: Ledger, stakes: Stakes, bought: Purchase) -> None:
    """Enter a purchase into a ledger."""
    c = bought.project
    times = None if stakes.multipliers_p is None else stakes.multipliers_p[c]
    ledger.enter(stakes.cost_p[c], stakes.groups_p[c], stakes.weights_p[c], times, bought)


def exact_ledger(stakes: Stakes, run: Run) -> Ledger:
    """Return the ledger of a finished run."""
    ledger = Ledger(run.endowment, stakes.groups, len(run.purchases), stakes.max_multiplier)
    for bought in run.purchases:
        enter(ledger, stakes, bought)
    return ledger
