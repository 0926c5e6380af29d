"""From people to types: everybody with the same values, in the same kind of household, is one type.

Exchangeable people get equal chances under every method here, so the solver sees counts of types
only. People who share an address are split off: a household's *kind* is the sorted list of its
members' value groups, a type is then (kind, values), and one row per kind keeps at most one person
of each of its households on the panel.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from voting.sortition.matching import Matched, joint_values
from voting.sortition.pool import fold
from voting.sortition.problem import Problem
from voting.sortition.targets import Target

Values = tuple[str, ...]
Kind = tuple[Values, ...]


@dataclass(frozen=True)
class PersonType:
    """People whom nothing distinguishes; ``kind`` is empty for those who live with nobody of the pool."""

    values: Values
    kind: Kind = ()


@dataclass(frozen=True)
class Grouping:
    """The problem and who stands behind it.

    Parameters
    ----------
    problem
        Counts and cells.
    features
        Names of the entries of ``PersonType.values``.
    types
        In the order of the problem.
    members_t
        Positions in the pool of the people of each type.
    household_i
        Number of each person's household, -1 for those who share none.
    """

    problem: Problem
    features: list[str]
    types: list[PersonType]
    members_t: list[list[int]]
    household_i: Sequence[int]


def group(matched: Matched, targets: Sequence[Target], size: int, household_i: Sequence[int] | None = None) -> Grouping:
    """Return the types of the matched people and the problem over them.

    Parameters
    ----------
    matched
        Everybody's values; nobody in it may be unanswered.
    targets
        Bounds for single values and joint cells.
    size
        Seats.
    household_i
        Number of each person's household (any integers), -1 for people who share none.
    """
    people = list(zip(*matched.values_fi, strict=True)) if matched.features else []
    n_people = len(matched.values_fi[0]) if matched.features else len(household_i or [])
    people = people or [()] * n_people
    shared = list(household_i) if household_i is not None else [-1] * n_people
    kind_of = _kinds(people, shared)
    members: dict[tuple[Kind, Values], list[int]] = {}
    if kind_of:
        for i, values in enumerate(people):
            members.setdefault((kind_of.get(shared[i], ()), values), []).append(i)
    else:
        by_values: dict[Values, list[int]] = {}
        for i, values in enumerate(people):
            by_values.setdefault(values, []).append(i)
        members = {((), values): found for values, found in by_values.items()}
    keys = sorted(members)
    types = [PersonType(values, kind) for kind, values in keys]
    problem = _problem(matched.features, types, [len(members[key]) for key in keys], targets, size)
    return Grouping(problem, matched.features, types, [members[key] for key in keys], shared)


def _kinds(people: Sequence[Values], household_i: Sequence[int]) -> dict[int, Kind]:
    living: dict[int, list[Values]] = {}
    for i, household in enumerate(household_i):
        if household >= 0:
            living.setdefault(household, []).append(people[i])
    return {household: tuple(sorted(found)) for household, found in living.items() if len(found) > 1}


def _problem(
    features: list[str], types: Sequence[PersonType], counts: Sequence[int], targets: Sequence[Target], size: int
) -> Problem:
    count_t = np.array(counts, dtype=np.int64)
    by_feature: dict[str, list[str]] = {}
    for target in targets:
        if target.feature not in by_feature:
            by_feature[target.feature] = [fold(joint_values(features, t.values, target.feature)) for t in types]
    rows = [[value == fold(target.value) for value in by_feature[target.feature]] for target in targets]
    low = [target.least for target in targets]
    high = [target.most for target in targets]
    label = [target.label for target in targets]
    for kind in sorted({t.kind for t in types if t.kind}):
        in_kind = np.array([t.kind == kind for t in types])
        rows.append(in_kind.tolist())
        low.append(0)
        high.append(int(count_t[in_kind].sum()) // len(kind))
        label.append("one person per address (" + "; ".join(", ".join(values) for values in kind) + ")")
    member_ct = np.array(rows, dtype=np.int64).reshape(len(rows), len(types))
    return Problem(size, count_t, member_ct, np.array(low, np.int64), np.array(high, np.int64), label)
