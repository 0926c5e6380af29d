"""Money that moves on when a project is funded or out: single transferable vote with costs, and its form for points.

1. Every ballot gets an equal share of the budget. It supports projects with all of it: its first project that is still in
   (``stv``; equal ones evenly), or all of its projects that are still in, in proportion to its points (``cstv``).
2. A project whose support reaches its cost is funded, the one with the largest excess (or support per cost) first. Each
   supporter pays the same part of what she supports it with; the rest of her money moves on to her other projects.
3. If no support reaches a cost, the project with the least excess (or support per cost) is out, and its money moves on.
   At the end projects that are out come back in reverse order if they fit what is left of the pot.
   With *minimal transfers* (points only) nobody is put out: see ``minimal_transfers``.

P. Skowron, A. Slinko, S. Szufa, N. Talmon, *Participatory Budgeting with Cumulative Votes*, arXiv 2009.02690 (there:
greedy by excess or by support over cost; elimination with transfers and reverse eliminations, or minimal transfers and
acceptance of undersupported projects); N. Tideman, *The Single Transferable Vote*, 1995.

Exactness: parts of parts double the digits of a fraction at each purchase, so money is kept between two whole numbers of
units of 2^-256. A comparison is made only where the intervals are apart, and so proved. Where they meet the projects are a tie,
which ``histories`` prove; what they leave open is counted once more in units of 2^-4096, and is said in the record if it is
open then too.
"""

from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from voting.ballots.election import Election
from voting.ballots.errors import BadInput
from voting.ballots.limits import Room
from voting.rules.histories import Histories, in_proportion
from voting.rules.minimal_transfers import factor
from voting.rules.outcome import Missed, Outcome, differs
from voting.rules.recount import TooLarge
from voting.rules.recount_transfers import TransfersAgain
from voting.rules.ties import Tie, TieOrder

BITS, MORE_BITS = 256, 4096
CRITERIA = ("excess", "ratio")

Whole = NDArray[np.object_]
"""Python integers of any size."""


@dataclass(frozen=True)
class Options:
    """Options of both rules.

    Attributes
    ----------
    criterion : {"ratio", "excess"}
        What ranks projects for funding and for elimination: support per cost, or support less cost.
    ties : TieOrder
    """

    criterion: str = "ratio"
    ties: TieOrder = field(default_factory=lambda: TieOrder(("min-cost", "max-votes", "file")))

    def __post_init__(self) -> None:
        """Refuse a criterion that is not known."""
        if self.criterion not in CRITERIA:
            raise BadInput("unknown_option", option="criterion", value=self.criterion, known=", ".join(CRITERIA))


BY_RATIO = Options()


@dataclass(frozen=True)
class TransferRound:
    """One step: a project ``funded``, ``out``, or ``back`` or ``undersupported`` at the end; its support, to a millionth."""

    project: str
    step: str
    support: Fraction | None


