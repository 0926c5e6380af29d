"""Proposals that ask for nearly the same, shown while one writes: titles compared by pairs of letters.

First rapidfuzz takes the nearest by edit distance, in milliseconds; then Dice's coefficient of letter
pairs decides, which sets unlike titles further apart. See the decision page on similar proposals.
"""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass

from rapidfuzz import fuzz, process
from sqlalchemy import select

from app.core.db import db
from app.proposals.models import Proposal, Status, Version

SHOWN, AT_LEAST = 5, 0.2
_NEAREST = 40
_SHORTEST = 4  # letters of a title from which comparing makes sense


@dataclass(frozen=True)
class Similar:
    """A proposal that is like another text, from 0 to 1."""

    number: int
    title: str
    likeness: float


def similar_proposals(cycle_id: int, *, title: str) -> list[Similar]:
    """Return the living proposals of a cycle whose titles are most like this one, the likest first."""
    wanted = _plain(title)
    if len(wanted) < _SHORTEST:
        return []
    titles = _living_titles(cycle_id)
    plain = {number: _plain(name) for number, name in titles.items()}
    nearest = process.extract(wanted, plain, scorer=fuzz.ratio, limit=_NEAREST)
    found = [Similar(number, titles[number], likeness(wanted, name)) for name, _score, number in nearest]
    likely = [similar for similar in found if similar.likeness >= AT_LEAST]
    return sorted(likely, key=lambda similar: (-similar.likeness, similar.number))[:SHOWN]


def _living_titles(cycle_id: int) -> dict[int, str]:
    rows = db.session.execute(
        select(Proposal.number, Version.title)
        .join(Version, Proposal.current_id == Version.id)
        .where(
            Proposal.cycle_id == cycle_id,
            Proposal.hidden_at.is_(None),
            Proposal.status.not_in([Status.withdrawn, Status.merged]),
        )
    )
    return dict(tuple(row) for row in rows)


def likeness(one: str, other: str) -> float:
    """Return Dice's coefficient of the bags of letter pairs of two titles."""
    a, b = _pairs(_plain(one)), _pairs(_plain(other))
    size = sum(a.values()) + sum(b.values())
    return 2 * sum((a & b).values()) / size if size else 0.0


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).lower())


def _pairs(plain: str) -> Counter[str]:
    return Counter(plain[i : i + 2] for i in range(len(plain) - 1))
