"""Proposals that say nearly the same, shown while one writes: character pairs of Korean, no words needed."""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass

from sqlalchemy import select

from app.core.db import db
from app.proposals.models import Proposal, Status, Version

SHOWN, AT_LEAST = 5, 0.25
_TITLE_WEIGHT = 3


@dataclass(frozen=True)
class Similar:
    """A proposal that is like another text, from 0 to 1."""

    number: int
    title: str
    likeness: float


def similar_proposals(cycle_id: int, *, title: str, text: str = "", but: int | None = None) -> list[Similar]:
    """Return the living proposals of a cycle most like a title and text, the likest first."""
    wanted = _pairs(title, text)
    if sum(wanted.values()) < 3:
        return []
    rows = db.session.execute(
        select(Proposal.id, Proposal.number, Version.title, Version.idea)
        .join(Version, Proposal.current_id == Version.id)
        .where(
            Proposal.cycle_id == cycle_id,
            Proposal.hidden_at.is_(None),
            Proposal.status.not_in([Status.withdrawn, Status.merged]),
        )
    )
    found = [
        Similar(number, name, likeness)
        for proposal_id, number, name, idea in rows
        if proposal_id != but and (likeness := _likeness(wanted, _pairs(name, idea))) >= AT_LEAST
    ]
    return sorted(found, key=lambda similar: (-similar.likeness, similar.number))[:SHOWN]


def _pairs(title: str, text: str) -> Counter[str]:
    pairs = Counter({pair: _TITLE_WEIGHT * times for pair, times in _counted(title).items()})
    return pairs + _counted(text[:500])


def _counted(text: str) -> Counter[str]:
    plain = re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).lower())
    return Counter(plain[i : i + 2] for i in range(len(plain) - 1))


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    """Dice's coefficient of two bags of character pairs."""
    size = sum(one.values()) + sum(other.values())
    return 2 * sum((one & other).values()) / size if size else 0.0
