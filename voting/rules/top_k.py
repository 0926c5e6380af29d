"""The k projects with the most votes, as an assembly picks ten of a hundred."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from voting.ballots.election import Election
from voting.ballots.errors import BadInput
from voting.ballots.project import Amount, Project, check_projects
from voting.rules.outcome import Missed, Outcome, differs
from voting.rules.recount import added_up
from voting.rules.scores import scores_of
from voting.rules.ties import Tie, TieOrder


@dataclass(frozen=True)
class Options:
    """Options: how many, the fewest votes, the tie order."""

    k: int = 10
    threshold: Amount = 0
    ties: TieOrder = field(default_factory=lambda: TieOrder(("min-cost", "file")))


def count(election: Election, options: Options = Options()) -> Outcome:
    """Pick the k projects with the highest score (``scores_of``); the pot is named and plays no part."""
    scores = scores_of(election)
    outcome = pick(election.projects, scores, options.k, threshold=options.threshold, ties=options.ties)
    return replace(outcome, budget=election.limits.budget)


def verify(election: Election, options: Options, outcome: Outcome) -> str:
    """Add up the ballots again and count for each project how many come before it; return how it was verified.

    Raises
    ------
    RuntimeError
        The two counts differ.
    """
    votes = added_up(election, None)
    place = options.ties.places(election.projects, votes)
    standing = [p.id for p in election.projects if votes[p.id] > 0 and votes[p.id] >= options.threshold]
    before = {p: sum((-votes[q], place[q]) < (-votes[p], place[p]) for q in standing) for p in standing}
    if sorted((p for p in standing if before[p] < options.k), key=before.__getitem__) != list(outcome.selected):
        raise differs()
    return "added up again, ballot by ballot in fractions"


@dataclass(frozen=True)
class Place:
    """One project and its place, from 1."""

    place: int
    project: str
    votes: Amount


def pick(
    projects: Sequence[Project],
    votes: Mapping[str, Amount],
    k: int,
    *,
    threshold: Amount = 0,
    ties: TieOrder | None = None,
) -> Outcome:
    """Pick the k projects with the most votes; costs and pot play no part.

    Parameters
    ----------
    projects : sequence of Project
        In listed order, which ends the tie order.
    votes : Mapping of id to int or Fraction
        A project not named has 0. A project with 0 is never picked.
    k : int
        How many; fewer are picked when fewer have votes.
    threshold : int or Fraction
        Fewest votes to be picked.
    ties : TieOrder, optional
        Default: least cost, then listed order.

    Returns
    -------
    Outcome
        ``ties`` names the equal ones wherever they stand; ``mattered`` is true for the tie at the border, if there
        is one. ``missed`` says for each other project how many votes the last one picked had.

    Raises
    ------
    BadInput
        k below zero, a negative cost, an id twice.

    Examples
    --------
    >>> outcome = pick([Project("a", 1), Project("b", 2), Project("c", 1)], {"a": 3, "b": 5, "c": 3}, 2)
    >>> outcome.selected, outcome.ties[0].projects, outcome.ties[0].mattered
    (('b', 'a'), ('a', 'c'), True)
    """
    check_projects(projects)
    if k < 0:
        raise BadInput("negative_count", item="top-k", field="k", value=k)
    order = ties or TieOrder(("min-cost", "file"))
    places = order.places(projects, votes)
    ranked = sorted(projects, key=lambda p: (-votes.get(p.id, 0), places[p.id]))
    standing = [p for p in ranked if votes.get(p.id, 0) > 0 and votes.get(p.id, 0) >= threshold]
    chosen = standing[:k]
    last = votes[chosen[-1].id] if chosen else 0
    missed = [Missed(p.id, "below_place", {"votes": votes[p.id], "last_in": last, "place": k}) for p in standing[k:]]
    for p in ranked:
        if p not in standing:
            got = votes.get(p.id, 0)
            reason = ("below_threshold", {"votes": got, "needed": threshold}) if got > 0 else ("no_votes", {"votes": 0})
            missed.append(Missed(p.id, *reason))
    return Outcome(
        rule="top-k",
        options={"k": k, "threshold": threshold, "ties": list(order.criteria)},
        selected=tuple(p.id for p in chosen),
        cost=sum((p.cost for p in chosen), start=0),
        budget=0,
        rounds=tuple(Place(place, p.id, votes[p.id]) for place, p in enumerate(standing, 1)),
        ties=_ties(standing, votes, k),
        missed=tuple(missed),
    )


def _ties(standing: Sequence[Project], votes: Mapping[str, Amount], k: int) -> tuple[Tie, ...]:
    """Return the runs of equal votes with the place they begin at."""
    ties: list[Tie] = []
    start = 0
    while start < len(standing):
        end = start
        while end < len(standing) and votes[standing[end].id] == votes[standing[start].id]:
            end += 1
        if end - start > 1:
            equal = tuple(p.id for p in standing[start:end])
            ties.append(Tie(start + 1, equal, mattered=start < k < end))
        start = end
    return tuple(ties)
