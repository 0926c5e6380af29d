"""Single transferable vote for points: cumulative ballots (``transfers``)."""

from dataclasses import dataclass

from voting.ballots.election import Election
from voting.ballots.errors import BadInput
from voting.rules.outcome import Outcome
from voting.rules.transfers import Options as TransferOptions
from voting.rules.transfers import count_transfers, verify_transfers

TRANSFERS = ("elimination", "minimal")


@dataclass(frozen=True)
class Options(TransferOptions):
    """Options: those of both rules, and what happens when no support reaches a cost.

    Attributes
    ----------
    transfers : {"elimination", "minimal"}
        The weakest project is out and its money moves on; or supporters move money to the project that needs least.
    """

    transfers: str = "elimination"

    def __post_init__(self) -> None:
        """Refuse values that are not known."""
        super().__post_init__()
        if self.transfers not in TRANSFERS:
            raise BadInput("unknown_option", option="transfers", value=self.transfers, known=", ".join(TRANSFERS))


def count(election: Election, options: TransferOptions = Options()) -> Outcome:
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


def verify(election: Election, options: TransferOptions, outcome: Outcome) -> str:
    """Count again in fractions where that can be done; return how it was verified."""
    return verify_transfers(election, options, outcome, by_points=True)
