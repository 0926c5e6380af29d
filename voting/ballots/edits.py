"""The same election with one thing changed: a cost, some supporters, some new voters."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from voting.ballots.election import Election
from voting.ballots.grouped import Ballots
from voting.ballots.project import Amount


def with_cost(election: Election, project: str, cost: Amount) -> Election:
    """Return the election with another cost of one project."""
    projects = tuple(replace(p, cost=cost) if p.id == project else p for p in election.projects)
    return replace(election, projects=projects)


def with_supporters(election: Election, project: str, added: Mapping[int, int]) -> Election:
    """Return the election in which voters of some ballot groups name the project too, at the end of their ballot.

    Parameters
    ----------
    election : Election
        Ballots without points.
    project : str
    added : Mapping of group to number of voters
        Groups that do not name the project yet.
    """
    ballots, p = election.ballots, election.position[project]
    weight_g = ballots.weight_g.copy()
    rows = [ballots.project_b]
    lengths = [np.diff(ballots.starts_g)]
    weights = []
    for group, number in added.items():
        weight_g[group] -= number
        own = ballots.project_b[ballots.entries(group)]
        rows.append(np.append(own, p).astype(np.int32))
        lengths.append(np.array([len(own) + 1]))
        weights.append(number)
    changed = replace(
        ballots,
        starts_g=np.concatenate(([0], np.cumsum(np.concatenate(lengths)))).astype(np.int64),
        project_b=np.concatenate(rows),
        weight_g=np.concatenate((weight_g, np.array(weights, dtype=np.int64))),
    )
    return replace(election, ballots=_without_empty_groups(changed))


def with_new_voters(election: Election, project: str, number: int) -> Election:
    """Return the election with ``number`` more voters who name this project only (with points: one point)."""
    ballots = election.ballots
    changed = replace(
        ballots,
        starts_g=np.append(ballots.starts_g, ballots.starts_g[-1] + 1),
        project_b=np.append(ballots.project_b, election.position[project]).astype(np.int32),
        weight_g=np.append(ballots.weight_g, number),
        points_b=None if ballots.points_b is None else np.append(ballots.points_b, ballots.points_scale),
        level_b=None if ballots.level_b is None else np.append(ballots.level_b, 0),
        voters=ballots.voters + number,
    )
    return replace(election, ballots=changed)


def _without_empty_groups(ballots: Ballots) -> Ballots:
    """Drop groups whose weight is zero."""
    keep_g = ballots.weight_g > 0
    lengths = np.diff(ballots.starts_g)
    keep_b = np.repeat(keep_g, lengths)
    return replace(
        ballots,
        starts_g=np.concatenate(([0], np.cumsum(lengths[keep_g]))).astype(np.int64),
        project_b=ballots.project_b[keep_b],
        weight_g=ballots.weight_g[keep_g],
        points_b=None if ballots.points_b is None else ballots.points_b[keep_b],
        level_b=None if ballots.level_b is None else ballots.level_b[keep_b],
    )
