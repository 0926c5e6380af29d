"""Proof that a finished run of equal shares is right, from its exact prices: the check of every final count.

Nothing is searched. Given who was bought, at which exact price, and who tied, each round must satisfy:

1. *Price*: those who can pay it (the rich) pay it, the others (the poor) give all they have, and together that is exactly
   the cost: a sum of fractions.
2. *Nobody better*: every other project's supporters, paying at most what would make it equal to the winner, raise less than
   its cost. Exactly its cost is a tie; the ties must be those reported, the winner first among them.
3. *End*: no project's supporters own its cost any more.

A purse is the endowment less the prices that its owner paid in full. Between two whole numbers of small units it is known to
within one unit a purchase, which settles nearly every question; what it leaves open is computed in fractions.

This shares the election and its arrays with ``purses``, and no step of the count.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import inf, lcm
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voting.ballots.grouped import Ints
from voting.rules.restrictions import Restrictions
from voting.rules.stakes import Stakes

_BITS = 60
_OUTWARD = 1 + 2.0**-40  # far more than the three roundings that make a bound
_MOST_BY_HAND = 20_000  # distinct histories compared in fractions in one round

Bools = NDArray[np.bool_]


class Unproved(Exception):
    """Too many purses would have to be compared in fractions one by one; count by classes instead."""


def fault(what: str) -> RuntimeError:
    """Return the error for a count that does not hold, which is a fault of the program."""
    return RuntimeError(f"the count does not hold, {what}: this is a fault of the program, report it")


@dataclass(frozen=True, eq=False)
class Claim:
    """What is to be proved: projects bought, exact prices for multiplier 1 (scaled currency), ties of each round."""

    sequence: Sequence[int]
    prices: Sequence[Fraction]
    ties: Sequence[tuple[int, ...]]


def prove(stakes: Stakes, endowment: Fraction, claim: Claim) -> None:
    """Prove a claim.

    Parameters
    ----------
    stakes : Stakes
    endowment : Fraction
        Money of a ballot of weight 1, in the scaled currency.
    claim : Claim

    Raises
    ------
    RuntimeError
        It does not hold.
    Unproved
        It cannot be settled here.
    """
    proof = _Proof(stakes, endowment, claim)
    for t in range(len(claim.sequence)):
        proof.round(t)
    proof.end()


class _Proof:
    """Purses while the claim is followed."""

    def __init__(self, stakes: Stakes, endowment: Fraction, claim: Claim) -> None:
        self.stakes, self.claim = stakes, claim
        self.denominator = lcm(endowment.denominator, *(price.denominator for price in claim.prices))
        self.endowment = int(endowment * self.denominator)
        self.prices = [int(price * self.denominator) for price in claim.prices]
        most = -(-endowment.numerator * max(1, stakes.total_weight) * stakes.max_multiplier // endowment.denominator)
        self.unit = 1 << max(0, _BITS - most.bit_length())
        start, rest = divmod(self.endowment * self.unit, self.denominator)
        self.start, self.error = start, 1 if rest else 0
        self.low_g: Ints = np.full(stakes.groups, start, dtype=np.int64)
        self.standing_g: Bools = np.full(stakes.groups, endowment > 0, dtype=bool)
        kind = np.uint8 if stakes.max_multiplier < 256 else np.int64
        self.paid_gt: NDArray[np.integer[Any]] = np.zeros((stakes.groups, len(claim.sequence)), dtype=kind)
        self.restrictions = Restrictions.of(stakes)
        self.rho_p = np.full(len(stakes.cost_p), inf)  # proved lower bounds
        for p in stakes.buyable:
            self.rho_p[p] = 0.0
        self.rho_p[self.restrictions.start(stakes.free)] = inf

    def round(self, t: int) -> None:
        """Prove one purchase and let its supporters pay."""
        c, price = self.claim.sequence[t], self.prices[t]
        if self.rho_p[c] == inf or price <= 0:
            raise fault(f"round {t + 1} buys what cannot be bought")
        rich_s, poor_s = self._parted(c, price)
        if self._raised(c, price, rich_s, poor_s, t) != self.stakes.cost_p[c] * self.denominator:
            raise fault(f"the payments of round {t + 1} are not the cost")
        if not rich_s.any():
            raise fault(f"nobody pays the price of round {t + 1}, a lower one would do")
        rho = Fraction(price, self.denominator) / self.stakes.utility_p[c]
        equal = self._equal(t, c, rho)
        if tuple(equal if len(equal) > 1 else ()) != tuple(self.claim.ties[t]) or equal[0] != c:
            raise fault(f"the ties of round {t + 1} differ")
        self._pay(t, c, rich_s, poor_s)

    def end(self) -> None:
        """Prove that nobody can pay for anything more."""
        for d in np.flatnonzero(self.rho_p < inf).tolist():
            groups, weights = self.stakes.groups_p[d], self.stakes.weights_p[d]
            cost = self.stakes.cost_p[d]
            if int(weights.dot(self.low_g[groups])) + self.error * self.stakes.weight_p[d] >= cost * self.unit:
                standing = self.standing_g[groups]
                owned = self._owned(groups[standing], weights[standing], len(self.prices))
                if owned >= cost * self.denominator:
                    raise fault("something more could be bought")

    def _times(self, p: int) -> Ints | int:
        """Return the multipliers of p's supporters."""
        return 1 if self.stakes.multipliers_p is None else self.stakes.multipliers_p[p]

    def _parted(self, p: int, price: int) -> tuple[Bools, Bools]:
        """Part p's standing supporters into those who can pay ``price`` for multiplier 1 and those who cannot."""
        groups, times = self.stakes.groups_p[p], self._times(p)
        low, standing = self.low_g[groups], self.standing_g[groups]
        down, rest = divmod(price * self.unit, self.denominator)
        down = min(down, self.start + self.error + 1)  # more than any purse
        rich_s = standing & (low >= (down + (1 if rest else 0)) * times)
        poor_s = standing & (low + self.error < down * times)
        unsure = np.flatnonzero(standing & ~rich_s & ~poor_s)
        if len(unsure):
            multiples = np.ones(len(unsure), dtype=np.int64) if isinstance(times, int) else times[unsure]
            can_pay = self._can_pay(groups[unsure], multiples, price)
            rich_s[unsure] = can_pay
            poor_s[unsure] = ~can_pay
        return rich_s, poor_s

    def _can_pay(self, groups: NDArray[np.intp], multiples: Ints, price: int) -> Bools:
        """Say exactly of each group whether its purse is at least ``price`` times its multiple; equal histories are one."""
        rows = np.column_stack((multiples, self.paid_gt[groups]))
        histories, which = np.unique(rows, axis=0, return_inverse=True)
        if len(histories) > _MOST_BY_HAND:
            raise Unproved
        enough = [
            self.endowment - sum(n * paid for n, paid in zip(row[1:], self.prices, strict=True) if n) >= row[0] * price
            for row in histories.tolist()
        ]
        return np.array(enough)[which.reshape(-1)]

    def _owned(self, groups: NDArray[np.intp], weights: Ints, t: int) -> int:
        """Return what standing groups own together before round t, times the denominator."""
        total = int(weights.sum()) * self.endowment
        # Sums of weights below 2^53 are exact in floats.
        spent = np.rint(weights.astype(np.float64) @ self.paid_gt[groups, :t])
        return total - sum(int(n) * price for n, price in zip(spent.tolist(), self.prices, strict=False) if n)

    def _raised(self, p: int, price: int, rich_s: Bools, poor_s: Bools, t: int) -> int:
        """Return what p's supporters raise when the rich pay ``price``, times the denominator."""
        groups, weights = self.stakes.groups_p[p], self.stakes.weights_p[p]
        reach = int((weights * self._times(p)) @ rich_s)
        return reach * price + self._owned(groups[poor_s], weights[poor_s], t)

    def _equal(self, t: int, winner: int, rho: Fraction) -> list[int]:
        """Return all projects as good as the winner in the tie order; none may be better."""
        equal = [winner]
        near = float(rho) * _OUTWARD
        # Of projects with the same cost, utility and supporters one is looked at.
        as_good = {self.stakes.twin_p[winner]: True}
        for d in np.flatnonzero(self.rho_p <= near).tolist():
            twin = self.stakes.twin_p[d]
            if twin not in as_good:
                as_good[twin] = not self._surely_worse(d, rho) and self._is_equal(t, d, rho)
            if as_good[twin] and d != winner:
                equal.append(d)
        return sorted(equal, key=lambda p: self.stakes.place_p[p])

    def _surely_worse(self, d: int, rho: Fraction) -> bool:
        """Say whether d is worse by the upper ends of all purses; keep what that says of later rounds too."""
        cap = rho * self.stakes.utility_p[d] * self.unit
        high = min(-(-cap.numerator // cap.denominator), self.start + self.error + 1)
        groups, weights, times = self.stakes.groups_p[d], self.stakes.weights_p[d], self._times(d)
        low, full = self.low_g[groups], high * times
        error = self.error * self.stakes.weight_p[d]
        gap = self.stakes.cost_p[d] * self.unit - int(weights.dot(np.minimum(low, full))) - error
        if gap <= 0:
            return False
        # Beyond the cap only those with more pay more: the price must still rise by gap / reach.
        reach = int((weights * times).dot(low > full))
        utility = float(self.stakes.utility_p[d] * self.unit)
        self.rho_p[d] = inf if reach == 0 else (high + gap // reach) / utility / _OUTWARD
        return True

    def _is_equal(self, t: int, d: int, rho: Fraction) -> bool:
        """Compare in fractions: worse is no tie, better is a fault."""
        cap = rho * self.stakes.utility_p[d] * self.denominator
        if cap.denominator != 1:
            self._refine(cap.denominator)
            cap *= cap.denominator
        price = int(cap)
        rich_s, poor_s = self._parted(d, price)
        raised, cost = self._raised(d, price, rich_s, poor_s, t), self.stakes.cost_p[d] * self.denominator
        if raised > cost or (raised == cost and not rich_s.any()):
            raise fault(f"round {t + 1} had a better project")
        return raised == cost

    def _refine(self, factor: int) -> None:
        """Write all exact money over a finer denominator."""
        self.denominator *= factor
        self.endowment *= factor
        self.prices = [price * factor for price in self.prices]

    def _pay(self, t: int, c: int, rich_s: Bools, poor_s: Bools) -> None:
        """Let the rich pay and the poor give all. Whoever paid her last stands with an empty purse, which changes no sum."""
        groups, times = self.stakes.groups_p[c], self._times(c)
        # Read again: a comparison may have made the denominator finer.
        down, rest = divmod(self.prices[t] * self.unit, self.denominator)
        self.error += (1 if rest else 0) * self.stakes.max_multiplier
        left = self.low_g[groups] - (down + (1 if rest else 0)) * times
        self.low_g[groups] = np.where(rich_s, np.maximum(left, 0), 0)
        self.paid_gt[groups[rich_s], t] = 1 if isinstance(times, int) else times[rich_s]
        self.standing_g[groups[poor_s]] = False
        self.rho_p[c] = inf
        self.rho_p[self.restrictions.take(c)] = inf
