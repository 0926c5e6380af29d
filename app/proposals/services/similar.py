"""Proposals that ask for nearly the same, shown while one writes."""

from dataclasses import dataclass

from sqlalchemy import select

from app.core.db import db
from app.core.likeness import likest
from app.proposals.models import Proposal, Status, Version


@dataclass(frozen=True)
class Similar:
    """A proposal that is like another text, from 0 to 1."""

    number: int
    title: str
    likeness: float


def similar_proposals(cycle_id: int, *, title: str) -> list[Similar]:
    """Return the living proposals of a cycle whose titles are most like this one, the likest first."""
    titles = _living_titles(cycle_id)
    return [Similar(number, titles[number], likeness) for number, likeness in likest(title, titles)]


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
