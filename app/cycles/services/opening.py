"""A new cycle: from what is offered, or as a copy of an earlier one with its dates moved to the new year."""

import re
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.city.models import Place, PlaceLevel
from app.core import audit, clock
from app.core.db import db, transaction
from app.core.errors import N_, NotFound, RuleError
from app.cycles.models import Cycle, PlanSection
from app.cycles.services.contents import Content, plan_in_force, write_section
from app.cycles.services.drafts import keep
from app.cycles.services.offered import offered_plan, shifted


class CycleExists(RuleError):
    code = "cycle_exists"
    sentence = N_("There is a cycle of that body for the budget year %(budget_year)s already.")
    field = "budget_year"


class NoCycleOfDong(RuleError):
    code = "no_cycle_of_dong"
    sentence = N_("A cycle belongs to a city or a district.")
    field = "place_code"


def open_cycle(*, place_code: str, budget_year: int, copy_of: int | None = None, by: Any = None) -> Cycle:
    """Begin a cycle with a plan to edit. Nothing of it is public or in force before it is published."""
    with transaction():
        place = db.session.get(Place, place_code)
        source = db.session.get(Cycle, copy_of) if copy_of else None
        if place is None or (copy_of and source is None):
            raise NotFound()
        if place.level is PlaceLevel.dong:
            raise NoCycleOfDong()
        slug = slug_of(place, budget_year)
        if db.session.scalar(select(Cycle.id).where(Cycle.slug == slug)) is not None:
            raise CycleExists(budget_year=budget_year)
        plan = copied_plan(source, place_code, budget_year) if source else offered_plan(place_code, budget_year)
        cycle = Cycle(slug=slug, created_at=clock.now(), copied_from_id=copy_of)
        write_section(cycle, PlanSection.basics, plan[PlanSection.basics])
        db.session.add(cycle)
        db.session.flush()
        for section, content in plan.items():
            keep(cycle, PlanSection(section), content, by=by)
        audit.record("cycle.open", of=("cycle", cycle.id), by=by, after={"slug": slug, "copy_of": copy_of})
    return cycle


def slug_of(place: Place, budget_year: int) -> str:
    """Return the address of a cycle: the year for the city, the year and the name for a district."""
    if place.level is PlaceLevel.city:
        return str(budget_year)
    return f"{budget_year}-{re.sub('[^a-z]', '', place.name_en.lower())}"


def copied_plan(source: Cycle, place_code: str, budget_year: int) -> Content:
    """Return the plan of an earlier cycle with its phases moved by the years between the two."""
    plan, years = plan_in_force(source), budget_year - source.budget_year
    basics = plan[PlanSection.basics] | {"place_code": place_code, "budget_year": budget_year}
    phases = [
        row | {"opens_at": shifted(row["opens_at"], years), "closes_at": shifted(row["closes_at"], years)}
        for row in plan[PlanSection.phases]
    ]
    return plan | {PlanSection.basics: basics, PlanSection.phases: phases}


def unpublished() -> list[Cycle]:
    """Return the cycles whose plan has never been public; years known by their totals alone have none."""
    found = select(Cycle).where(Cycle.recorded_only.is_(False), ~Cycle.plans.any()).options(joinedload(Cycle.place))
    return list(db.session.scalars(found.order_by(Cycle.budget_year, Cycle.slug)))