class TransferRun:
    """The state of a run."""

    def __init__(
        self,
        election: Election,
        options: Options,
        points_b: NDArray[np.int64] | None,
        *,
        minimal: bool = False,
        bits: int = BITS,
    ) -> None:
        ballots = election.ballots
        self.election, self.options, self.minimal, self.bits = election, options, minimal, bits
        self.places = options.ties.places(election.projects, election.votes)
        entered = np.ones(len(ballots.project_b), dtype=bool) if points_b is None else points_b > 0
        order = np.argsort(ballots.project_b, kind="stable")
        self.order_b = order[entered[order]]  # entries by project, then by group
        self.project_b, self.group_b = ballots.project_b[self.order_b], ballots.group_b[self.order_b]
        self.points_b = None if points_b is None else points_b[self.order_b]
        self.level_b = ballots.levels[self.order_b]
        budget = int(election.limits.budget * election.money_scale) << bits
        share = budget // ballots.total_weight if ballots.total_weight else 0
        self.low_g: Whole = np.full(ballots.groups, share, dtype=object)
        self.high_g: Whole = np.full(ballots.groups, share + 1, dtype=object)
        self.weight_g: Whole = ballots.weight_g.astype(object)
        self.cost_p = [int(project.cost * election.money_scale) << bits for project in election.projects]
        self.kind_p = self._kinds()
        self.room = Room(election.limits)
        self.histories = Histories(ballots.groups)
        self.rounds: list[TransferRound] = []
        self.ties: list[Tie] = []
        self.open_questions = 0
        self.out: list[int] = []
        votes = election.votes
        self.open = {
            p
            for p, project in enumerate(election.projects)
            if votes[project.id] > 0 and project.cost <= election.limits.budget
        }

    def _kinds(self) -> list[int]:
        """Number projects so that those alike in cost, supporters and what each gives are one kind: always equal."""
        given_b = self.level_b if self.points_b is None else self.points_b
        ends = np.searchsorted(self.project_b, np.arange(len(self.cost_p) + 1))
        spans = [slice(a, b) for a, b in pairwise(ends)]
        kinds: dict[tuple[int, bytes, bytes], int] = {}
        return [
            kinds.setdefault((cost, self.group_b[span].tobytes(), given_b[span].tobytes()), len(kinds))
            for cost, span in zip(self.cost_p, spans, strict=True)
        ]

    def play(self) -> list[int]:
        """Fund and eliminate until no project is left; return who is funded, in order."""
        funded: list[int] = []
        while self.open:
            self._drop_barred()
            supports = self._supports()
            factors: dict[int, tuple[Fraction, Fraction]] = {}
            able = self._reached(supports)
            if not able and self.minimal:
                factors = {p: found for p in supports if (found := self._factor(p)) is not None}
                able = sorted(factors)
            if able:
                winner = self._pick(sorted(able), supports, best=True)
                self._fund(winner, supports[winner], factors.get(winner) or self._ratio(supports[winner], winner))
                funded.append(winner)
            elif self.minimal:
                return funded + self._accept_undersupported()
            elif self.open:
                self._eliminate(self._pick(sorted(self.open), supports, best=False), supports)
        return funded + self._come_back()

    def _drop_barred(self) -> None:
        """Put out what a ceiling or an incompatible project bars."""
        for p in sorted(self.open):
            if self.room.obstacle(self.election.projects[p]) is not None:
                self.open.remove(p)

    def _supports(self) -> dict[int, tuple[int, int]]:
        """Return for each open project its support between two whole numbers."""
        alive = np.zeros(len(self.cost_p), dtype=bool)
        alive[list(self.open)] = True
        live_b = np.flatnonzero(alive[self.project_b])
        part_b, whole_g, live_b = self._parts(live_b)
        group_b, project_b = self.group_b[live_b], self.project_b[live_b]
        self.live = (live_b, part_b, whole_g)
        if len(live_b) == 0:
            return dict.fromkeys(self.open, (0, 0))
        low_b = self.low_g[group_b] * self.weight_g[group_b] * part_b // whole_g[group_b]
        high_b = -(-(self.high_g[group_b] * self.weight_g[group_b] * part_b) // whole_g[group_b])
        starts = np.flatnonzero(np.concatenate(([True], project_b[1:] != project_b[:-1])))
        lows, highs = np.add.reduceat(low_b, starts), np.add.reduceat(high_b, starts)
        sums = {int(p): (int(a), int(b)) for p, a, b in zip(project_b[starts], lows, highs, strict=True)}
        return {p: sums.get(p, (0, 0)) for p in self.open}

    def _parts(self, live_b: NDArray[np.intp]) -> tuple[Whole, Whole, NDArray[np.intp]]:
        """Return each entry's part of its ballot's money: numerators, denominators by group, entries that have one."""
        groups = len(self.low_g)
        if self.points_b is None:
            first_g = np.full(groups, np.iinfo(np.int64).max)
            np.minimum.at(first_g, self.group_b[live_b], self.level_b[live_b])
            live_b = live_b[self.level_b[live_b] == first_g[self.group_b[live_b]]]
            part_b = np.ones(len(live_b), dtype=np.int64)
        else:
            part_b = self.points_b[live_b]
        whole_g = np.bincount(self.group_b[live_b], weights=part_b, minlength=groups).astype(np.int64)
        return part_b.astype(object), whole_g.astype(object), live_b

    def _reached(self, supports: dict[int, tuple[int, int]]) -> list[int]:
        """Return whose support reaches the cost; of each kind one is asked."""
        one = {self.kind_p[p]: p for p in supports if supports[p][1] >= self.cost_p[p]}
        kinds = {kind for kind, p in one.items() if self._reaches(p, supports[p])}
        return [p for p in supports if self.kind_p[p] in kinds]

    def _reaches(self, p: int, support: tuple[int, int]) -> bool:
        """Say whether a support that may reach p's cost does; without any purchase before, fractions say."""
        if support[0] >= self.cost_p[p]:
            return True
        behind = self._behind(p)
        if set(behind) == {0}:
            budget = Fraction(self.election.limits.budget)
            return behind[0] * budget >= self.election.projects[p].cost * self.election.ballots.total_weight
        self.open_questions += 1
        return True

    def _ratio(self, support: tuple[int, int], p: int) -> tuple[Fraction, Fraction]:
        """Return the part of p's support that it needs, from below and from above; 1 at most."""
        low, high = support
        if self.cost_p[p] == 0:
            return Fraction(0), Fraction(0)
        return min(Fraction(1), Fraction(self.cost_p[p], high)), min(Fraction(1), Fraction(self.cost_p[p], max(1, low)))

    def _entries_of(self, p: int) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        """Return groups that support p now, and their part of whole points (or 1 of so many equal projects)."""
        live_b, part_b, whole_g = self.live
        mine = self.project_b[live_b] == p
        groups = self.group_b[live_b][mine]
        return groups, part_b[mine].astype(np.int64), whole_g[groups].astype(np.int64)

    def _behind(self, p: int) -> dict[int, Fraction]:
        """Return how many ballots of each history stand behind p."""
        groups, part_b, whole_b = self._entries_of(p)
        return self.histories.ballots_behind(groups, self.election.ballots.weight_g[groups], part_b, whole_b)

    def _factor(self, p: int) -> tuple[Fraction, Fraction] | None:
        """Return by what p's supporters would have to multiply their support, or ``None`` if all they have is not enough."""
        groups, part_b, whole_b = self._entries_of(p)
        weight_b = self.weight_g[groups]
        least = factor(self.cost_p[p], self.high_g[groups] * weight_b, part_b, whole_b)
        most = factor(self.cost_p[p], self.low_g[groups] * weight_b, part_b, whole_b)
        if least is None:
            return None
        if most is None:  # they own the cost to within the error
            self.open_questions += 1
            most = Fraction(int(whole_b.max()), 1)
        return least, most

    def _pick(self, among: list[int], supports: dict[int, tuple[int, int]], *, best: bool) -> int:
        """Return the project with the most (or least) excess or ratio; intervals that meet are a tie, proved if it can be."""
        sign = 1 if best else -1

        def interval(low: int, high: int, cost: int) -> tuple[Fraction | int, Fraction | int]:
            if self.options.criterion == "excess":
                return low - cost, high - cost
            return (Fraction(low, cost), Fraction(high, cost)) if cost else (low * 10**9 + 1, high * 10**9 + 1)

        alike: dict[tuple[int, int, int], list[int]] = {}  # hundreds may have the same support and cost
        for p in among:
            alike.setdefault((*supports[p], self.cost_p[p]), []).append(p)
        spans = {key: interval(*key) for key in alike}
        surest = max(low if best else -high for low, high in spans.values())
        meet = [key for key, (low, high) in spans.items() if (high if best else -low) >= surest]
        equal = [p for key in meet for p in alike[key]]
        equal.sort(key=lambda p: sign * self.places[self.election.projects[p].id])
        if len(equal) > 1:
            self.ties.append(Tie(len(self.rounds) + 1, tuple(self.election.projects[p].id for p in equal)))
            if not all(self._surely_equal(equal[0], p) for p in equal[1:]):
                self.open_questions += 1
        return equal[0]

    def _surely_equal(self, p: int, q: int) -> bool:
        """Say whether p and q are alike, or the histories of their supporters prove that they are equal."""
        if self.kind_p[p] == self.kind_p[q]:
            return True
        ours, theirs = self._behind(p), self._behind(q)
        cost, other = Fraction(self.cost_p[p]), Fraction(self.cost_p[q])
        compared = cost == other or self.options.criterion == "ratio"
        if compared and in_proportion(ours, theirs, cost / other if cost and other else Fraction(1)):
            return True
        if {*ours, *theirs} <= {0}:  # nobody has paid yet: money is the share, a plain fraction
            share = (
                Fraction(self.election.limits.budget) * self.election.money_scale / self.election.ballots.total_weight
            )
            first, second = (behind.get(0, Fraction(0)) * share for behind in (ours, theirs))
            return first - Fraction(cost, 1 << self.bits) == second - Fraction(other, 1 << self.bits)
        return False

    def _fund(self, p: int, support: tuple[int, int], times: tuple[Fraction, Fraction]) -> None:
        """Let p's supporters pay ``times`` what supports it, or all they have; the rest stays theirs."""
        groups, part_b, whole_b = self._entries_of(p)
        parts, wholes = part_b.astype(object), whole_b.astype(object)
        for money_g, factor_, up in ((self.low_g, times[1], 0), (self.high_g, times[0], 1)):
            # money * (1 - part / whole * factor); from below the larger factor leaves less.
            keep = np.maximum(wholes * factor_.denominator - parts * factor_.numerator, 0)
            money_g[groups] = money_g[groups] * keep // (wholes * factor_.denominator) + up
        self.histories.pay(groups, part_b, whole_b)
        self._enter(p, "funded", support)
        self.room.take(self.election.projects[p])
        self.open.remove(p)

    def _accept_undersupported(self) -> list[int]:
        """Return what else fits, the best supported first; what its supporters have for it is spent."""
        accepted = []
        while self.open:
            self._drop_barred()
            if self.open:
                supports = self._supports()
                p = self._pick(sorted(self.open), supports, best=True)
                self._fund(p, supports[p], (Fraction(1), Fraction(1)))
                self.rounds[-1] = replace(self.rounds[-1], step="undersupported")
                accepted.append(p)
        return accepted

    def _eliminate(self, p: int, supports: dict[int, tuple[int, int]]) -> None:
        """Put p out; its supporters' money moves on by itself."""
        self._enter(p, "out", supports[p])
        self.open.remove(p)
        self.out.append(p)

    def _come_back(self) -> list[int]:
        """Return projects that were put out and fit what is left, last out first in."""
        back = []
        for p in reversed(self.out):
            if self.room.obstacle(self.election.projects[p]) is None:
                self.room.take(self.election.projects[p])
                self._enter(p, "back", None)
                back.append(p)
        return back

    def _enter(self, p: int, step: str, support: tuple[int, int] | None) -> None:
        """Write the record."""
        scale = self.election.money_scale
        rounded = None if support is None else Fraction((support[0] * 10**6) >> self.bits, 10**6 * scale)
        self.rounds.append(TransferRound(self.election.projects[p].id, step, rounded))


def verify_transfers(election: Election, options: Options, outcome: Outcome, *, by_points: bool) -> str:
    """Count again in fractions where they stay small enough: order, and every tie proved; return how it was verified.

    Elsewhere the count is made again between whole numbers, and what its proofs leave open is said.

    Raises
    ------
    RuntimeError
        The two counts differ.
    """
    places = options.ties.places(election.projects, election.votes)
    place = [places[project.id] for project in election.projects]
    ids = [project.id for project in election.projects]
    minimal = is_minimal(options)
    try:
        again = TransfersAgain(
            election, place, by_points=by_points, by_ratio=options.criterion == "ratio", minimal=minimal
        ).run()
    except TooLarge:
        points_b = election.ballots.points_b if by_points else None
        run, funded = _played(election, options, points_b)
        if tuple(ids[p] for p in funded) != outcome.selected or tuple(run.ties) != outcome.ties:
            raise differs() from None
        left_open = f", {run.open_questions} not proved" if run.open_questions else ""
        proved = f"each comparison proved between whole numbers of units of 2^-{run.bits}"
        return f"{proved}, each tie by the parts paid{left_open}; too large to count again in fractions"
    ties = [Tie(step, tuple(ids[p] for p in equal)) for step, equal in again.ties]
    if [ids[p] for p in again.funded] != list(outcome.selected) or ties != list(outcome.ties):
        raise differs()
    return "counted again in fractions"


def is_minimal(options: Options) -> bool:
    """Say whether the options, of either rule, ask for minimal transfers."""
    return getattr(options, "transfers", "elimination") == "minimal"


def _played(election: Election, options: Options, points_b: NDArray[np.int64] | None) -> tuple[TransferRun, list[int]]:
    """Run, and once more with smaller units if a comparison was left open."""
    run = TransferRun(election, options, points_b, minimal=is_minimal(options))
    funded = run.play()
    if run.open_questions:
        run = TransferRun(election, options, points_b, minimal=is_minimal(options), bits=MORE_BITS)
        funded = run.play()
    return run, funded


def count_transfers(rule: str, election: Election, options: Options, points_b: NDArray[np.int64] | None) -> Outcome:
    """Run either rule; ``points_b`` are the points of each entry, or ``None`` for rankings."""
    run, funded = _played(election, options, points_b)
    chosen = tuple(election.projects[p].id for p in funded)
    named = {} if points_b is None else {"transfers": "minimal" if is_minimal(options) else "elimination"}
    votes = election.votes
    return Outcome(
        rule=rule,
        options={"criterion": options.criterion, **named, "ties": list(options.ties.criteria)},
        selected=chosen,
        cost=sum((p.cost for p in election.projects if p.id in set(chosen)), start=0),
        budget=election.limits.budget,
        rounds=tuple(run.rounds),
        ties=tuple(run.ties),
        missed=tuple(
            Missed(p.id, "unaffordable" if votes[p.id] else "no_votes", {"votes": votes[p.id], "cost": p.cost})
            for p in election.projects
            if p.id not in set(chosen)
        ),
    )
