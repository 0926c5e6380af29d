"""What each project that lost was missing under equal shares, at the endowment at which the count ended.

Until it wins, a losing project changes nothing. So it wins at a cost, or with supporters, if in some round of the recorded
run it would have had a smaller rho than the winner (or an equal one and an earlier place in the tie order), or at the end
could have been paid. Round by round:

*cost reduction*: the highest cost, at most its own, at which it wins. At the round's rho its supporters raise
f(rho * u(q)) for a cost q; it wins at q if that is more than q.
*optimist-add*: the fewest voters who, supporting it besides what they support, can make it win: those with the fullest purses
at that round. Also: how many must join at least.
*effective support*: the most, over all rounds, of what its supporters would have paid at the round's rho, as a part of its
cost.

N. Boehmer, P. Faliszewski, L. Janeczko, D. Peters, G. Pierczynski, S. Schierreich, P. Skowron, S. Szufa, *Evaluation of
Project Performance in Participatory Budgeting*, IJCAI 2024 (arXiv 2312.14723).

Exactness: floats find the round and the value; the value, and that the next better one fails in every round, is then proved
in fractions, except where the float falls short by more than 10^-9 of it, which rounding cannot bring about.
"""

from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from voting.ballots.grouped import Ints
from voting.ballots.project import Amount
from voting.rules.classes import Classes, run_by_classes
from voting.rules.stakes import Stakes
from voting.rules.ties import TieOrder
from voting.rules.utilities import UTILITIES

Floats = NDArray[np.float64]
_SLACK = 1e-9


@dataclass(frozen=True)
class Loss:
    """What one project that lost was missing.

    Attributes
    ----------
    project : str
    votes : int
    cost : int or Fraction
    wins_at_cost : int or Fraction or None
        The highest cost at which it wins, in whole units of the currency's scale; ``None`` when none above zero does.
    more_supporters : int or None
        Fewest voters who can make it win by supporting it too; ``None`` when all together could not.
    effective_support : Fraction
        0 to 1; rounded to a millionth.
    """

    project: str
    votes: int
    cost: Amount
    wins_at_cost: Amount | None
    more_supporters: int | None
    effective_support: Fraction


@dataclass(eq=False)
class Stage:
    """Purses before one purchase: class of each group, exact and rounded purses, the winner and its rho."""

    class_g: Ints
    numerators: list[int]
    denominator: int
    floats: Floats
    winner: int | None
    rho: Fraction | None
    weight_k: Floats

    @cached_property
    def rho_float(self) -> float:
        """Return rho as a float; without a winner anything is less."""
        return float("inf") if self.rho is None else float(self.rho)

    @cached_property
    def descending(self) -> NDArray[np.intp]:
        """Return the classes, fullest purse first."""
        return np.argsort(-self.floats)


def stages(stakes: Stakes, endowment: Fraction) -> list[Stage]:
    """Run by classes and keep the purses before each purchase and at the end."""
    kept: list[Stage] = []
    weight_g = stakes.election.ballots.weight_g

    def watch(classes: Classes, tied: list[tuple[int, Fraction]]) -> None:
        winner, rho = (tied[0][0], tied[0][1] / stakes.utility_p[tied[0][0]]) if tied else (None, None)
        weight_k = np.bincount(classes.class_g, weight_g, len(classes.numerators)).astype(np.float64)
        kept.append(
            Stage(
                classes.class_g.copy(),
                list(classes.numerators),
                classes.denominator,
                classes.floats.copy(),
                winner,
                rho,
                weight_k,
            )
        )

    run_by_classes(stakes, endowment, watch)
    return kept


def losses(stakes: Stakes, endowment: Fraction, utility_name: str, ties: TieOrder, chosen: set[str]) -> list[Loss]:
    """Return what each loser was missing.

    Parameters
    ----------
    stakes : Stakes
        Of the count.
    endowment : Fraction
        Where it ended, in the scaled currency.
    utility_name : str
    ties : TieOrder
    chosen : set of str
        Projects that won, by equal shares or its completion; they are left out.
    """
    rounds = stages(stakes, endowment)
    election = stakes.election
    losers = [p for p, project in enumerate(election.projects) if project.id not in chosen]
    return [_Loser(stakes, rounds, utility_name, ties, p).loss() for p in losers]


