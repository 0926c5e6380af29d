"""The cycle that an address names."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.core.db import db
from app.core.errors import NotFound
from app.cycles.models import Cycle


def cycle_called(slug: str) -> Cycle:
    """Return a cycle by its slug with its place and phases. Raises ``NotFound``."""
    query = select(Cycle).where(Cycle.slug == slug).options(joinedload(Cycle.place), joinedload(Cycle.phases))
    cycle = db.session.scalars(query).unique().one_or_none()
    if cycle is None:
        raise NotFound()
    return cycle
