"""Phragmén's sequential rule for projects with costs.

Every ballot earns money at the same speed from time 0. A project is bought at the first moment when its supporters own its
cost together; they pay with all they have and start again from nothing.

1. A supporter's load is the moment of her last purchase, 0 before. Project c is bought at
   t_c = (C + sum over supporters of weight * load) / (their weight).
2. The least t_c wins, ties by the tie order; its supporters' loads become t_c.
3. The rule ends when the next project (or one equal to it) does not fit the pot; with ``skip`` that one is left out.

Exactness. All loads together are the money spent, so in small units of 2^-j every sum stays below 2^61. Loads are known as
whole numbers ``lo`` with one common error: t_c averages loads, so a purchase adds one unit to the error, no more. Where
brackets overlap, moments are compared as fractions: c's is a sum over earlier moments, weighted by how many supporters
bought last at each.

S. Janson, *Phragmén's and Thiele's election methods*, arXiv 1611.08826, section 11; with costs: M. Los, Z. Christoff,
D. Grossi, *Proportional Budget Allocations*, IJCAI 2022.
"""

from dataclasses import dataclass, field
from fractions import Fraction
from math import inf

import numpy as np

from voting.ballots.election import Election
from voting.ballots.grouped import Ints
from voting.ballots.limits import Room
from voting.rules.moments import Moments
from voting.rules.outcome import Missed, Outcome, confirm
from voting.rules.stakes import Stakes, stakes_of
from voting.rules.ties import Tie, TieOrder
from voting.rules.utilities import utility

BITS = 60


@dataclass(frozen=True)
class Options:
    """Options of the rule.

    Attributes
    ----------
    skip : bool
        Leave out a project that does not fit and go on; the rule as published ends there.
    ties : TieOrder
    """

    skip: bool = False
    ties: TieOrder = field(default_factory=lambda: TieOrder(("min-cost", "max-votes", "file")))


@dataclass(frozen=True)
class PhragmenRound:
    """One purchase: the project and the exact moment, in currency units that one ballot of weight 1 has earned."""

    project: str
    moment: Fraction


def count(election: Election, options: Options = Options()) -> Outcome:
    """Count by Phragmén's sequential rule.

    Parameters
    ----------
    election : Election
        Ballots as approvals: a project counts as supported when it is named (with points: with more than zero).
    options : Options

    Returns
    -------
    Outcome
        Every decision is proved; ``verify`` makes the run again in fractions.

    Examples
    --------
    >>> from voting.ballots import Limits, Project, from_lists
    >>> projects = (Project("park", 60), Project("road", 60), Project("hall", 30))
    >>> ballots = from_lists("approval", [[0, 1], [2]], weights=[6, 4])
    >>> outcome = count(Election(projects, Limits(100), ballots))
    >>> outcome.selected, [str(r.moment) for r in outcome.rounds]
    (('hall', 'park'), ['15/2', '10'])
    """
    stakes = stakes_of(election, utility("cardinality", election), options.ties)
    run = PhragmenRun(stakes, skip=options.skip).play()
    ids = [project.id for project in election.projects]
    chosen = tuple(ids[p] for p in run.order)
    return Outcome(
        rule="phragmen",
        options={"skip": options.skip, "ties": list(options.ties.criteria)},
        selected=chosen,
        cost=sum((election.projects[p].cost for p in run.order), start=0),
        budget=election.limits.budget,
        rounds=tuple(
            PhragmenRound(project, moment / stakes.money_scale)
            for project, moment in zip(chosen, run.moments, strict=True)
        ),
        ties=tuple(Tie(t, tuple(ids[p] for p in equal)) for t, equal in run.ties),
        missed=tuple(_why_not(stakes, run, p) for p in range(len(ids)) if p not in set(run.order)),
    )


def verify(election: Election, options: Options, outcome: Outcome) -> str:
    """Count again in fractions and compare order, moments and ties; return how it was verified."""
    stakes = stakes_of(election, utility("cardinality", election), options.ties)
    again = run_in_fractions(stakes, skip=options.skip)
    ids = [project.id for project in election.projects]
    rounds = [PhragmenRound(ids[p], t / stakes.money_scale) for p, t in zip(again.order, again.moments, strict=True)]
    ties = [Tie(t, tuple(ids[p] for p in equal)) for t, equal in again.ties]
    confirm(outcome, rounds, ties)
    return "counted again in fractions"


