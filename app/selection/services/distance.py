"""How many votes a loser would have needed, everybody else's votes being what they are.

Rank and fill considers projects by votes, so a loser with more votes meets the room that those above leave. Room only
shrinks from place to place: the last place at which the loser still fits is the one to reach.
"""

from collections.abc import Mapping, Sequence

from voting.ballots import Limits, Project
from voting.ballots.limits import Room
from voting.rules.outcome import Outcome


def votes_needed(
    projects: Sequence[Project],
    votes: Mapping[str, int],
    floors: Mapping[str, int],
    limits: Limits,
    filled: Outcome,
    *,
    stop: bool,
) -> dict[str, int | None]:
    """Return for each project not chosen the fewest votes that would have chosen it, or None where none would.

    ``projects`` stand in the order that settles ties; ``floors`` are the fewest votes to be considered at all.
    """
    places = {project.id: place for place, project in enumerate(projects)}
    by_id = {project.id: project for project in projects}
    losers = [project for project in projects if project.id not in filled.selected]
    reachable: dict[str, int | None] = {project.id: None for project in losers}
    room = Room(limits)
    for considered in filled.rounds:
        for loser in losers:
            if loser.id != considered.project and room.obstacle(loser) is None:
                ahead = votes[considered.project] + (places[loser.id] > places[considered.project])
                reachable[loser.id] = max(ahead, floors[loser.id])
        if considered.taken:
            room.take(by_id[considered.project])
        elif stop and considered.reason != "incompatible":
            return reachable
    for loser in losers:
        if room.obstacle(loser) is None:
            reachable[loser.id] = floors[loser.id]
    return reachable
