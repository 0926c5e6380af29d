"""What a ballot may say, and what is wrong with one that says something else."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from voting.ballots.project import Amount, Label, Project


@dataclass(frozen=True)
class BallotForm:
    """The rules of a ballot.

    Attributes
    ----------
    kind : str
        ``approval``, ``choose-1``, ``yes-no``, ``ordinal``, ``cumulative``, ``scoring``, ``knapsack``.
    at_least, at_most : int, optional
        Number of projects named; equal for "exactly k".
    per_label : Mapping of (kind, value) to int
        At most so many of a field, type or district.
    points_at_least, points_at_most : optional
        For one project.
    sum_at_least, sum_at_most : optional
        Points of the whole ballot.
    budget : optional
        What a knapsack may cost together.
    ties_allowed : bool
        Whether a ranking may put projects level.
    """

    kind: str
    at_least: int = 0
    at_most: int | None = None
    per_label: Mapping[Label, int] = field(default_factory=dict)
    points_at_least: Amount | None = None
    points_at_most: Amount | None = None
    sum_at_least: Amount | None = None
    sum_at_most: Amount | None = None
    budget: Amount | None = None
    ties_allowed: bool = False


@dataclass(frozen=True)
class Violation:
    """One thing that is wrong: a code and what it names.

    Codes: ``unknown_project``, ``project_twice``, ``too_few``, ``too_many``, ``too_many_of_label``, ``points_missing``,
    ``points_not_allowed``, ``points_too_low``, ``points_too_high``, ``sum_too_low``, ``sum_too_high``, ``too_dear``,
    ``not_yes_or_no``, ``levels_missing``, ``level_gap``, ``level_tie``.
    """

    code: str
    params: Mapping[str, object]


def violations(
    form: BallotForm,
    projects: Sequence[Project],
    chosen: Sequence[str],
    points: Sequence[Amount] | None = None,
    levels: Sequence[int] | None = None,
) -> tuple[Violation, ...]:
    """Return everything that is wrong with a ballot; nothing when it is valid.

    Parameters
    ----------
    form : BallotForm
    projects : sequence of Project
        Those that stand.
    chosen : sequence of str
        Ids, best first on a ranking.
    points : sequence, optional
        As many as ``chosen``; on a yes/no ballot 1 for yes, 0 for abstaining, -1 for no.
    levels : sequence of int, optional
        For a ranking with ties: level of each, 0 best, no level left out.

    Examples
    --------
    >>> form = BallotForm("approval", at_most=1)
    >>> [v.code for v in violations(form, [Project("a", 1), Project("b", 1)], ["a", "b", "x"])]
    ['unknown_project', 'too_many']
    """
    known = {project.id: project for project in projects}
    found = [Violation("unknown_project", {"project": p}) for p in chosen if p not in known]
    found += [Violation("project_twice", {"project": p}) for p, times in Counter(chosen).items() if times > 1]
    standing = [known[p] for p in dict.fromkeys(chosen) if p in known]
    found += _how_many(form, len(chosen))
    found += _per_label(form, standing)
    if form.budget is not None and (cost := sum((p.cost for p in standing), start=Fraction(0))) > form.budget:
        found.append(Violation("too_dear", {"cost": cost, "budget": form.budget}))
    found += _points(form, chosen, points)
    found += _levels(form, chosen, levels)
    return tuple(found)


def _how_many(form: BallotForm, named: int) -> list[Violation]:
    """Check the number of projects named."""
    at_most = 1 if form.kind == "choose-1" and form.at_most is None else form.at_most
    if named < form.at_least:
        return [Violation("too_few", {"named": named, "at_least": form.at_least})]
    if at_most is not None and named > at_most:
        return [Violation("too_many", {"named": named, "at_most": at_most})]
    return []


def _per_label(form: BallotForm, standing: Sequence[Project]) -> list[Violation]:
    """Check "k per field"."""
    counts = Counter(label for project in standing for label in project.label_pairs())
    return [
        Violation("too_many_of_label", {"label": list(label), "named": counts[label], "at_most": most})
        for label, most in form.per_label.items()
        if counts[label] > most
    ]


def _points(form: BallotForm, chosen: Sequence[str], points: Sequence[Amount] | None) -> list[Violation]:
    """Check points, one by one and together."""
    if form.kind not in ("cumulative", "scoring", "yes-no"):
        return [Violation("points_not_allowed", {"kind": form.kind})] if points is not None else []
    if points is None or len(points) != len(chosen):
        return [Violation("points_missing", {"projects": len(chosen), "points": len(points or ())})]
    if form.kind == "yes-no":
        return [
            Violation("not_yes_or_no", {"project": p, "value": value})
            for p, value in zip(chosen, points, strict=True)
            if value not in (-1, 0, 1)
        ]
    lowest = form.points_at_least if form.points_at_least is not None else (0 if form.kind == "cumulative" else None)
    found = []
    for project, value in zip(chosen, points, strict=True):
        if lowest is not None and value < lowest:
            found.append(Violation("points_too_low", {"project": project, "points": value, "at_least": lowest}))
        if form.points_at_most is not None and value > form.points_at_most:
            found.append(
                Violation("points_too_high", {"project": project, "points": value, "at_most": form.points_at_most})
            )
    total = sum(points, start=Fraction(0))
    if form.sum_at_least is not None and total < form.sum_at_least:
        found.append(Violation("sum_too_low", {"sum": total, "at_least": form.sum_at_least}))
    if form.sum_at_most is not None and total > form.sum_at_most:
        found.append(Violation("sum_too_high", {"sum": total, "at_most": form.sum_at_most}))
    return found


def _levels(form: BallotForm, chosen: Sequence[str], levels: Sequence[int] | None) -> list[Violation]:
    """Check the levels of a ranking with ties."""
    if levels is None:
        return []
    if form.kind != "ordinal" or len(levels) != len(chosen):
        return [Violation("levels_missing", {"projects": len(chosen), "levels": len(levels)})]
    used = sorted(set(levels))
    if used != list(range(len(used))):
        return [Violation("level_gap", {"levels": used})]
    if not form.ties_allowed and len(used) < len(levels):
        return [Violation("level_tie", {"levels": list(levels)})]
    return []
