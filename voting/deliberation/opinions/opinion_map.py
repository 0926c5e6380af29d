"""The whole opinion map, aggregated: nothing in it is about one person.

1. Who voted on fewer statements than ``fewest_votes`` is not placed, and counted.
2. Map of the votes (``projection``), divisions into two to five groups (``clusters``).
3. Among divisions whose groups all have ``least`` people, the one of largest silhouette is taken; if there is none, the
   map has one group and says so.
4. Stability of the groups (``stability``); tallies, consensus, what sets groups apart (``statements``).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from voting.deliberation.design_effect import Floats
from voting.deliberation.errors import BadInput
from voting.deliberation.opinions.clusters import Division, divisions
from voting.deliberation.opinions.projection import Projection, project
from voting.deliberation.opinions.stability import Stability, stability
from voting.deliberation.opinions.statements import (
    ConsensusRow,
    DistinguishingRow,
    StatementRow,
    consensus_rows,
    distinguishing_rows,
    statement_rows,
)
from voting.deliberation.opinions.votes import Ballot, vote_matrix
from voting.deliberation.suppression import LEAST

NUMBERS_OF_GROUPS = (2, 3, 4, 5)
# Polis places who voted on seven statements, or on all if there are fewer.
FEWEST_VOTES = 7


@dataclass(frozen=True)
class Options:
    """How the map is made; all of it is printed with the map.

    Parameters
    ----------
    least
        Fewest people of a group, and of a group's votes on a statement, that are shown.
    fewest_votes
        Statements somebody must have voted on to be placed.
    resamples, seed
        Of the stability; the seed also starts k-means.
    consensus
        Share of every group that must take the same side.
    level
        Of the corrected p-values of what sets a group apart.
    """

    least: int = LEAST
    fewest_votes: int = FEWEST_VOTES
    numbers_of_groups: tuple[int, ...] = NUMBERS_OF_GROUPS
    resamples: int = 100
    seed: int = 20170925
    consensus: float = 0.6
    level: float = 0.05


@dataclass(frozen=True)
class Group:
    """A group by letter: people, share, centre on the map and scatter (standard deviation) along both axes."""

    letter: str
    people: int
    share: float
    centre: tuple[float, float]
    scatter: tuple[float, float]


@dataclass(frozen=True)
class StatementPlace:
    """Where agreeing with a statement pulls: its part in both axes, -1 to 1."""

    statement: str
    x: float
    y: float


@dataclass(frozen=True)
class OpinionMap:
    """Groups, statements and how far to trust them.

    ``silhouettes`` holds the divisions that were compared by number of groups; ``stability`` is None with one group.
    """

    placed: int
    not_placed: int
    groups: list[Group]
    silhouettes: dict[int, float]
    stability: Stability | None
    variance_share: tuple[float, float]
    places: list[StatementPlace]
    statements: list[StatementRow]
    consensus: list[ConsensusRow]
    distinguishing: list[DistinguishingRow]
    options: Options


def opinion_map(ballots: Sequence[Ballot], statements: Sequence[str], options: Options | None = None) -> OpinionMap:
    """Return the opinion map of votes on statements.

    Parameters
    ----------
    ballots
        One row a person: 1 agree, -1 disagree, 0 pass, None no vote, in the order of ``statements``.
    statements
        Names or numbers of the statements.

    Raises
    ------
    BadInput
        ``nobody``, ``different_lengths``, ``wrong_vote``, ``same_statement_twice``, ``too_few_people``:
        fewer than ``least`` people can be placed.

    Notes
    -----
    Deterministic for the same votes, options and version of numpy and scipy. The order of the people does not change
    how the map is made, but can change the random starts.
    """
    chosen = options or Options()
    vote_is = vote_matrix(ballots, statements)
    enough = (~np.isnan(vote_is)).sum(axis=1) >= min(chosen.fewest_votes, len(statements))
    placed_is = vote_is[enough]
    if len(placed_is) < chosen.least:
        raise BadInput("too_few_people", people=len(placed_is), least=chosen.least)
    projection = project(placed_is)
    found = divisions(projection.place_i, chosen.numbers_of_groups, chosen.seed)
    division = _best(found, projection, chosen.least)
    several = len(division.centre_g) > 1
    rows = statement_rows(placed_is, division.label_i, list(statements), chosen.least)
    return OpinionMap(
        len(placed_is),
        len(vote_is) - len(placed_is),
        _groups(projection.place_i, division),
        {number: division.silhouette for number, division in found.items()},
        stability(placed_is, division, resamples=chosen.resamples, seed=chosen.seed) if several else None,
        projection.variance_share,
        [StatementPlace(name, *map(float, projection.axis_ds[:, at])) for at, name in enumerate(statements)],
        rows,
        consensus_rows(rows, chosen.consensus),
        distinguishing_rows(rows, chosen.level),
        chosen,
    )


def _best(found: dict[int, Division], projection: Projection, least: int) -> Division:
    """Return the clearest division whose groups may all be shown, or everybody as one group."""
    shown = [division for division in found.values() if min(division.sizes) >= least]
    if not shown:
        everybody = np.zeros(len(projection.place_i), dtype=np.int64)
        return Division(everybody, projection.place_i.mean(axis=0, keepdims=True), 0.0)
    return max(shown, key=lambda division: division.silhouette)


def _groups(place_i: Floats, division: Division) -> list[Group]:
    groups = []
    for number, people in enumerate(division.sizes):
        own = place_i[division.label_i == number]
        (x, y), (wide, high) = own.mean(axis=0).tolist(), own.std(axis=0).tolist()
        groups.append(Group(chr(ord("A") + number), people, people / len(place_i), (x, y), (wide, high)))
    return groups
