"""The cycle that an address names, with what the committee's pages show of it."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.core.db import db
from app.core.errors import NotFound
from app.cycles.models import Cycle


def cycle_called(slug: str) -> Cycle:
    """Return a cycle by its slug with its phases. Raises ``NotFound``."""
    whole = (joinedload(Cycle.place), selectinload(Cycle.phases))
    cycle = db.session.scalar(select(Cycle).where(Cycle.slug == slug).options(*whole))
    if cycle is None:
        raise NotFound()
    return cycle
