"""Single transferable vote for points: cumulative ballots (``transfers``)."""

from voting.ballots.election import Election
from voting.ballots.errors import BadInput
from voting.rules.outcome import Outcome
from voting.rules.transfers import BY_RATIO, Options, count_transfers, verify_transfers

__all__ = ["Options", "count"]


def count(election: Election, options: Options = BY_RATIO) -> Outcome:
    """Count points; each ballot's money supports its projects that are still in, in proportion to its points.

    Raises
    ------
    BadInput
        ``wrong_ballots`` when the ballots have no points.

    Examples
    --------
    >>> from voting.ballots import Limits, Project, from_lists
    >>> projects = (Project("a", 50), Project("b", 50), Project("c", 50))
    >>> ballots = from_lists("cumulative", [[0, 1], [1], [2, 1]], weights=[5, 4, 3], points=[[3, 1], [4], [3, 1]])
    >>> count(Election(projects, Limits(100), ballots)).selected
    ('b', 'a')
    """
    if election.ballots.points_b is None:
        raise BadInput("wrong_ballots", rule="cstv", form=election.ballots.form)
    return count_transfers("cstv", election, options, election.ballots.points_b)


def verify(election: Election, options: Options, outcome: Outcome) -> str:
    """Count again in fractions where that can be done; return how it was verified."""
    return verify_transfers(election, options, outcome, by_points=True)
