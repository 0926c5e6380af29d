"""The blueprint, and the cycle that an address names."""

from flask import Blueprint, abort
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from app.core.db import db
from app.core.errors import NotFound
from app.core.permissions import Permission, may
from app.cycles.models import Cycle, PlanVersion
from app.cycles.services.scope import place_of

blueprint = Blueprint("cycles", __name__)


def cycle_called(slug: str, *more: ExecutableOption) -> Cycle:
    """Return the cycle of an address, with its body and what more is to be loaded with it."""
    found = select(Cycle).where(Cycle.slug == slug).options(joinedload(Cycle.place), *more)
    cycle = db.session.scalars(found).unique().one_or_none()
    if cycle is None:
        raise NotFound()
    return cycle


def office_cycle(slug: str, permission: Permission) -> Cycle:
    """Return a cycle that the person at the browser runs, with its phases and, without what they say, its plans.

    403 if it is another office's.
    """
    cycle = cycle_called(slug, joinedload(Cycle.phases), selectinload(Cycle.plans).defer(PlanVersion.content))
    if not may(permission, place_of(cycle)):
        abort(403)
    return cycle
