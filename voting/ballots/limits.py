"""What may be spent: the pot, a ceiling per label, projects that exclude each other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from voting.ballots.errors import BadInput
from voting.ballots.project import Amount, Label, Project


@dataclass(frozen=True)
class Limits:
    """Pot, ceilings and incompatible projects.

    Attributes
    ----------
    budget : int or Fraction
        The pot, in currency units.
    ceilings : Mapping of (kind, value) to int or Fraction
        The most that projects with this label may cost together.
    incompatible : sequence of sets of project ids
        At most one project of each set may be chosen.
    """

    budget: Amount
    ceilings: Mapping[Label, Amount] = field(default_factory=dict)
    incompatible: Sequence[frozenset[str]] = ()

    def __post_init__(self) -> None:
        """Refuse a budget below zero."""
        if self.budget < 0:
            raise BadInput("negative_budget", budget=self.budget)


class Room:
    """What is left of the limits while projects are taken, one by one."""

    def __init__(self, limits: Limits) -> None:
        self.left: Amount = limits.budget
        self.left_under: dict[Label, Amount] = dict(limits.ceilings)
        self._limits = limits
        self._excluded_by: dict[str, str] = {}

    def obstacle(self, project: Project) -> tuple[str, dict[str, object]] | None:
        """Say why ``project`` cannot be taken now.

        Returns
        -------
        None, or a reason code with what it names:
        ``incompatible`` (with), ``over_budget`` (cost, left), ``over_ceiling`` (label, cost, left).
        """
        if project.id in self._excluded_by:
            return "incompatible", {"with": self._excluded_by[project.id]}
        if project.cost > self.left:
            return "over_budget", {"cost": project.cost, "left": self.left}
        for label in project.label_pairs():
            left = self.left_under.get(label)
            if left is not None and project.cost > left:
                return "over_ceiling", {"label": list(label), "cost": project.cost, "left": left}
        return None

    def take(self, project: Project) -> None:
        """Count ``project`` as chosen."""
        self.left -= project.cost
        for label in project.label_pairs():
            if label in self.left_under:
                self.left_under[label] -= project.cost
        for group in self._limits.incompatible:
            if project.id in group:
                self._excluded_by.update((other, project.id) for other in group if other != project.id)
