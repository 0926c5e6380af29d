"""Expanding approvals for rankings with costs, payments as even as in equal shares.

1. Every ballot gets an equal share of the budget.
2. At level 1 a ballot approves its first projects, at level j its first j levels.
3. While some project's approvers own its cost together: buy the one whose most-paying approver pays the least per unit of
   cost (the least rho of equal shares with the utility cost); ties by the tie order.
4. Then the next level, with what is left in the purses.

H. Aziz, B. E. Lee, *Proportionally Representative Participatory Budgeting with Ordinal Preferences*, AAAI 2021
(arXiv 1911.00864), where any way of taking the cost from the approvers is allowed; this one is theirs with equal shares.
"""

from dataclasses import dataclass, field, replace
from fractions import Fraction

import numpy as np

from voting.ballots.election import Election
from voting.ballots.errors import BadInput
from voting.rules.classes import Classes, best_of
from voting.rules.outcome import Missed, Outcome, confirm
from voting.rules.recount import TooLarge
from voting.rules.recount_money import levels_again
from voting.rules.restrictions import Restrictions
from voting.rules.stakes import Stakes, stakes_of
from voting.rules.ties import Tie, TieOrder
from voting.rules.utilities import Utility


@dataclass(frozen=True)
class Options:
    """Options: the tie order."""

    ties: TieOrder = field(default_factory=lambda: TieOrder(("min-cost", "max-votes", "file")))


@dataclass(frozen=True)
class LevelRound:
    """One purchase: at which level, and the most that an approver paid."""

    project: str
    level: int
    price: Fraction


def count(election: Election, options: Options = Options()) -> Outcome:
    """Count rankings by expanding approvals.

    Raises
    ------
    BadInput
        ``wrong_ballots`` when the ballots are no rankings.

    Examples
    --------
    >>> from voting.ballots import Limits, Project, from_lists
    >>> projects = (Project("a", 50), Project("b", 50), Project("c", 50))
    >>> ballots = from_lists("ordinal", [[0, 1], [1, 0], [2, 1]], weights=[5, 4, 3])
    >>> outcome = count(Election(projects, Limits(100), ballots))
    >>> [(r.project, r.level) for r in outcome.rounds]
    [('b', 2)]
    """
    ballots = election.ballots
    if ballots.form not in ("ordinal", "choose-1"):
        raise BadInput("wrong_ballots", rule="expanding-approvals", form=ballots.form)
    rounds, ties = _run(election, options.ties)
    chosen = tuple(bought.project for bought in rounds)
    return Outcome(
        rule="expanding-approvals",
        options={"ties": list(options.ties.criteria)},
        selected=chosen,
        cost=sum((p.cost for p in election.projects if p.id in set(chosen)), start=0),
        budget=election.limits.budget,
        rounds=tuple(rounds),
        ties=tuple(ties),
        missed=tuple(
            Missed(p.id, "unaffordable" if election.votes[p.id] else "no_votes", {"votes": election.votes[p.id]})
            for p in election.projects
            if p.id not in set(chosen)
        ),
        endowment=Fraction(election.limits.budget) / ballots.total_weight if ballots.total_weight else None,
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
        again = levels_again(election, [places[p.id] for p in election.projects])
    except TooLarge:
        return "purses and prices are fractions; too large to count again ballot by ballot"
    ids = [project.id for project in election.projects]
    rounds = [LevelRound(ids[bought.project], bought.level, bought.price) for bought in again.bought]
    confirm(outcome, rounds, [Tie(t, tuple(ids[p] for p in equal)) for t, equal in again.ties])
    return "counted again in fractions"


def _run(election: Election, order: TieOrder) -> tuple[list[LevelRound], list[Tie]]:
    """Buy level by level."""
    value_p = [Fraction(project.cost) for project in election.projects]
    full = stakes_of(election, Utility(value_p, election.approvals), order)
    rounds = [LevelRound(election.projects[p].id, 1, Fraction(0)) for p in full.free]
    ties: list[Tie] = []
    if full.total_weight == 0:
        return rounds, ties
    restrictions = Restrictions.of(full)
    closed = {*full.free, *restrictions.start(full.free)}
    classes = Classes(full, Fraction(full.budget, full.total_weight))
    for level in range(1, int(election.ballots.levels.max(initial=-1)) + 2):
        stakes = _at_level(election, full, value_p, order, level)
        classes.look_at(stakes)
        known = {p: 0.0 for p in stakes.buyable if p not in closed}
        while tied := best_of(stakes, classes, known):
            winner, price = tied[0]
            if len(tied) > 1:
                ties.append(Tie(len(rounds) + 1, tuple(election.projects[p].id for p, _ in tied)))
            rounds.append(LevelRound(election.projects[winner].id, level, price / full.money_scale))
            classes.buy(winner, price)
            closed.update([winner, *restrictions.take(winner)])
            known = {p: bound for p, bound in known.items() if p not in closed}
    return rounds, ties


def _at_level(election: Election, full: Stakes, value_p: list[Fraction], order: TieOrder, level: int) -> Stakes:
    """Return who can pay for what when each ballot approves its first ``level`` levels."""
    ballots = election.ballots
    # Points mark who approves at this level; all of them get one point.
    shown = replace(ballots, points_b=(ballots.levels < level).astype(np.int64))
    at_level = Election(election.projects, election.limits, shown)
    stakes = stakes_of(at_level, Utility(value_p, at_level.approvals), order)
    return replace(stakes, multipliers_p=None, place_p=full.place_p)
