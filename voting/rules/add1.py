"""Raise every endowment step by step, without counting at every step.

Same projects bought from purses b <= b' pointwise: prices with b' are no higher and purses left are no lower. So after
one prefix a higher endowment means purses no lower and rho no higher.

*Certificate* for steps low < high, with proved bounds of both runs: if both bought the same, and in each round every other
project's rho at ``high`` is surely above the winner's rho at ``low``, then every step in between buys the same.
*Ties*: if the winner w is paid in full by all its standing voters (weight N_w) at ``low``, its rho in between is at most
C_w / (N_w u_w); a rival's is at least C_c / (N_c u_c) with its standing voters at ``high``. If the first is smaller, or
equal with w earlier in the tie order, w comes first at every step in between.
*Blocks*: sequences that differ only inside blocks of projects without common voters are one outcome; rivals are compared
with the block's start. A rival in the way that is bought later in both runs is taken into the block.

Search: steps 1, 2, 4, ... ahead of the last accepted one; without a certificate the interval is halved. A run at a higher
step gives start bounds to those below it (*guide*), and pushes its own bounds beyond what the lower run needs (*target*).
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from voting.rules.classes import run_by_classes
from voting.rules.follow import CommonVoters, blocks
from voting.rules.ledger import Undecided
from voting.rules.purses import PurseRun
from voting.rules.run import Run
from voting.rules.stakes import Stakes

FIRST_STEP = 8


@dataclass(frozen=True, eq=False)
class Raised:
    """Where the raising ended.

    Attributes
    ----------
    increments : int
        Steps taken.
    run : Run
        The count at that endowment.
    over : bool
        The next step would have spent more than the budget.
    runs : int
        Counts that were made.
    by_classes : int
        How many of them the class-based exact run had to make.
    """

    increments: int
    run: Run
    over: bool
    runs: int
    by_classes: int


Verdict = Callable[[list[int]], str]
"""Says of a set of projects ``over`` (dearer than the budget), ``done`` (stop here) or ``more``."""


class Add1:
    """The search; ``find`` runs it."""

    def __init__(
        self,
        stakes: Stakes,
        start: Fraction,
        increment: Fraction,
        verdict: Verdict,
        *,
        with_blocks: bool = True,
        on_progress: Callable[[int], None] | None = None,
    ) -> None:
        self.stakes, self.start, self.increment, self.verdict = stakes, start, increment, verdict
        limits = stakes.election.limits
        # Ceilings and incompatible projects join projects that have no common voter: then nothing commutes.
        commute = with_blocks and not limits.ceilings and not limits.incompatible
        self.common = CommonVoters(stakes) if commute else None
        self.on_progress = on_progress
        self.runs = self.by_classes = 0

    def find(self) -> Raised:
        """Raise until the verdict is ``done``, or ``over`` at the next step."""
        at, run = 0, self._count(0, None, None)
        ahead: list[tuple[int, Run]] = []
        step = FIRST_STEP
        verdict = self.verdict(run.sequence)
        while verdict == "more":
            if not ahead:
                ahead.append((at + step, self._count(at + step, None, run)))
            above, high = ahead[-1]
            if above == at + 1 or self._certified(run, high):
                next_verdict = self.verdict(high.sequence)
                if next_verdict == "over":
                    break
                step = step * 2 if not ahead[1:] and above - at == step else max(FIRST_STEP, step // 2)
                at, run, verdict = above, high, next_verdict
                ahead.pop()
                if self.on_progress:
                    self.on_progress(at)
            else:
                middle = (at + above) // 2
                ahead.append((middle, self._count(middle, high, run)))
        return Raised(at, run, verdict == "more", self.runs, self.by_classes)

    def _count(self, step: int, guide: Run | None, target: Run | None) -> Run:
        """Count at a step; by classes where the brackets leave something open."""
        self.runs += 1
        endowment = self.start + step * self.increment
        try:
            return PurseRun(self.stakes, endowment, guide=guide, target=target, keep=True, common=self.common).play()
        except Undecided:
            self.by_classes += 1
            return run_of_classes(self.stakes, endowment)

    def _certified(self, low: Run, high: Run) -> bool:
        """Say whether every step between the two has their outcome."""
        if not low.upper or not high.bounds or len(low.purchases) != len(high.purchases):
            return False
        ours, theirs = low.sequence, high.sequence
        if ours == theirs:
            cuts: list[tuple[int, int]] | None = [(t, t + 1) for t in range(len(ours))]
        else:
            cuts = blocks(ours, theirs) if self.common is not None else None
        if cuts is None:
            return False
        clear = _clear_rounds(low, high, ours)
        at = 0
        while at < len(cuts):
            start, end = cuts[at]
            at = at + 1 if end - start == 1 and clear[start] else self._after_block(low, high, cuts, at, ours)
            if at < 0:
                return False
        return True

    def _after_block(self, low: Run, high: Run, cuts: list[tuple[int, int]], at: int, sequence: list[int]) -> int:
        """Return the place after the block that begins at cut ``at`` and holds, or -1 when none does.

        A rival that might come before the block's projects and is bought later in both runs is taken into the block: without
        common voters the order inside does not matter.
        """
        start, end = cuts[at]
        place = at + 1
        while (rivals := self._rivals(low, high, start, sequence[start:end])) is None or rivals:
            later = [t for t, project in enumerate(sequence) if rivals and project in rivals and t >= end]
            if rivals is None or self.common is None or len(later) < len(rivals):
                return -1
            while cuts[place - 1][1] <= max(later):
                place += 1
            end = cuts[place - 1][1]
        return place

    def _rivals(self, low: Run, high: Run, start: int, members: list[int]) -> list[int] | None:
        """Return who may come before one of ``members``, bought from round ``start`` on, at a step in between.

        ``None`` when the block's projects have common voters.
        """
        end = start + len(members)
        if len(members) > 1 and (self.common is None or not self.common.apart(members)):
            return None
        bounds = high.bounds[start]
        close = np.flatnonzero(bounds <= max(low.upper[start:end]))
        outside = [c for c in close.tolist() if c not in members]
        return [c for c in outside if not all(self._comes_first(low, high, t, start, c) for t in range(start, end))]

    def _comes_first(self, low: Run, high: Run, t: int, start: int, rival: int) -> bool:
        """Say whether round t's winner at ``low`` comes before ``rival`` at every step in between."""
        if high.bounds[start][rival] > low.upper[t]:
            return True
        bought = low.purchases[t]
        if bought.emptied_s.any() or not bought.rich_s.any():
            return False
        stakes = self.stakes
        winner = bought.project
        standing = standing_reach(stakes, low, winner, t, exactly=True)
        ours = Fraction(stakes.cost_p[winner], standing) / stakes.utility_p[winner]
        against = standing_reach(stakes, high, rival, start, exactly=False)
        theirs = Fraction(stakes.cost_p[rival], against) / stakes.utility_p[rival]
        return ours < theirs or (ours == theirs and stakes.place_p[winner] < stakes.place_p[rival])


