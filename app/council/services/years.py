"""The years side by side: what stood in the bill and what the council left, as far as it is known."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.core.db import db
from app.council.services import board
from app.cycles.models import Cycle, RecordedFact

# Which recorded facts say what stood before and after, and at which stage; the first pair that is known is used.
PAIRS = (("bill_won", "kept_won", "plenary"), ("bill_won", "standing_kept_won", "standing"))


@dataclass(frozen=True)
class Year:
    """One cycle: won before and after the council, the stage that the figure is of, and whether it is recorded."""

    cycle: Cycle
    before_won: int
    after_won: int
    stage: str
    recorded: bool

    @property
    def cut_won(self) -> int:
        return max(self.before_won - self.after_won, 0)


def years() -> list[Year]:
    """Return every cycle of which both figures are known, the latest first."""
    query = select(Cycle).order_by(Cycle.budget_year.desc()).options(selectinload(Cycle.facts))
    found = (_recorded(cycle) if cycle.recorded_only else _derived(cycle) for cycle in db.session.scalars(query))
    return [year for year in found if year is not None]


def _derived(cycle: Cycle) -> Year | None:
    items = [item for item in board.items_of(cycle) if item.steps]
    if not items:
        return None
    whole = board.total("", items)
    return Year(cycle, whole.before_won, whole.after_won, str(items[0].steps[-1].stage), recorded=False)


def _recorded(cycle: Cycle) -> Year | None:
    known = _known(cycle.facts)
    for before, after, stage in PAIRS:
        if before in known and after in known:
            return Year(cycle, known[before], known[after], stage, recorded=True)
    return None


def _known(facts: Sequence[RecordedFact]) -> Mapping[str, int]:
    return {fact.key: fact.value for fact in facts if fact.used and fact.value is not None}
