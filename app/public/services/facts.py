"""Published figures of a cycle with their sources, and where two sources differ."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.city.models import Source
from app.core.db import db
from app.cycles.models import RecordedFact


@dataclass(frozen=True)
class Figure:
    """One figure of a cycle: the fact that is used, and what other sources say instead."""

    used: RecordedFact
    others: list[RecordedFact]

    @property
    def conflict(self) -> bool:
        return any(other.value != self.used.value for other in self.others)


def figures_of(cycle_id: int) -> dict[str, Figure]:
    """Return the figures of one cycle by their key, in the order in which they were recorded."""
    return figures_of_all(cycle_id).get(cycle_id, {})


def figures_of_all(cycle_id: int | None = None) -> dict[int, dict[str, Figure]]:
    """Return the figures of every cycle by its id and their key."""
    query = select(RecordedFact).options(joinedload(RecordedFact.source)).order_by(RecordedFact.id)
    if cycle_id is not None:
        query = query.where(RecordedFact.cycle_id == cycle_id)
    found: dict[int, list[RecordedFact]] = {}
    for fact in db.session.scalars(query):
        found.setdefault(fact.cycle_id, []).append(fact)
    return {cycle: _by_key(facts) for cycle, facts in found.items()}


def _by_key(facts: Iterable[RecordedFact]) -> dict[str, Figure]:
    """Put the facts of one key together; where none is marked as used, the first one stands."""
    together: dict[str, list[RecordedFact]] = {}
    for fact in facts:
        together.setdefault(fact.key, []).append(fact)
    figures = {}
    for key, those in together.items():
        used = next((fact for fact in those if fact.used), those[0])
        figures[key] = Figure(used, [fact for fact in those if fact is not used])
    return figures


def all_sources() -> list[Source]:
    """Return every source, the latest publication first."""
    return list(db.session.scalars(select(Source).order_by(Source.published.desc().nulls_last(), Source.title)))
