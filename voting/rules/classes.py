"""Equal shares once more, by another path: exact fractions, one for each class of equal purses.

Voters with equal purses form a class; each class holds one whole numerator over a denominator common to all.

1. For the best project so far, with exact rho, ask of every other: could its supporters, paying what would make it
   equal, raise its cost? In floats the sum of at most 10^6 rounded terms errs by less than 10^-9 of itself, so
   "less than the cost by more than that" is proof that they could not.
2. Who could is priced exactly: poor classes give all, the rest share what is missing; poor and rich are checked exactly.
3. The least rho wins, ties by the tie order; the classes of the payers are split, prices join the common denominator.

Nothing here is shared with ``purses`` and ``ledger`` but the election. It is the check of every final run, and takes over
where brackets leave a question open.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from math import gcd, inf

import numpy as np
from numpy.typing import NDArray

from voting.ballots.grouped import Ints
from voting.rules.restrictions import Restrictions
from voting.rules.stakes import Stakes

_SURELY_LESS = 1 - 1e-9
_OUTWARD = 1 + 1e-12


@dataclass(eq=False)
class ClassRun:
    """What the class-based run found: order, exact prices for multiplier 1 (scaled currency), ties, purses at the end."""

    sequence: list[int] = field(default_factory=list)
    prices: list[Fraction] = field(default_factory=list)
    ties: list[tuple[int, ...]] = field(default_factory=list)
    purses: "Classes | None" = None


class Classes:
    """Purses by class."""

    def __init__(self, stakes: Stakes, endowment: Fraction) -> None:
        self.stakes = stakes
        self.denominator = endowment.denominator
        self.numerators = [0, endowment.numerator]  # class 0 is empty
        self.class_g: Ints = np.full(stakes.groups, 1 if endowment > 0 else 0, dtype=np.int64)
        self.floats = np.zeros(0)
        self.kept = 2
        self.round = 0
        self.paid_at_g = np.zeros(stakes.groups, dtype=np.int32)
        self._priced: dict[int, tuple[int, Fraction | None]] = {}
        self._refresh()

    def _refresh(self) -> None:
        """Round every exact purse to a float anew, so that errors never add up."""
        self.floats = np.array([n / self.denominator for n in self.numerators])

    def look_at(self, stakes: Stakes) -> None:
        """See other supporters from now on (a further level of the rankings); forget prices found before."""
        self.stakes = stakes
        self._priced = {}

    def could_reach(self, c: int, rho: float) -> bool:
        """Say whether c might be as good as ``rho`` (step 1)."""
        stakes = self.stakes
        have = self.floats[self.class_g[stakes.groups_p[c]]]
        cap = rho * float(stakes.utility_p[c]) * _OUTWARD
        limit = cap if stakes.multipliers_p is None else cap * stakes.multipliers_p[c]
        return float(stakes.weights_p[c] @ np.minimum(have, limit)) >= stakes.cost_p[c] * _SURELY_LESS

    def price(self, c: int) -> Fraction | None:
        """Return c's exact price for multiplier 1, or ``None`` when its supporters cannot pay (step 2)."""
        at, price = self._priced.get(c, (-1, None))
        if at < 0 or int(self.paid_at_g[self.stakes.groups_p[c]].max()) > at:
            price = self._price(c)
        self._priced[c] = (self.round, price)
        return price

    def _price(self, c: int) -> Fraction | None:
        """Price c anew."""
        classes, times, weights = self.supporters(c)
        cost = self.stakes.cost_p[c] * self.denominator
        share_k = self.floats[classes] / times
        order = np.argsort(share_k)
        poor = self._guess_poor(order, classes, times, weights, float(self.stakes.cost_p[c]))
        numerators = [self.numerators[k] for k in classes.tolist()]
        pairs = [(numerators[k], int(times[k]), int(weights[k])) for k in order.tolist()]
        missing = cost - sum(weight * purse for purse, _, weight in pairs[:poor])
        reach = sum(weight * multiple for _, multiple, weight in pairs[poor:])
        if reach == 0 and missing > 0:
            return None
        if reach and missing > 0 and _parts_rightly(pairs, poor, share_k[order], (missing, reach, self.denominator)):
            return Fraction(missing, reach * self.denominator)
        pairs.sort(key=lambda pair: Fraction(pair[0], pair[1]))
        price = _walk(pairs, cost)
        return None if price is None else price / self.denominator

    def supporters(self, c: int) -> tuple[Ints, Ints, Ints]:
        """Return class, multiplier and weight of c's supporters who have something, equal ones joined."""
        stakes = self.stakes
        classes = self.class_g[stakes.groups_p[c]]
        span = stakes.max_multiplier + 1
        times: Ints | int = 1 if stakes.multipliers_p is None else stakes.multipliers_p[c]
        code, inverse = _distinct(classes * span + times, span * len(self.numerators))
        weights = np.bincount(inverse, weights=stakes.weights_p[c]).astype(np.int64)
        standing = code >= span
        return code[standing] // span, code[standing] % span, weights[standing]

    def _guess_poor(self, order: Ints, classes: Ints, times: Ints, weights: Ints, cost: float) -> int:
        """Return, by floats, how many of the ascending pairs give all they have; all when they cannot pay."""
        purses = self.floats[classes[order]]
        reach = np.cumsum((weights * times)[order][::-1])[::-1]
        before = np.concatenate(([0.0], np.cumsum(weights[order] * purses)[:-1])) if len(order) else purses
        enough = purses / times[order] * reach >= (cost - before)
        return int(enough.argmax()) if enough.any() else len(order)

    def buy(self, c: int, price: Fraction) -> None:
        """Let c's supporters pay (step 3)."""
        stakes = self.stakes
        factor = price.denominator // gcd(price.denominator, self.denominator)
        if factor > 1:
            self.denominator *= factor
            self.numerators = [numerator * factor for numerator in self.numerators]
        each = price.numerator * (self.denominator // price.denominator)
        groups = stakes.groups_p[c]
        span = stakes.max_multiplier + 1
        times: Ints | int = 1 if stakes.multipliers_p is None else stakes.multipliers_p[c]
        code, inverse = _distinct(self.class_g[groups] * span + times, span * len(self.numerators))
        after = np.zeros(len(code), dtype=np.int64)
        for k, value in enumerate(code.tolist()):
            left = self.numerators[value // span] - each * (value % span)
            if left > 0:
                after[k] = len(self.numerators)
                self.numerators.append(left)
        self.class_g[groups] = after[inverse]
        self.round += 1
        self.paid_at_g[groups] = self.round
        if len(self.numerators) > 1.3 * self.kept:
            self._forget_unused()
        self._refresh()

    def pay_all(self, share: Fraction, emptied: NDArray[np.intp]) -> None:
        """Empty the groups ``emptied``; everybody else pays the share, or all they have."""
        factor = share.denominator // gcd(share.denominator, self.denominator)
        self.denominator *= factor
        each = share.numerator * (self.denominator // share.denominator)
        self.numerators = [max(0, numerator * factor - each) for numerator in self.numerators]
        self.class_g[emptied] = 0
        self._forget_unused()
        self._refresh()

    def _forget_unused(self) -> None:
        """Join classes of equal purses and drop those nobody is in."""
        used, inverse = _distinct(self.class_g, len(self.numerators))
        kept = [0]
        place: dict[int, int] = {0: 0}
        new_k = np.zeros(len(used), dtype=np.int64)
        for k, old in enumerate(used.tolist()):
            numerator = self.numerators[old]
            if numerator not in place:
                place[numerator] = len(kept)
                kept.append(numerator)
            new_k[k] = place[numerator]
        self.numerators = kept
        self.kept = len(kept)
        self.class_g = new_k[inverse]


def _distinct(values: Ints, size: int) -> tuple[Ints, Ints]:
    """Return the distinct values below ``size`` in order, and the place of each value among them; no sorting."""
    present = np.zeros(size, dtype=bool)
    present[values] = True
    place = np.cumsum(present) - 1
    return np.flatnonzero(present), place[values]


def _parts_rightly(
    pairs: list[tuple[int, int, int]], poor: int, share_k: NDArray[np.float64], found: tuple[int, int, int]
) -> bool:
    """Check exactly that the first ``poor`` pairs cannot pay more than the price and the rest can.

    ``found`` are what is missing, the reach of the rest, and the denominator of purses.
    """
    missing, reach, denominator = found
    price = missing / (reach * denominator)
    unsure = np.flatnonzero(np.abs(share_k - price) <= 1e-9 * price)
    if (share_k[:poor] > price * (1 + 1e-9)).any() or (share_k[poor:] < price * (1 - 1e-9)).any():
        return False
    for k in unsure.tolist():
        purse, times, _ = pairs[k]
        short = purse * reach < missing * times
        if (k < poor) != short and purse * reach != missing * times:
            return False
    return True


def _walk(ascending: list[tuple[int, int, int]], cost: int) -> Fraction | None:
    """Let the poorest give all they have until the rest can share what is missing."""
    missing, reach = cost, sum(weight * times for _, times, weight in ascending)
    for purse, times, weight in ascending:
        if purse * reach >= missing * times:
            return Fraction(missing, reach)
        missing -= weight * purse
        reach -= weight * times
    return None


Watch = Callable[[Classes, list[tuple[int, Fraction]]], None]
"""Told, before each purchase, the purses and the projects of least rho with their prices; at the end, nobody."""


def run_by_classes(stakes: Stakes, endowment: Fraction, watch: Watch | None = None) -> ClassRun:
    """Count by classes.

    Parameters
    ----------
    stakes : Stakes
    endowment : Fraction
        Money of a ballot of weight 1, in the scaled currency.
    watch : callable, optional
    """
    run, classes = ClassRun(), Classes(stakes, endowment)
    restrictions = Restrictions.of(stakes)
    barred = set(restrictions.start(stakes.free))
    # rho of a project never falls, so an old exact value is a lower bound: look at the lowest first.
    known = {c: 0.0 for c in stakes.buyable if c not in barred}
    while True:
        tied = best_of(stakes, classes, known)
        if watch is not None:
            watch(classes, tied)
        if not tied:
            run.purses = classes
            return run
        winner = tied[0][0]
        run.sequence.append(winner)
        run.prices.append(tied[0][1])
        run.ties.append(tuple(c for c, _ in tied) if len(tied) > 1 else ())
        classes.buy(winner, tied[0][1])
        del known[winner]
        for out in restrictions.take(winner):
            known.pop(out, None)


def best_of(stakes: Stakes, classes: Classes, known: dict[int, float]) -> list[tuple[int, Fraction]]:
    """Return all projects of least rho with their prices, in the tie order; drop from ``known`` who cannot be paid."""
    best: Fraction | None = None
    found: dict[int, tuple[Fraction, Fraction]] = {}
    of_twin: dict[int, int] = {}
    for c in sorted(known, key=lambda c: known[c]):
        twin = of_twin.get(stakes.twin_p[c])
        if twin is not None:
            found[c], known[c] = found[twin], known[twin]
            continue
        ceiling = inf if best is None else float(best) * _OUTWARD
        if known[c] > ceiling or (best is not None and not classes.could_reach(c, ceiling)):
            continue
        price = classes.price(c)
        if price is None:
            del known[c]
            continue
        rho = price / stakes.utility_p[c]
        found[c] = (rho, price)
        of_twin[stakes.twin_p[c]] = c
        known[c] = float(rho) / _OUTWARD
        best = rho if best is None or rho < best else best
    tied = [(c, price) for c, (rho, price) in found.items() if rho == best]
    return sorted(tied, key=lambda offer: stakes.place_p[offer[0]])
