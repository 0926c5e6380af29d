"""Several electorates with declared weights: citizens 50, committee 40, school 10.

An electorate's weight is shared evenly by the ballots cast in it, so that one ballot of a small electorate may count as much
as thirty of a large one. That number is part of the result and is shown.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm

import numpy as np

from voting.ballots.errors import BadInput
from voting.ballots.grouped import Ballots


@dataclass(frozen=True)
class Electorate:
    """One electorate: its declared weight and its ballots."""

    name: str
    weight: Fraction | int
    ballots: Ballots


@dataclass(frozen=True)
class Tally:
    """One electorate counted already: its declared weight, ballots cast, votes of each project."""

    name: str
    weight: Fraction | int
    ballots: int
    votes: Mapping[str, int]


@dataclass(frozen=True)
class BallotWeight:
    """What one ballot counts.

    Attributes
    ----------
    electorate : str
    ballots : int
        Cast.
    share : Fraction
        The part of the whole result that the electorate decides; 0 when nobody voted, its weight falls to the others.
    one_ballot : Fraction
        The part that one ballot decides.
    times_the_lightest : Fraction
        How many ballots of the electorate whose ballots count least it equals.
    """

    electorate: str
    ballots: int
    share: Fraction
    one_ballot: Fraction
    times_the_lightest: Fraction


def ballot_weights(electorates: Sequence[tuple[str, Fraction | int, int]]) -> tuple[BallotWeight, ...]:
    """Return what one ballot counts in each of (name, declared weight, ballots cast).

    Raises
    ------
    BadInput
        ``wrong_weight`` for a weight of zero or less.

    Examples
    --------
    >>> rows = ballot_weights([("citizens", 50, 1000), ("committee", 50, 40)])
    >>> str(rows[1].times_the_lightest)
    '25'
    """
    for name, weight, _ in electorates:
        if weight <= 0:
            raise BadInput("wrong_weight", electorate=name, weight=weight)
    cast = sum((Fraction(weight) for _, weight, ballots in electorates if ballots), start=Fraction(0))
    shares = [Fraction(weight) / cast if ballots else Fraction(0) for _, weight, ballots in electorates]
    ones = [
        share / ballots if ballots else Fraction(0) for share, (_, _, ballots) in zip(shares, electorates, strict=True)
    ]
    lightest = min((one for one in ones if one), default=Fraction(1))
    return tuple(
        BallotWeight(name, ballots, share, one, one / lightest)
        for (name, _, ballots), share, one in zip(electorates, shares, ones, strict=True)
    )


def combined_votes(tallies: Sequence[Tally], *, per: str = "ballot") -> dict[str, Fraction]:
    """Return each project's combined share of the vote, 0 to 1.

    Parameters
    ----------
    tallies : sequence of Tally
    per : {"ballot", "vote"}
        An electorate's votes are divided by its ballots, or by all votes cast in it: fair where electorates may choose
        different numbers of projects.
    """
    if per not in ("ballot", "vote"):
        raise BadInput("unknown_option", option="per", value=per, known="ballot, vote")
    bases = [t.ballots if per == "ballot" else sum(t.votes.values()) for t in tallies]
    rows = ballot_weights([(t.name, t.weight, base) for t, base in zip(tallies, bases, strict=True)])
    ids = dict.fromkeys(project for tally in tallies for project in tally.votes)
    return {
        project: sum(
            (row.one_ballot * t.votes.get(project, 0) for row, t in zip(rows, tallies, strict=True)), start=Fraction(0)
        )
        for project in ids
    }


def join(electorates: Sequence[Electorate]) -> tuple[Ballots, tuple[BallotWeight, ...]]:
    """Join electorates to ballots with whole weights, so that any rule can count them.

    Returns
    -------
    Ballots
        Weights in proportion to ``one_ballot``, by the least whole numbers.
    tuple of BallotWeight

    Raises
    ------
    BadInput
        ``wrong_weight``, or ``wrong_ballots`` when the electorates voted on different forms.
    """
    forms = {e.ballots.form for e in electorates}
    if len(forms) != 1:
        raise BadInput("wrong_ballots", rule="one joint count", form=" and ".join(sorted(forms)))
    rows = ballot_weights([(e.name, e.weight, e.ballots.total_weight) for e in electorates])
    scale = lcm(*(row.one_ballot.denominator for row in rows))
    common = gcd(*(int(row.one_ballot * scale) for row in rows)) or 1
    times = [int(row.one_ballot * scale) // common for row in rows]
    total = sum(t * e.ballots.total_weight for t, e in zip(times, electorates, strict=True))
    if total >= 2**53:
        raise BadInput("too_large", what="the joint weight of all ballots", value=total)
    parts = [e.ballots for e in electorates]
    offsets = np.cumsum([0, *(len(b.project_b) for b in parts)])
    points = [b.points_b for b in parts if b.points_b is not None]
    levels = [b.levels for b in parts]
    joint = Ballots(
        form=parts[0].form,
        starts_g=np.concatenate([[0], *(b.starts_g[1:] + o for b, o in zip(parts, offsets[:-1], strict=True))]).astype(
            np.int64
        ),
        project_b=np.concatenate([b.project_b for b in parts]),
        weight_g=np.concatenate([b.weight_g * t for b, t in zip(parts, times, strict=True)]),
        points_b=np.concatenate(points) if len(points) == len(parts) else None,
        level_b=np.concatenate(levels) if any(b.level_b is not None for b in parts) else None,
        points_scale=parts[0].points_scale,
        voters=sum(b.voters for b in parts),
    )
    return joint, rows
