"""The blueprint, and the cycle of an office's address."""

from flask import Blueprint, abort

from app.core.permissions import Permission, may
from app.cycles.models import Cycle
from app.cycles.services.finding import PLANS, cycle_called
from app.cycles.services.scope import place_of

blueprint = Blueprint("cycles", __name__)


def office_cycle(slug: str, permission: Permission) -> Cycle:
    """Return a cycle that the person at the browser runs, with its phases and, without what they say, its plans.

    403 if it is another office's.
    """
    cycle = cycle_called(slug, PLANS)
    if not may(permission, place_of(cycle)):
        abort(403)
    return cycle
