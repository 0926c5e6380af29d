"""The cycle that an address names."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload, lazyload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from app.core.db import db
from app.core.errors import NotFound
from app.cycles.models import Cycle, PlanVersion

# What a page may want of a cycle besides its place and phases.
CRITERIA = joinedload(Cycle.criteria)
FIELDS = joinedload(Cycle.fields)
CHOICES = (joinedload(Cycle.types), FIELDS, lazyload(Cycle.phases))  # of a form; times it asks anew
PLANS = selectinload(Cycle.plans).defer(PlanVersion.content)  # without what they say


def cycle_called(slug: str, *more: ExecutableOption) -> Cycle:
    """Return a cycle by its slug with its place and phases, and what more is named. Raises ``NotFound``."""
    whole = (joinedload(Cycle.place), joinedload(Cycle.phases), *more)
    cycle = db.session.scalars(select(Cycle).where(Cycle.slug == slug).options(*whole)).unique().one_or_none()
    if cycle is None:
        raise NotFound()
    return cycle
