"""Second counts in plain fractions, ballot by ballot, straight from each rule's definition: slow, short, and shared by nothing.

The rules that only add up ballots are always counted again. The rules that move money are counted again where the fractions stay
of a size that can be written down (``TooLarge``); elsewhere their record says that it was not.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import isqrt, log

from voting.ballots.election import Election
from voting.ballots.limits import Limits
from voting.ballots.project import Amount, Project

MOST_ENTRIES = 400_000  # ballots times projects looked at by the rules that move money
MOST_BITS = 1 << 13
MOST_NODES = 100_000


class TooLarge(Exception):
    """The second count would take too long."""


@dataclass(frozen=True)
class PlainBallot:
    """One distinct ballot: projects with the points given to each, or with their level in a ranking; how many ballots.

    ``length`` counts what it names, a project named twice as two.
    """

    entries: tuple[tuple[int, int, int], ...]
    weight: int
    length: int


def plain_ballots(election: Election) -> Iterator[PlainBallot]:
    """Yield distinct ballots as (project, points, level), without numpy; a project named twice counts once."""
    ballots = election.ballots
    projects, starts = ballots.project_b.tolist(), ballots.starts_g.tolist()
    points = None if ballots.points_b is None else ballots.points_b.tolist()
    levels = None if ballots.level_b is None else ballots.level_b.tolist()
    for group, weight in enumerate(ballots.weight_g.tolist()):
        entries: dict[int, tuple[int, int, int]] = {}
        for place, at in enumerate(range(starts[group], starts[group + 1])):
            given = 1 if points is None else points[at]
            level = place if levels is None else levels[at]
            entries.setdefault(projects[at], (projects[at], given, level))
        yield PlainBallot(tuple(entries.values()), weight, starts[group + 1] - starts[group])


def added_up(election: Election, name: str | None) -> dict[str, Amount]:
    """Add up votes, points or positions as published (``None``), or a utility by its name, ballot by ballot."""
    scale = election.ballots.points_scale
    scored = election.ballots.points_b is not None
    declared = election.meta.get("max_length", "").strip()
    longest = int(declared) if declared.isdigit() else len(election.projects)
    totals: list[Amount] = [0] * len(election.projects)
    for ballot in plain_ballots(election):
        for p, points, level in ballot.entries:
            each: Amount
            if name is None and election.ballots.form == "ordinal":
                each = longest - level
            elif name is None:
                each = points if scale == 1 else Fraction(points, scale)
            elif name == "borda":
                each = Fraction(max(0, ballot.length - 1 - level))
            elif name == "points":
                each = max(Fraction(0), Fraction(points, scale))
            else:
                each = value_of_cost(name, election.projects[p].cost) if points > 0 or not scored else Fraction(0)
            totals[p] += ballot.weight * each
    return {project.id: totals[p] for p, project in enumerate(election.projects)}


def value_of_cost(name: str, cost: Amount) -> Fraction:
    """Return a utility that depends on the cost; roots and logarithms as published, at twelve decimals."""
    if name == "cost":
        return Fraction(cost)
    if name == "sqrt-cost":
        exact = Fraction(cost) * 10**24
        return Fraction(isqrt(exact.numerator // exact.denominator), 10**12)
    return Fraction(1) if name == "cardinality" else Fraction(round(log(1 + cost) * 10**12), 10**12)


def fill_again(
    projects: tuple[Project, ...], scores: dict[str, Amount], limits: Limits, place: dict[str, int], *, stop: bool
) -> list[str]:
    """Rank and fill once more: of those still waiting the best, again and again."""
    waiting = list(projects)
    chosen: list[Project] = []
    while waiting:
        best = waiting[0]
        for project in waiting[1:]:
            if (-scores[project.id], place[project.id]) < (-scores[best.id], place[best.id]):
                best = project
        waiting.remove(best)
        if any({best.id, other.id} <= set(group) for group in limits.incompatible for other in chosen):
            continue
        if fits([*chosen, best], limits):
            chosen.append(best)
        elif stop:
            break
    return [project.id for project in chosen]


def fits(chosen: list[Project], limits: Limits) -> bool:
    """Say whether projects together keep pot, ceilings and incompatible sets."""
    if sum((p.cost for p in chosen), start=0) > limits.budget:
        return False
    for (kind, value), ceiling in limits.ceilings.items():
        if sum((p.cost for p in chosen if (kind, value) in p.label_pairs()), start=0) > ceiling:
            return False
    return all(sum(p.id in group for p in chosen) <= 1 for group in limits.incompatible)


def who_fits(among: set[int], chosen: list[Project], projects: Sequence[Project], limits: Limits) -> set[int]:
    """Return who keeps pot, ceilings and incompatible sets beside what was chosen."""
    left = limits.budget - sum((p.cost for p in chosen), start=0)
    within = {p for p in among if projects[p].cost <= left}
    if not limits.ceilings and not limits.incompatible:
        return within
    return {p for p in within if fits([*chosen, projects[p]], limits)}


def better_set(projects: list[Project], worths: dict[str, Amount], limits: Limits, chosen: list[str]) -> bool:
    """Say whether a set that fits is worth more than ``chosen``, or as much and cheaper, by branching on every project.

    Raises
    ------
    TooLarge
        After ``MOST_NODES`` branchings.
    """
    ranked = sorted(projects, key=lambda p: Fraction(p.cost) / worths[p.id])
    known = (
        sum((worths[p] for p in chosen), start=0),
        -sum((p.cost for p in projects if p.id in set(chosen)), start=0),
    )
    nodes = 0
    waiting: list[tuple[int, list[Project], Amount, Amount]] = [(0, [], 0, 0)]
    while waiting:
        at, taken, worth, cost = waiting.pop()
        nodes += 1
        if nodes > MOST_NODES:
            raise TooLarge
        if (worth, -cost) > known:
            return True
        if at == len(ranked) or _at_most(ranked, worths, at, worth, limits.budget - cost) < known[0]:
            continue
        project = ranked[at]
        waiting.append((at + 1, taken, worth, cost))
        if fits([*taken, project], limits):
            waiting.append((at + 1, [*taken, project], worth + worths[project.id], cost + project.cost))
    return False


def _at_most(ranked: list[Project], worths: dict[str, Amount], at: int, worth: Amount, left: Amount) -> Amount:
    """Return what can be reached if the last project may be taken in part, rounded down where worths are whole."""
    for project in ranked[at:]:
        if project.cost > left:
            worth += Fraction(left) * worths[project.id] / project.cost
            break
        worth += worths[project.id]
        left -= project.cost
    return worth
