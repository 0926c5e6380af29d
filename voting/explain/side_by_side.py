"""Several outcomes of one election side by side: figures, projects, and voters who prefer one to the other."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from voting.ballots.election import Election
from voting.explain.comparison import Comparison, compare
from voting.explain.proportionality import ejr_plus_violations
from voting.explain.satisfaction import Satisfaction, satisfaction
from voting.rules.outcome import Outcome


@dataclass(frozen=True)
class Column:
    """One rule's outcome and its figures."""

    name: str
    outcome: Outcome
    satisfaction: Satisfaction
    ejr_plus_violations: int

    @property
    def spent_share(self) -> Fraction:
        """Return the part of the budget that was spent."""
        return Fraction(self.outcome.cost) / self.outcome.budget if self.outcome.budget else Fraction(0)

    @property
    def empty_share(self) -> Fraction:
        """Return the part of the voters without a winner."""
        return Fraction(self.satisfaction.empty_handed, max(1, self.satisfaction.voters))


@dataclass(frozen=True)
class SideBySide:
    """All columns, and each pair compared voter by voter (by number of winners)."""

    columns: tuple[Column, ...]
    pairs: tuple[tuple[str, str, Comparison], ...]


def side_by_side(election: Election, outcomes: Mapping[str, Outcome]) -> SideBySide:
    """Measure and compare outcomes of one election."""
    columns = tuple(
        Column(
            name,
            outcome,
            satisfaction(election, outcome.selected),
            len(ejr_plus_violations(election, outcome.selected)),
        )
        for name, outcome in outcomes.items()
    )
    pairs = tuple(
        (first.name, second.name, compare(election, first.outcome.selected, second.outcome.selected)[0])
        for i, first in enumerate(columns)
        for second in columns[i + 1 :]
    )
    return SideBySide(columns, pairs)
