"""A project that money is asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from voting.ballots.errors import BadInput

Amount = int | Fraction
"""Money, exact: whole currency units, or a fraction of one where a file has decimals."""

Label = tuple[str, str]
"""A kind and a value: ``("type", "youth")``, ``("field", "transport")``, ``("district", "북구")``."""


@dataclass(frozen=True, slots=True)
class Project:
    """One project of an election.

    Attributes
    ----------
    id : str
        As printed on the ballot; ids are compared as strings.
    cost : int or Fraction
        Currency units.
    labels : Mapping
        What ceilings and reports go by: kind to one value, or to several.
    name : str
        For people; no rule looks at it.
    """

    id: str
    cost: Amount
    labels: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    name: str = ""

    def label_pairs(self) -> list[Label]:
        """Return every (kind, value) of the project."""
        return [
            (kind, value)
            for kind, values in self.labels.items()
            for value in ((values,) if isinstance(values, str) else values)
        ]


def check_projects(projects: Sequence[Project]) -> None:
    """Refuse a negative cost and an id that is used twice.

    Raises
    ------
    BadInput
        ``negative_cost`` or ``duplicate_project``.
    """
    seen: set[str] = set()
    for project in projects:
        if project.cost < 0:
            raise BadInput("negative_cost", project=project.id, cost=project.cost)
        if project.id in seen:
            raise BadInput("duplicate_project", project=project.id)
        seen.add(project.id)