@dataclass(eq=False)
class Record:
    """What a run found: order, exact moments (scaled currency), ties by round from 1, who did not fit, who ended it."""

    order: list[int] = field(default_factory=list)
    moments: list[Fraction] = field(default_factory=list)
    ties: list[tuple[int, tuple[int, ...]]] = field(default_factory=list)
    out: dict[int, tuple[str, dict[str, object]]] = field(default_factory=dict)
    ended_by: int | None = None


class Race:
    """What both runs share: the pot, who is still in, and how a round ends; not how the next project is found."""

    def __init__(self, stakes: Stakes, *, skip: bool) -> None:
        self.stakes, self.skip = stakes, skip
        self.room = Room(stakes.election.limits)
        self.record = Record()
        self.moments = Moments()
        self.last_g: Ints = np.zeros(stakes.groups, dtype=np.int64)  # 0: nothing bought yet, t: round t
        self.bound_p = np.full(len(stakes.cost_p), inf)
        for p, weight in enumerate(stakes.weight_p):
            if weight > 0 and stakes.cost_p[p] <= stakes.budget:
                self.bound_p[p] = 0.0
        self._drop_barred()

    def bought_last(self, p: int) -> list[float]:
        """Return the weight of p's supporters by the round of their last purchase."""
        counts: list[float] = np.bincount(self.last_g[self.stakes.groups_p[p]], self.stakes.weights_p[p]).tolist()
        return counts

    def moment(self, p: int) -> Fraction:
        """Return p's exact moment."""
        return Fraction(*self.moments.at(self.stakes.cost_p[p], self.stakes.weight_p[p], self.bought_last(p)))

    def exact_moments(self, among: list[int]) -> dict[int, Fraction]:
        """Return exact moments; projects with the same cost and supporters share one."""
        twin_p = self.stakes.twin_p
        first = {twin_p[p]: p for p in among}
        moment_of = {twin: self.moment(p) for twin, p in first.items()}
        return {p: moment_of[twin_p[p]] for p in among}

    def take(self, equal: list[int]) -> int | None:
        """Buy the first of the equal ones; return it, -1 if none of them fits, ``None`` when the rule ends here."""
        record, projects = self.record, self.stakes.election.projects
        equal.sort(key=lambda p: self.stakes.place_p[p])
        misfits = [p for p in equal if self.room.obstacle(projects[p]) is not None]
        if misfits and not self.skip:
            record.ended_by = misfits[0]
            return None
        for p in misfits:
            self._put_out(p)
        fitting = [p for p in equal if p not in misfits]
        if not fitting:
            return -1
        if len(fitting) > 1:
            record.ties.append((len(record.order) + 1, tuple(fitting)))
        self._buy(fitting[0])
        return fitting[0]

    def _buy(self, winner: int) -> None:
        """Enter the purchase; the supporters start again from nothing."""
        stakes = self.stakes
        self.moments.enter(stakes.cost_p[winner], stakes.weight_p[winner], self.bought_last(winner))
        self.record.order.append(winner)
        self.last_g[stakes.groups_p[winner]] = len(self.record.order)
        self.room.take(stakes.election.projects[winner])
        self.bound_p[winner] = inf
        self._drop_barred()

    def _put_out(self, p: int) -> None:
        """Leave p out, with the reason."""
        self.record.out[p] = self.room.obstacle(self.stakes.election.projects[p]) or ("over_budget", {})
        self.bound_p[p] = inf

    def _drop_barred(self) -> None:
        """Leave out what a ceiling or an incompatible project bars: it would never fit again, yet is no reason to end."""
        limits = self.stakes.election.limits
        if limits.ceilings or limits.incompatible:
            for p in np.flatnonzero(self.bound_p < inf).tolist():
                obstacle = self.room.obstacle(self.stakes.election.projects[p])
                if obstacle is not None and obstacle[0] != "over_budget":
                    self._put_out(p)

    def finish(self) -> Record:
        """Return the record with its moments."""
        self.record.moments = self.moments.all()
        return self.record


