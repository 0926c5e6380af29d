"""The cycle that an address names."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from app.core.db import db
from app.core.errors import NotFound
from app.cycles.models import Cycle, PlanVersion

# What a page may want of a cycle besides its place and phases.
CRITERIA = joinedload(Cycle.criteria)
FIELDS = joinedload(Cycle.fields)
TYPES = joinedload(Cycle.types)
PLANS = selectinload(Cycle.plans).defer(PlanVersion.content)  # without what they say


def cycle_called(slug: str, *more: ExecutableOption, phases: bool = True) -> Cycle:
    """Return a cycle by its slug with its place, its phases, and what more is named. Raises ``NotFound``."""
    whole = (joinedload(Cycle.place), *more, *([joinedload(Cycle.phases)] if phases else []))
    cycle = db.session.scalars(select(Cycle).where(Cycle.slug == slug).options(*whole)).unique().one_or_none()
    if cycle is None:
        raise NotFound()
    return cycle
