"""Rank and fill: projects by votes, each taken if the pot and its ceilings still hold it.

The rule of most cities. In five lines:

1. Leave out who has no vote, fewer votes than the threshold, or less than the minimum share of the ballots.
2. Rank by score; equal scores by the tie order fixed beforehand.
3. Take the next project if it fits the pot, its ceilings, and no chosen project excludes it.
4. If it does not fit: go on to the next (``skip``), or end here (``stop``).
5. Report for each project that did not get in which of these kept it out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import groupby

from voting.ballots.election import Election
from voting.ballots.errors import BadInput
from voting.ballots.limits import Limits, Room
from voting.ballots.project import Amount, Project, check_projects
from voting.rules.outcome import Missed, Outcome, differs
from voting.rules.recount import added_up, fill_again
from voting.rules.scores import scores_of
from voting.rules.ties import Tie, TieOrder
from voting.rules.utilities import utility, welfare


@dataclass(frozen=True)
class Options:
    """Options of the rule when it counts ballots.

    Attributes
    ----------
    score : {"votes", "density"}
        Rank by votes (points, positions: see ``scores_of``), or by those per currency unit.
    utility : str, optional
        Take the sum of this utility instead of votes: with ``density``, ``cost`` ranks by votes and ``cardinality`` by
        votes per currency unit.
    skip : bool
        Go on after a project that does not fit.
    threshold : int or Fraction
        Fewest votes.
    minimum_share : Fraction, optional
        Least share of the ballots' weight.
    unsupported : bool
        Let projects in that nobody voted for.
    ties : TieOrder
    """

    score: str = "votes"
    utility: str | None = None
    skip: bool = True
    threshold: Amount = 0
    minimum_share: Fraction | None = None
    unsupported: bool = False
    ties: TieOrder = field(default_factory=TieOrder)

    def __post_init__(self) -> None:
        """Refuse a score that is not known."""
        if self.score not in ("votes", "density"):
            raise BadInput("unknown_option", option="score", value=self.score, known="votes, density")


def count(election: Election, options: Options = Options()) -> Outcome:
    """Count ballots by rank and fill.

    Parameters
    ----------
    election : Election
        Ballots of any form: approvals are counted, points and positions of rankings added (``scores_of``).
    options : Options
        Threshold and minimum share are always of those scores, whatever ranks.
    """
    votes = scores_of(election)
    scores = votes if options.utility is None else welfare(election, utility(options.utility, election))
    if options.score == "density":
        # What costs nothing comes before all that costs something.
        above_all = 1 + sum(scores.values())
        scores = {p.id: Fraction(scores[p.id]) / p.cost if p.cost else above_all for p in election.projects}
    outcome = fill(
        election.projects,
        votes,
        election.limits,
        on_misfit="skip" if options.skip else "stop",
        threshold=options.threshold,
        minimum_share=options.minimum_share,
        ballots=election.ballots.total_weight,
        scores=scores,
        ties=options.ties,
        unsupported=options.unsupported,
    )
    return replace(outcome, options={"score": options.score, "utility": options.utility, **outcome.options})


def verify(election: Election, options: Options, outcome: Outcome) -> str:
    """Add up the ballots and fill again in plain fractions; return how it was verified.

    Raises
    ------
    RuntimeError
        The two counts differ.
    """
    votes = added_up(election, None)
    scores: dict[str, Amount] = dict(votes if options.utility is None else added_up(election, options.utility))
    if options.score == "density":
        dearest = sum(scores.values()) + 1
        scores = {p.id: Fraction(scores[p.id]) / p.cost if p.cost else dearest for p in election.projects}
    needed = max(Fraction(options.threshold), (options.minimum_share or 0) * election.ballots.total_weight)
    standing = tuple(p for p in election.projects if votes[p.id] >= needed and (votes[p.id] > 0 or options.unsupported))
    place = options.ties.places(election.projects, votes)
    if fill_again(standing, scores, election.limits, place, stop=not options.skip) != list(outcome.selected):
        raise differs()
    return "added up and filled again, ballot by ballot in fractions"


@dataclass(frozen=True)
class GreedyRound:
    """One project considered: its score, whether it was taken, what was left afterwards."""

    project: str
    score: Amount
    cost: Amount
    taken: bool
    reason: str | None
    left: Amount


def fill(
    projects: Sequence[Project],
    votes: Mapping[str, Amount],
    limits: Limits,
    *,
    on_misfit: str = "skip",
    threshold: Amount = 0,
    minimum_share: Fraction | None = None,
    ballots: int | None = None,
    scores: Mapping[str, Amount] | None = None,
    ties: TieOrder | None = None,
    unsupported: bool = False,
) -> Outcome:
    """Fill the pot with projects by score.

    Parameters
    ----------
    projects : sequence of Project
        In the order they are listed; this order ends the tie order.
    votes : Mapping of id to int or Fraction
        Votes (or points, or a combined share) of each project; a project not named has 0.
    limits : Limits
        Pot, ceilings per label, incompatible projects.
    on_misfit : {"skip", "stop"}
        What happens after a project that does not fit the pot or a ceiling. An excluded project never stops the count.
    threshold : int or Fraction
        Fewest votes to be considered.
    minimum_share : Fraction, optional
        Least share of ``ballots`` that must have voted for a project, 0 to 1 (``Fraction(12, 100)``).
    ballots : int, optional
        Ballots cast; needed with ``minimum_share``.
    scores : Mapping, optional
        What to rank by instead of the votes, for example votes per cost.
    ties : TieOrder, optional
        Default: most votes, then least cost, then the order of ``projects``.
    unsupported : bool
        Whether a project without a single vote may be taken when money is left.

    Returns
    -------
    Outcome
        ``rounds`` has one record for each project considered, ``missed`` each project not taken with its reason,
        ``ties`` each set of equal scores and whether it could have mattered.

    Raises
    ------
    BadInput
        A negative cost or budget, an id twice, an unknown option.

    Examples
    --------
    >>> park, road, hall = Project("park", 40), Project("road", 50), Project("hall", 30)
    >>> outcome = fill([park, road, hall], {"park": 9, "road": 7, "hall": 5}, Limits(80))
    >>> outcome.selected, outcome.missed[0].reason
    (('park', 'hall'), 'over_budget')
    """
    check_projects(projects)
    if on_misfit not in ("skip", "stop"):
        raise BadInput("unknown_option", option="on_misfit", value=on_misfit, known="skip, stop")
    order = ties or TieOrder()
    ranked_by = votes if scores is None else scores
    needed: Amount = threshold
    barred = {p.id: why for p in projects if (why := _bar(p, votes, threshold, minimum_share, ballots, unsupported))}
    places = order.places(projects, votes)
    ranked = sorted((p for p in projects if p.id not in barred), key=lambda p: (-ranked_by.get(p.id, 0), places[p.id]))
    rounds, missed = _walk(ranked, ranked_by, Room(limits), stop=on_misfit == "stop")
    taken = {r.project for r in rounds if r.taken}
    chosen = tuple(r.project for r in rounds if r.taken)
    costs = {p.id: p.cost for p in projects}
    options = {
        "on_misfit": on_misfit, "threshold": needed, "minimum_share": minimum_share, "ballots": ballots,
        "ties": list(order.criteria), "unsupported": unsupported,
        "ceilings": [[*label, amount] for label, amount in limits.ceilings.items()],
        "incompatible": [sorted(group) for group in limits.incompatible],
    }  # fmt: skip
    return Outcome(
        rule="greedy",
        options=options,
        selected=chosen,
        cost=sum((costs[p] for p in chosen), start=0),
        budget=limits.budget,
        rounds=tuple(rounds),
        ties=_ties(ranked, ranked_by, taken),
        missed=(*missed, *barred.values()),
    )


def _bar(
    project: Project,
    votes: Mapping[str, Amount],
    threshold: Amount,
    minimum_share: Fraction | None,
    ballots: int | None,
    unsupported: bool,
) -> Missed | None:
    """Return why ``project`` is not considered at all, or nothing."""
    got = votes.get(project.id, 0)
    if got <= 0 and not unsupported:
        return Missed(project.id, "no_votes", {"votes": got})
    if got < threshold:
        return Missed(project.id, "below_threshold", {"votes": got, "needed": threshold})
    if minimum_share is not None:
        if ballots is None:
            raise BadInput("unknown_option", option="ballots", value=None, known="the number of ballots cast")
        if got < minimum_share * ballots:
            return Missed(project.id, "below_minimum_share", {"votes": got, "needed": minimum_share * ballots})
    return None


def _walk(
    ranked: Sequence[Project], scores: Mapping[str, Amount], room: Room, *, stop: bool
) -> tuple[list[GreedyRound], list[Missed]]:
    """Take what fits, in order."""
    rounds: list[GreedyRound] = []
    missed: list[Missed] = []
    stopped_at: str | None = None
    for project in ranked:
        if stopped_at is not None:
            missed.append(Missed(project.id, "after_stop", {"stopped_at": stopped_at}))
            continue
        obstacle = room.obstacle(project)
        if obstacle is None:
            room.take(project)
        else:
            missed.append(Missed(project.id, *obstacle))
            if stop and obstacle[0] != "incompatible":
                stopped_at = project.id
        reason = obstacle[0] if obstacle else None
        rounds.append(
            GreedyRound(project.id, scores.get(project.id, 0), project.cost, obstacle is None, reason, room.left)
        )
    return rounds, missed


def _ties(ranked: Sequence[Project], scores: Mapping[str, Amount], taken: set[str]) -> tuple[Tie, ...]:
    """Return each run of equal scores; it mattered if some of it were taken and some not."""
    ties: list[Tie] = []
    place = 1
    for _, run in groupby(ranked, key=lambda p: scores.get(p.id, 0)):
        equal = tuple(project.id for project in run)
        if len(equal) > 1:
            ties.append(Tie(place, equal, mattered=0 < len(taken.intersection(equal)) < len(equal)))
        place += len(equal)
    return tuple(ties)