class _Loser:
    """One loser and its supporters at each stage."""

    def __init__(self, stakes: Stakes, rounds: list[Stage], utility_name: str, ties: TieOrder, p: int) -> None:
        self.stakes, self.rounds, self.ties, self.p = stakes, rounds, ties, p
        self.project = stakes.election.projects[p]
        self.votes = stakes.weight_p[p]
        self.by_cost = utility_name in ("cost", "sqrt-cost", "log-cost")
        self.utility_name = utility_name
        self.supporter_k = [
            np.bincount(s.class_g[stakes.groups_p[p]], stakes.weights_p[p], len(s.numerators)).astype(np.float64)
            for s in rounds
        ]

    def loss(self) -> Loss:
        """Measure the loss."""
        paid = [self._raised(t, self._cap(t, self.stakes.cost_p[self.p])) for t in range(len(self.rounds))]
        support = max(paid, default=0.0) / self.stakes.cost_p[self.p] if self.stakes.cost_p[self.p] else 0.0
        price = self._wins_at_cost() if self.votes else None
        return Loss(
            project=self.project.id,
            votes=self.votes,
            cost=self.project.cost,
            wins_at_cost=None if price is None else _unscaled(price, self.stakes.money_scale),
            more_supporters=self._more_supporters(),
            effective_support=Fraction(min(1_000_000, round(support * 1e6)), 1_000_000),
        )

    # Utilities and payments at a stage.

    def _utility(self, cost: int) -> Fraction:
        """Return the utility the project would have at a cost (scaled)."""
        if not self.by_cost or cost == self.stakes.cost_p[self.p]:
            return self.stakes.utility_p[self.p]
        priced = replace(self.project, cost=_unscaled(cost, self.stakes.money_scale))
        lone = replace(self.stakes.election, projects=(priced,))
        return UTILITIES[self.utility_name](lone).value_p[0] if self.utility_name != "cost" else Fraction(priced.cost)

    def _cap(self, t: int, cost: int) -> float:
        """Return what a supporter would pay at most at the round's rho."""
        return self.rounds[t].rho_float * float(self._utility(cost))

    def _raised(self, t: int, cap: float) -> float:
        """Return what the supporters raise, in floats; never more than they have at ``inf``."""
        return float(self.supporter_k[t] @ np.minimum(self.rounds[t].floats, cap))

    def _before_winner(self, t: int, cost: int, votes: int) -> bool:
        """Say whether the project, at this cost and with these votes, stands before the winner in the tie order."""
        winner = self.rounds[t].winner
        if winner is None:
            return True
        projects, all_votes = self.stakes.election.projects, self.stakes.election.votes
        ours = replace(self.project, cost=_unscaled(cost, self.stakes.money_scale))
        theirs = projects[winner]
        return self.ties.key(self.p, ours, votes) < self.ties.key(winner, theirs, all_votes[theirs.id])

    # Cost reduction.

    def _wins_at_cost(self) -> int | None:
        """Return the highest scaled cost, less than the present one, at which the project wins."""
        top = 0
        for t in reversed(range(len(self.rounds))):
            top = self._cost_guess(t, top)
        while top < min(self.stakes.cost_p[self.p], self.stakes.budget) and self._wins_somewhere(top + 1):
            top += 1
        while top > 0 and not self._wins_somewhere(top):
            top -= 1
        return top or None

    def _cost_guess(self, t: int, low: int) -> int:
        """Return, by floats, the highest cost at which the project wins round t, if more than ``low``."""
        high = min(self.stakes.cost_p[self.p], self.stakes.budget)
        if low >= high or self._raised(t, self._cap(t, low + 1)) < low + 1:
            return low
        while low < high:
            middle = (low + high + 1) // 2
            if self._raised(t, self._cap(t, middle)) >= middle:
                low = middle
            else:
                high = middle - 1
        return low

    def _wins_somewhere(self, cost: int) -> bool:
        """Say exactly whether the project wins some round at this cost."""
        for t in reversed(range(len(self.rounds))):
            if self._raised(t, self._cap(t, cost)) < cost * (1 - _SLACK):
                continue
            if self._wins(t, cost, {}, self.votes):
                return True
        return False

    def _wins(self, t: int, cost: int, added: dict[int, int], votes: int) -> bool:
        """Say exactly whether the project wins round t at a cost, with voters ``added`` (class to number)."""
        stage = self.rounds[t]
        weights = [(k, int(self.supporter_k[t][k])) for k in np.flatnonzero(self.supporter_k[t]).tolist()]
        weights += list(added.items())
        owned = sum(weight * stage.numerators[k] for k, weight in weights)
        if owned < cost * stage.denominator:
            return False
        if stage.rho is None:
            return True
        cap = stage.rho * self._utility(cost)
        # min(purse, cap) summed, over the common denominator of both.
        raised = sum(
            weight * min(stage.numerators[k] * cap.denominator, cap.numerator * stage.denominator)
            for k, weight in weights
        )
        needed = cost * stage.denominator * cap.denominator
        if raised != needed:
            return raised > needed
        # Exactly enough: rho is equal, or smaller when nobody needs to pay the cap.
        rich = any(stage.numerators[k] * cap.denominator >= cap.numerator * stage.denominator for k, _ in weights)
        return not rich or self._before_winner(t, cost, votes)

    # More supporters.

    def _more_supporters(self) -> int | None:
        """Return the fewest voters who can make the project win by supporting it too."""
        if self.stakes.cost_p[self.p] > self.stakes.budget or self.stakes.multipliers_p is not None:
            return None
        guesses = [(guess, t) for t in range(len(self.rounds)) if (guess := self._supporter_guess(t)) is not None]
        if not guesses:
            return None
        fewest = min(guess for guess, _ in guesses)
        while fewest > 0 and self._win_with(fewest - 1):
            fewest -= 1
        while not self._win_with(fewest):
            fewest += 1
            if fewest > self.stakes.total_weight:
                return None
        return fewest

    def _others(self, t: int) -> tuple[NDArray[np.intp], Floats]:
        """Return classes of voters who do not support the project, fullest purse first, and how many of them."""
        order = self.rounds[t].descending
        others = (self.rounds[t].weight_k - self.supporter_k[t])[order]
        keep = others > 0
        return order[keep], others[keep]

    def _supporter_guess(self, t: int) -> int | None:
        """Return, by floats, the fewest voters that would do at round t."""
        cost = self.stakes.cost_p[self.p]
        cap = self._cap(t, cost)
        missing = cost - self._raised(t, cap)
        if missing <= 0:
            return 0
        order, others = self._others(t)
        each = np.minimum(self.rounds[t].floats[order], cap)
        total = np.cumsum(each * others)
        at = int(np.searchsorted(total, missing * (1 - _SLACK)))
        if at >= len(total) or each[at] <= 0:
            return None
        before = float(total[at] - each[at] * others[at])
        return int(others[:at].sum()) + max(0, int(np.ceil((missing - before) / each[at] - 1e-6)))

    def _win_with(self, number: int) -> bool:
        """Say exactly whether ``number`` more supporters can make the project win in some round."""
        cost = self.stakes.cost_p[self.p]
        for t in range(len(self.rounds)):
            order, others = self._others(t)
            end = np.cumsum(others)
            if number > (end[-1] if len(end) else 0):
                continue
            last = int(np.searchsorted(end, number))
            taken = others[: last + 1].copy()
            if len(taken):
                taken[-1] -= end[last] - number
            cap = self._cap(t, cost)
            rough = self._raised(t, cap) + float(taken @ np.minimum(self.rounds[t].floats[order[: len(taken)]], cap))
            if rough < cost * (1 - _SLACK):
                continue
            added = {int(k): int(n) for k, n in zip(order[: len(taken)], taken, strict=True) if n}
            if self._wins(t, cost, added, self.votes + number):
                return True
        return False


def _unscaled(cost: int, scale: int) -> Amount:
    """Return a scaled cost in currency units."""
    exact = Fraction(cost, scale)
    return exact.numerator if exact.denominator == 1 else exact
