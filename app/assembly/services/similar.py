"""Policies that ask for nearly the same: while one writes, and all pairs of a year for the office."""

from dataclasses import dataclass

from sqlalchemy import select

from app.assembly.models import Policy, PolicyState
from app.core.db import db
from app.core.likeness import likest

PAIR_AT_LEAST = 0.5
MOST_PAIRS = 50


@dataclass(frozen=True)
class Like:
    """A policy that is like another text, from 0 to 1."""

    number: int
    title: str
    likeness: float


def similar_policies(assembly_id: int, *, title: str, besides: int | None = None) -> list[Like]:
    """Return the filed policies of an assembly whose titles are most like this one, the likest first."""
    titles = {number: name for number, name in _titles(assembly_id).items() if number != besides}
    return [Like(number, titles[number], likeness) for number, likeness in likest(title, titles)]


def pairs(assembly_id: int) -> list[tuple[Like, Like]]:
    """Return pairs of policies that are much alike, the likest first, for the office to merge."""
    titles = _titles(assembly_id)
    found = {}
    for number, title in titles.items():
        others = {other: name for other, name in titles.items() if other > number}
        for other, likeness in likest(title, others):
            if likeness >= PAIR_AT_LEAST:
                found[number, other] = likeness
    best = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_PAIRS]
    return [(Like(one, titles[one], likeness), Like(other, titles[other], likeness)) for (one, other), likeness in best]


def _titles(assembly_id: int) -> dict[int, str]:
    query = select(Policy.number, Policy.title).where(Policy.assembly_id == assembly_id, Policy.hidden_at.is_(None))
    return dict(tuple(row) for row in db.session.execute(query.where(Policy.state == PolicyState.filed)))
