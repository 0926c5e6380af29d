"""Borda: points for positions of a ranking, then rank and fill.

A ranking of k projects gives k - 1 points to the first, one less to each next, 0 to the last; what is not ranked gets 0.
J.-C. de Borda, *Mémoire sur les élections au scrutin*, 1781; with costs as a greedy rule.
"""

from dataclasses import dataclass, field, replace
from fractions import Fraction

from voting.ballots.election import Election
from voting.ballots.project import Amount
from voting.rules import greedy
from voting.rules.outcome import Outcome
from voting.rules.ties import TieOrder


@dataclass(frozen=True)
class Options:
    """Options: those of rank and fill."""

    score: str = "votes"
    skip: bool = True
    threshold: Amount = 0
    minimum_share: Fraction | None = None
    ties: TieOrder = field(default_factory=TieOrder)


def count(election: Election, options: Options = Options()) -> Outcome:
    """Rank by Borda points and fill; with ``score="density"`` by points per currency unit.

    Raises
    ------
    BadInput
        ``wrong_ballots`` when the ballots are no rankings.

    Examples
    --------
    >>> from voting.ballots import Limits, Project, from_lists
    >>> projects = (Project("a", 5), Project("b", 5), Project("c", 5))
    >>> election = Election(projects, Limits(10), from_lists("ordinal", [[0, 1, 2], [1, 2, 0], [1, 0, 2]]))
    >>> count(election).selected
    ('b', 'a')
    """
    return replace(greedy.count(election, _as_greedy(options)), rule="borda")


def verify(election: Election, options: Options, outcome: Outcome) -> str:
    """Add up the positions and fill again in plain fractions; return how it was verified."""
    return greedy.verify(election, _as_greedy(options), outcome)


def _as_greedy(options: Options) -> greedy.Options:
    """Return the options of rank and fill that count Borda points."""
    return greedy.Options(
        utility="borda",
        score=options.score,
        skip=options.skip,
        threshold=options.threshold,
        minimum_share=options.minimum_share,
        ties=options.ties,
    )
