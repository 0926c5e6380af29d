"""What each group says to each statement: what all groups share, and what sets one apart.

References
----------
Group-informed consensus (product over the groups of (agreeing + 1) / (voting + 2)): Small and others, "Polis", Recerca 26
(2021). Exact test: R. A. Fisher, "Statistical methods for research workers", 5th ed. 1934, section 21.02.
"""

from dataclasses import dataclass
from math import prod

import numpy as np
from numpy.typing import NDArray
from scipy.stats import fisher_exact

from voting.deliberation.design_effect import Floats
from voting.deliberation.holm import holm
from voting.deliberation.opinions.clusters import Labels
from voting.deliberation.opinions.votes import AGREE, DISAGREE, PASS

SIDES = {"agree": AGREE, "disagree": DISAGREE}


@dataclass(frozen=True)
class Tally:
    """Votes on a statement by all people on the map, or one group."""

    agree: int
    disagree: int
    passed: int

    @property
    def voted(self) -> int:
        """People who voted on the statement, those who passed included."""
        return self.agree + self.disagree + self.passed

    def share(self, side: str) -> float:
        """Share of those who voted that agrees or disagrees, 0 if nobody voted."""
        return int(getattr(self, side)) / self.voted if self.voted else 0.0


@dataclass(frozen=True)
class StatementRow:
    """A statement: all votes, and each group's, in the order of the groups.

    ``groups`` is empty when some group has fewer people voting on it than may be shown.
    """

    statement: str
    everybody: Tally
    groups: list[Tally]


@dataclass(frozen=True)
class ConsensusRow:
    """A statement that every group takes the same side of: group-informed consensus and the lowest group's share."""

    statement: str
    side: str
    consensus: float
    lowest_share: float


@dataclass(frozen=True)
class DistinguishingRow:
    """A statement that a group judges otherwise than the rest: shares inside and outside, corrected p-value."""

    group: int
    statement: str
    side: str
    share_inside: float
    share_outside: float
    p_value: float


def statement_rows(vote_is: Floats, label_i: Labels, statements: list[str], least: int) -> list[StatementRow]:
    """Count every statement's votes, by group where each group has at least ``least`` people voting."""
    groups = int(label_i.max()) + 1
    rows = []
    for at, statement in enumerate(statements):
        own = [_tally(vote_is[label_i == group, at]) for group in range(groups)]
        shown = own if all(tally.voted >= least for tally in own) else []
        rows.append(StatementRow(statement, _tally(vote_is[:, at]), shown))
    return rows


def consensus_rows(rows: list[StatementRow], threshold: float) -> list[ConsensusRow]:
    """Return the statements whose side at least ``threshold`` of every group takes, strongest first."""
    found = []
    for row in rows:
        for side in SIDES:
            lowest = min((tally.share(side) for tally in row.groups), default=0.0)
            if row.groups and lowest >= threshold:
                value = prod((getattr(tally, side) + 1) / (tally.voted + 2) for tally in row.groups)
                found.append(ConsensusRow(row.statement, side, value, lowest))
    return sorted(found, key=lambda row: -row.consensus)


def distinguishing_rows(rows: list[StatementRow], level: float) -> list[DistinguishingRow]:
    """Return what sets each group apart by Fisher's exact test, corrected by Holm over everything that was tested.

    The groups were found in the same votes, so the p-values rank the statements; they do not prove that groups exist.
    """
    tested = []
    for row in rows:
        for group, inside in enumerate(row.groups):
            outside = _rest(row.groups, group)
            for side in SIDES if outside.voted else ():
                in_share, out_share = inside.share(side), outside.share(side)
                table = [[getattr(t, side), t.voted - getattr(t, side)] for t in (inside, outside)]
                p_value = float(fisher_exact(table).pvalue)
                tested.append(DistinguishingRow(group, row.statement, side, in_share, out_share, p_value))
    corrected = holm([row.p_value for row in tested])
    kept = [
        DistinguishingRow(**{**vars(row), "p_value": p_value})
        for row, p_value in zip(tested, corrected, strict=True)
        if p_value < level and row.share_inside > row.share_outside
    ]
    return sorted(kept, key=lambda row: (row.group, row.p_value, row.share_outside - row.share_inside))


def _tally(column: NDArray[np.float64]) -> Tally:
    agree, disagree, passed = (int((column == vote).sum()) for vote in (AGREE, DISAGREE, PASS))
    return Tally(agree, disagree, passed)


def _rest(groups: list[Tally], without: int) -> Tally:
    others = [tally for group, tally in enumerate(groups) if group != without]
    return Tally(sum(t.agree for t in others), sum(t.disagree for t in others), sum(t.passed for t in others))
