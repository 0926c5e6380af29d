"""The cycle that an address names, with what the committee's pages show of it."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.core.db import db
from app.core.errors import NotFound
from app.cycles.models import Cycle


def cycle_called(slug: str, *, criteria: bool = False) -> Cycle:
    """Return a cycle by its slug with its phases, and if wanted its criteria. Raises ``NotFound``."""
    whole = [joinedload(Cycle.place), joinedload(Cycle.phases), *([joinedload(Cycle.criteria)] if criteria else [])]
    cycle = db.session.scalars(select(Cycle).where(Cycle.slug == slug).options(*whole)).unique().one_or_none()
    if cycle is None:
        raise NotFound()
    return cycle
