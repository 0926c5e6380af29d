"""Cycles as pages need them."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.core.db import db
from app.core.errors import NotFound
from app.cycles.models import Cycle


def cycle_by_slug(slug: str) -> Cycle:
    """Return a cycle with its place and phases. Raises ``NotFound``."""
    query = select(Cycle).where(Cycle.slug == slug).options(joinedload(Cycle.place), selectinload(Cycle.phases))
    cycle = db.session.scalar(query)
    if cycle is None:
        raise NotFound()
    return cycle


def all_cycles() -> list[Cycle]:
    """Return every cycle with place and phases, the latest year first."""
    query = (
        select(Cycle)
        .options(joinedload(Cycle.place), selectinload(Cycle.phases))
        .order_by(Cycle.budget_year.desc(), Cycle.slug)
    )
    return list(db.session.scalars(query))
