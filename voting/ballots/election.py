"""An election: projects, what may be spent, and the ballots cast."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from math import lcm

import numpy as np

from voting.ballots.grouped import Ballots, Supports, supports
from voting.ballots.limits import Limits
from voting.ballots.project import Amount, Project, check_projects


@dataclass(frozen=True, eq=False)
class Election:
    """All that a rule needs to count.

    Attributes
    ----------
    projects : tuple of Project
        In the order they are listed.
    limits : Limits
        Pot, ceilings, incompatible projects.
    ballots : Ballots
        Grouped; entries point at positions in ``projects``.
    meta : Mapping
        What the file said of itself, as text.
    notes : tuple of str
        What the reader saw and put right: ballots that name a project twice, spaces around ids.
    """

    projects: tuple[Project, ...]
    limits: Limits
    ballots: Ballots
    meta: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse negative costs and ids used twice."""
        check_projects(self.projects)

    @cached_property
    def position(self) -> dict[str, int]:
        """Return the position of each project id."""
        return {project.id: place for place, project in enumerate(self.projects)}

    @cached_property
    def money_scale(self) -> int:
        """Return the number that makes every cost and the budget whole."""
        amounts = [Fraction(self.limits.budget), *(Fraction(p.cost) for p in self.projects)]
        return lcm(*(amount.denominator for amount in amounts))

    @cached_property
    def approvals(self) -> Supports:
        """Return who supports each project, whatever the points say (points of zero or less do not)."""
        return supports(self.ballots, len(self.projects), self.ballots.points_b)

    @cached_property
    def votes(self) -> dict[str, int]:
        """Return the weight of the ballots that support each project."""
        entries = self.approvals
        sums = [int(entries.weight_s[entries.of(p)].sum()) for p in range(len(self.projects))]
        return {project.id: sums[p] for p, project in enumerate(self.projects)}

    @cached_property
    def points(self) -> dict[str, Amount]:
        """Return the points of each project over all ballots; without points, its votes."""
        ballots = self.ballots
        if ballots.points_b is None:
            return dict(self.votes)
        totals = np.zeros(len(self.projects), dtype=np.int64)
        np.add.at(totals, ballots.project_b, ballots.points_b * ballots.weight_g[ballots.group_b])
        scale = ballots.points_scale
        return {project.id: whole(Fraction(int(totals[p]), scale)) for p, project in enumerate(self.projects)}


def whole(amount: Fraction) -> Amount:
    """Return a fraction as an ``int`` where it is one."""
    return amount.numerator if amount.denominator == 1 else amount
