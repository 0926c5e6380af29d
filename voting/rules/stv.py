"""Single transferable vote with costs, for rankings (``transfers``)."""

from voting.ballots.election import Election
from voting.ballots.errors import BadInput
from voting.rules.outcome import Outcome
from voting.rules.transfers import BY_RATIO, Options, count_transfers, verify_transfers

__all__ = ["Options", "count"]


def count(election: Election, options: Options = BY_RATIO) -> Outcome:
    """Count rankings; each ballot's money supports its first project that is still in.

    Raises
    ------
    BadInput
        ``wrong_ballots`` when the ballots are no rankings.

    Examples
    --------
    >>> from voting.ballots import Limits, Project, from_lists
    >>> projects = (Project("a", 50), Project("b", 50), Project("c", 50))
    >>> ballots = from_lists("ordinal", [[0, 1], [1, 0], [2, 1]], weights=[5, 4, 3])
    >>> count(Election(projects, Limits(100), ballots)).selected
    ('b', 'a')
    """
    if election.ballots.form not in ("ordinal", "choose-1"):
        raise BadInput("wrong_ballots", rule="stv", form=election.ballots.form)
    return count_transfers("stv", election, options, None)


def verify(election: Election, options: Options, outcome: Outcome) -> str:
    """Count again in fractions where that can be done; return how it was verified."""
    return verify_transfers(election, options, outcome, by_points=False)
