"""A cycle as the interface gives it: derived from the records, or published figures where only those are known."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.core.db import db
from app.cycles.models import Cycle
from app.cycles.services.finding import cycle_called
from app.public.services import facts, totals
from app.public.services.facts import Figure
from app.public.services.totals import Seats, Totals

Record = dict[str, Any]

# The interface's name of a number, and the key of the published figure that says it where no records do.
PUBLISHED = {
    "pot": "pot_won",
    "proposals": "proposals",
    "applicants": "applicants",
    "appointed": "appointed",
    "ex_officio": "ex_officio",
    "selected": "selected",
    "selected_cost": "selected_won",
    "executed_items": "executed",
    "executed_cost": "executed_won",
}
PUBLISHED_COUNCIL = {"items_touched": "council_touched", "before": "council_before_won", "cut": "council_cut_won"}


def all_cycles() -> list[Record]:
    """Return every cycle, the latest year first."""
    sums, seats, figures = totals.totals_of_all(), totals.seats_of_all(), facts.figures_of_all()
    query = select(Cycle).options(joinedload(Cycle.place)).order_by(Cycle.budget_year.desc(), Cycle.slug)
    return [
        _record(cycle, sums.get(cycle.id, totals.NOTHING), seats.get(cycle.id, Seats()), figures.get(cycle.id, {}))
        for cycle in db.session.scalars(query)
    ]


def one_cycle(slug: str) -> Record:
    """Return one cycle with its published figures. Raises ``NotFound``."""
    cycle = cycle_called(slug)
    figures = facts.figures_of(cycle.id)
    record = _record(cycle, totals.totals_of(cycle.id), totals.seats_of(cycle.id), figures)
    return record | {"figures": [_fact(fact) for figure in figures.values() for fact in (figure.used, *figure.others)]}


def _record(cycle: Cycle, sums: Totals, seats: Seats, figures: dict[str, Figure]) -> Record:
    numbers = _published(figures) if cycle.recorded_only else {"pot": cycle.pot_won} | _derived(sums, seats)
    return {
        "slug": cycle.slug,
        "year": cycle.budget_year,
        "place": {"code": cycle.place_code, "name_ko": cycle.place.name_ko, "name_en": cycle.place.name_en},
        **numbers,
        "recorded_only": cycle.recorded_only,
        "synthetic": cycle.synthetic,
    }


def _derived(sums: Totals, seats: Seats) -> Record:
    selected, executed = sums.at["selected"], sums.at["executed"]
    return {
        "proposals": sums.at["submitted"].count,
        "applicants": seats.applicants,
        "appointed": seats.appointed,
        "ex_officio": seats.ex_officio,
        "selected": selected.count,
        "selected_cost": selected.won,
        "council": {
            "items_touched": sums.council.items_touched,
            "before": sums.council.before,
            "cut": sums.council.cut,
        },
        "executed_items": executed.count,
        "executed_cost": executed.won,
    }


def _published(figures: dict[str, Figure]) -> Record:
    def value(key: str) -> int | None:
        return figures[key].used.value if key in figures else None

    record: Record = {name: value(key) for name, key in PUBLISHED.items()}
    record["council"] = {name: value(key) for name, key in PUBLISHED_COUNCIL.items()}
    if record["appointed"] is None and "open_call" in figures and "recommended" in figures:
        record["appointed"] = (value("open_call") or 0) + (value("recommended") or 0)
    return record


def _fact(fact: Any) -> Record:
    source = fact.source
    return {
        "key": fact.key,
        "value": fact.value,
        "unit": fact.unit,
        "used": fact.used,
        "inferred": fact.inferred,
        "source": {"code": source.code, "title": source.title, "address": source.address} if source else None,
        "note_ko": fact.note_ko,
        "note_en": fact.note_en,
    }
