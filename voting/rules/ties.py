"""The order, fixed beforehand, by which equal projects are told apart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from voting.ballots.errors import BadInput
from voting.ballots.project import Amount, Project

CRITERIA = ("min-cost", "max-cost", "max-votes", "file", "lexicographic", "list")


@dataclass(frozen=True)
class TieOrder:
    """Criteria in the order they apply; what they leave equal is decided by the order of the list of projects.

    Attributes
    ----------
    criteria : tuple of str
        ``min-cost``, ``max-cost``, ``max-votes``, ``file`` (the order projects are listed in),
        ``lexicographic`` (ids as strings, so "10" before "9"), ``list`` (the order ``drawn``).
    drawn : tuple of str
        Project ids, first preferred: an order drawn by lot or decreed, for ``list``.
    """

    criteria: tuple[str, ...] = ("max-votes", "min-cost", "file")
    drawn: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a criterion that is not known."""
        for criterion in self.criteria:
            if criterion not in CRITERIA:
                raise BadInput("unknown_tie_criterion", criterion=criterion, known=", ".join(CRITERIA))

    @cached_property
    def _drawn_place(self) -> dict[str, int]:
        """Return the place of each drawn id."""
        return {project: place for place, project in enumerate(self.drawn)}

    def key(self, place: int, project: Project, votes: Amount) -> tuple[object, ...]:
        """Return what ``project``, listed at ``place``, is sorted by; a lower key is preferred."""
        by = {
            "min-cost": project.cost,
            "max-cost": -project.cost,
            "max-votes": -votes,
            "file": place,
            "lexicographic": project.id,
            "list": self._drawn_place.get(project.id, 0),
        }
        return (*(by[criterion] for criterion in self.criteria), place)

    def places(self, projects: Sequence[Project], votes: Mapping[str, Amount]) -> dict[str, int]:
        """Return the place of each project id in the tie order, 0 preferred.

        Raises
        ------
        BadInput
            ``tie_list_incomplete`` when ``list`` is a criterion and a project is not on it.
        """
        if "list" in self.criteria:
            missing = next((p.id for p in projects if p.id not in self._drawn_place), None)
            if missing is not None:
                raise BadInput("tie_list_incomplete", project=missing)

        ordered = sorted(
            enumerate(projects), key=lambda listed: self.key(listed[0], listed[1], votes.get(listed[1].id, 0))
        )
        return {project.id: place for place, (_, project) in enumerate(ordered)}


@dataclass(frozen=True)
class Tie:
    """Projects that were exactly equal where one had to come first.

    Attributes
    ----------
    round : int
        Which round, from 1.
    projects : tuple of str
        The equal ones, in the tie order: the first of them was taken.
    mattered : bool or None
        Whether another order could have changed who is chosen; ``None`` when that was not examined.
    """

    round: int
    projects: tuple[str, ...]
    mattered: bool | None = None