class PhragmenRun(Race):
    """The run on whole numbers."""

    def __init__(self, stakes: Stakes, *, skip: bool) -> None:
        super().__init__(stakes, skip=skip)
        self.unit = 1 << max(0, BITS - (2 * stakes.budget).bit_length())
        self.lo_g: Ints = np.zeros(stakes.groups, dtype=np.int64)
        self.error = 0
        for p in np.flatnonzero(self.bound_p < inf).tolist():
            self.bound_p[p] = stakes.cost_p[p] * self.unit / stakes.weight_p[p] * (1 - 2.0**-50)

    def play(self) -> Record:
        """Buy until nothing fits or nothing is left."""
        while len(self.bound_p) and self.bound_p.min() < inf:
            equal, low = self._next()
            winner = self.take(equal)
            if winner is None:
                break
            if winner >= 0:
                self.lo_g[self.stakes.groups_p[winner]] = low
                self.error += 1
        return self.finish()

    def _bracket(self, p: int) -> int:
        """Return p's moment rounded down; it is at most ``error`` + 1 units later."""
        stakes = self.stakes
        owed = int(stakes.weights_p[p] @ self.lo_g[stakes.groups_p[p]])
        low = (stakes.cost_p[p] * self.unit + owed) // stakes.weight_p[p]
        self.bound_p[p] = low * (1 - 2.0**-50)
        return low

    def _next(self) -> tuple[list[int], int]:
        """Return the projects of the least moment, and it rounded down in small units."""
        first = int(self.bound_p.argmin())
        lows = {first: self._bracket(first)}
        best = lows[first] + self.error + 1
        waiting = np.flatnonzero(self.bound_p <= best)
        for p in waiting[np.argsort(self.bound_p[waiting])].tolist():
            if p not in lows and self.bound_p[p] <= best:
                lows[p] = self._bracket(p)
                best = min(best, lows[p] + self.error + 1)
        rivals = [p for p, low in lows.items() if low <= best]
        if len(rivals) > 1:
            moment_of = self.exact_moments(rivals)
            least = min(moment_of.values())
            rivals = [p for p in rivals if moment_of[p] == least]
        return rivals, min(lows[p] for p in rivals)


def run_in_fractions(stakes: Stakes, *, skip: bool) -> Record:
    """Run again: floats, made anew from exact moments, pick who is compared in fractions.

    A moment is an average of loads and a cost, all positive: in floats it errs by less than 10^-9 of itself. It never falls.
    """
    race = Race(stakes, skip=skip)
    while len(race.bound_p) and race.bound_p.min() < inf:
        loads = np.array([0.0, *race.moments.rounded()])
        least = inf
        for p in np.argsort(race.bound_p).tolist():
            if race.bound_p[p] > least * (1 + 1e-8) or race.bound_p[p] == inf:
                break
            owed = float(stakes.weights_p[p] @ loads[race.last_g[stakes.groups_p[p]]])
            race.bound_p[p] = (stakes.cost_p[p] + owed) / stakes.weight_p[p]
            least = min(least, float(race.bound_p[p]))
        exact = race.exact_moments(np.flatnonzero(race.bound_p <= least * (1 + 1e-8)).tolist())
        earliest = min(exact.values())
        if race.take([p for p in exact if exact[p] == earliest]) is None:
            break
    return race.finish()


def _why_not(stakes: Stakes, run: Record, p: int) -> Missed:
    """Say why a project was not bought."""
    project = stakes.election.projects[p]
    if stakes.weight_p[p] == 0:
        return Missed(project.id, "no_votes", {"votes": 0})
    if stakes.cost_p[p] > stakes.budget:
        return Missed(project.id, "over_budget", {"cost": project.cost, "left": stakes.election.limits.budget})
    if p in run.out:
        return Missed(project.id, *run.out[p])
    ended_by = run.ended_by
    if ended_by is None:
        return Missed(project.id, "over_budget", {"cost": project.cost})
    return Missed(project.id, "after_stop", {"stopped_at": stakes.election.projects[ended_by].id})