def _clear_rounds(low: Run, high: Run, sequence: list[int]) -> NDArray[np.bool_]:
    """Say for each round whether every other project's bound at ``high`` is above the winner's at ``low``."""
    close_tp: NDArray[np.bool_] = np.less_equal(high.bounds_tp, np.array(low.upper)[:, None])
    close_tp[np.arange(len(sequence)), sequence] = False
    clear_t: NDArray[np.bool_] = np.logical_not(np.any(close_tp, axis=1))
    return clear_t


def standing_reach(stakes: Stakes, run: Run, project: int, t: int, *, exactly: bool) -> int:
    """Return weight times multiplier of the project's supporters who have money at round t.

    With ``exactly`` the project is round t's winner and its payers are counted; else those who were not emptied before,
    which may count some who paid their last in full: a bound from above.
    """
    reach_s = stakes.weights_p[project]
    if stakes.multipliers_p is not None:
        reach_s = reach_s * stakes.multipliers_p[project]
    if exactly:
        return int(reach_s @ run.purchases[t].rich_s)
    if run.emptied_at_g is None:
        emptied = np.full(stakes.groups, len(run.purchases), dtype=np.int32)
        for place, bought in enumerate(run.purchases):
            emptied[stakes.groups_p[bought.project][bought.emptied_s]] = place
        run.emptied_at_g = emptied
    return int(reach_s @ (run.emptied_at_g[stakes.groups_p[project]] >= t))


def run_of_classes(stakes: Stakes, endowment: Fraction) -> Run:
    """Return the class-based run as a record without bounds: nothing can be certified from it."""
    found = run_by_classes(stakes, endowment)
    return Run(endowment, 1, by_classes=found)
