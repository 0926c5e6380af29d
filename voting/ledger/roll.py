"""The roll: who may vote and who has, under a pseudonym of this poll alone; never what, when or in which order.

``roll.csv`` is its public part, sorted by pseudonym; everybody finds their own line with their pseudonym. The close leaf
commits to it and to the whole rows, each by the Merkle root over its lines.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from voting.ledger.canonical import canonical
from voting.ledger.merkle import Frontier, leaf_hash

HEADER = b"pseud,electorate,voted\n"


@dataclass(frozen=True, order=True)
class RollRow:
    """One person on the roll.

    Attributes
    ----------
    pseud, electorate : str
    cell : str
        What turnout is shown by: a district and age band.
    voted : bool
    tag : str, optional
        As ``casting.roll_tag``; none before voting and for a vote that cannot be changed.
    """

    pseud: str
    electorate: str
    cell: str
    voted: bool
    tag: str | None = None

    def public(self) -> bytes:
        """Return the line of ``roll.csv``, without its line end."""
        return f"{self.pseud},{self.electorate},{int(self.voted)}".encode()


def public_root(rows: Iterable[RollRow]) -> str:
    """Return the root over the public lines of the sorted rows, in hex."""
    return Frontier().extend(leaf_hash(row.public()) for row in sorted(rows)).root().hex()


def whole_root(rows: Iterable[RollRow]) -> str:
    """Return the root over the whole sorted rows, for the auditors, in hex."""
    lines = (canonical([r.pseud, r.electorate, r.cell, r.voted, r.tag]) for r in sorted(rows))
    return Frontier().extend(map(leaf_hash, lines)).root().hex()
