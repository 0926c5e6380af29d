"""What voters got: how many of their projects won, who got nothing, how evenly it is spread."""

from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from voting.ballots.election import Election, whole
from voting.ballots.grouped import Ints
from voting.ballots.project import Amount, Label


@dataclass(frozen=True)
class Satisfaction:
    """Figures over all ballots.

    Attributes
    ----------
    voters : int
        Weight of all ballots.
    empty_handed : int
        Weight of the ballots none of whose projects won; over ``voters`` the exclusion ratio.
    mean_winners, mean_cost : Fraction
        Winners on a ballot, and their cost.
    gini_winners, gini_cost : Fraction
        0 when all got the same, near 1 when one got all.
    winners_histogram : tuple of int
        How many ballots have 0, 1, 2, ... winners.
    """

    voters: int
    empty_handed: int
    mean_winners: Fraction
    mean_cost: Fraction
    gini_winners: Fraction
    gini_cost: Fraction
    winners_histogram: tuple[int, ...]


def satisfaction(election: Election, selected: Collection[str]) -> Satisfaction:
    """Measure what voters got.

    Examples
    --------
    >>> from voting.ballots import Limits, Project, from_lists
    >>> projects = (Project("a", 4), Project("b", 2))
    >>> got = satisfaction(Election(projects, Limits(4), from_lists("approval", [[0, 1], [1]], [3, 1])), ["a"])
    >>> got.empty_handed, str(got.mean_winners), str(got.gini_winners)
    (1, '3/4', '1/4')
    """
    winners_g, cost_g = got_by_group(election, selected)
    weight_g = election.ballots.weight_g
    total = election.ballots.total_weight
    histogram = np.bincount(winners_g, weight_g).astype(np.int64) if len(winners_g) else np.zeros(1, dtype=np.int64)
    scale = election.money_scale
    return Satisfaction(
        voters=total,
        empty_handed=int(weight_g[winners_g == 0].sum()),
        mean_winners=Fraction(int(winners_g @ weight_g), max(1, total)),
        mean_cost=Fraction(sum(int(c) * int(w) for c, w in zip(cost_g, weight_g, strict=True)), max(1, total) * scale),
        gini_winners=gini(winners_g, weight_g),
        gini_cost=gini(cost_g, weight_g),
        winners_histogram=tuple(histogram.tolist()),
    )


def got_by_group(election: Election, selected: Collection[str]) -> tuple[Ints, Ints]:
    """Return for each ballot group the number of its winners and their cost (scaled)."""
    supports = election.approvals
    winners_g = np.zeros(election.ballots.groups, dtype=np.int64)
    cost_g = np.zeros(election.ballots.groups, dtype=np.int64)
    for project in selected:
        p = election.position[project]
        groups = supports.group_s[supports.of(p)]
        winners_g[groups] += 1
        cost_g[groups] += int(election.projects[p].cost * election.money_scale)
    return winners_g, cost_g


def gini(value_g: Ints, weight_g: Ints) -> Fraction:
    """Return the Gini coefficient of whole values with weights, exactly; 0 when there is nothing to share."""
    order = np.argsort(value_g, kind="stable")
    values, weights = value_g[order].tolist(), weight_g[order].tolist()
    total = sum(v * w for v, w in zip(values, weights, strict=True))
    count = sum(weights)
    if total == 0:
        return Fraction(0)
    below = twice = 0
    for value, weight in zip(values, weights, strict=True):
        # Ranks below+1 ... below+weight have this value: their sum, doubled.
        twice += value * weight * (2 * below + weight + 1)
        below += weight
    return Fraction(twice, count * total) - Fraction(count + 1, count)


@dataclass(frozen=True)
class LabelShare:
    """One field, type or district: its part of the votes and of the money."""

    label: Label
    projects: int
    selected: int
    votes: int
    vote_share: Fraction
    cost: Amount
    cost_share: Fraction


def shares(election: Election, selected: Collection[str], kind: str) -> tuple[LabelShare, ...]:
    """Compare votes and money by the labels of one kind; a project with several labels counts under each."""
    rows: dict[Label, list[Fraction]] = {}
    chosen = set(selected)
    for project in election.projects:
        for label in project.label_pairs():
            if label[0] == kind:
                row = rows.setdefault(label, [Fraction(0)] * 4)
                row[0] += 1
                row[1] += project.id in chosen
                row[2] += election.votes[project.id]
                row[3] += project.cost if project.id in chosen else 0
    votes = sum((row[2] for row in rows.values()), start=Fraction(0)) or Fraction(1)
    cost = sum((row[3] for row in rows.values()), start=Fraction(0)) or Fraction(1)
    return tuple(
        LabelShare(label, int(row[0]), int(row[1]), int(row[2]), row[2] / votes, whole(row[3]), row[3] / cost)
        for label, row in rows.items()
    )
