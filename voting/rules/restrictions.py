"""Ceilings and incompatible projects for rules that buy one project after another."""

from collections.abc import Iterable
from dataclasses import dataclass

from voting.ballots.limits import Limits, Room
from voting.rules.stakes import Stakes


@dataclass(eq=False)
class Restrictions:
    """What a purchase puts out; without ceilings and incompatible projects it puts out nothing."""

    stakes: Stakes
    room: Room | None

    @classmethod
    def of(cls, stakes: Stakes) -> "Restrictions":
        """Return the restrictions of an election; the pot is no restriction here, purses are."""
        limits = stakes.election.limits
        if not limits.ceilings and not limits.incompatible:
            return cls(stakes, None)
        everything = sum((project.cost for project in stakes.election.projects), start=0)
        return cls(stakes, Room(Limits(everything, limits.ceilings, limits.incompatible)))

    def start(self, free: Iterable[int]) -> list[int]:
        """Return projects that no ceiling ever allows, after the free ones were taken."""
        if self.room is None:
            return []
        for project in free:
            if self.room.obstacle(self.stakes.election.projects[project]) is None:
                self.room.take(self.stakes.election.projects[project])
        return self._barred()

    def take(self, project: int) -> list[int]:
        """Count ``project`` as bought and return those that are out now."""
        if self.room is None:
            return []
        self.room.take(self.stakes.election.projects[project])
        return self._barred()

    def _barred(self) -> list[int]:
        """Return every project that cannot be taken any more."""
        room = self.room
        if room is None:
            return []
        return [i for i, project in enumerate(self.stakes.election.projects) if room.obstacle(project) is not None]
