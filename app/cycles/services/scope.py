"""Whose a cycle is: the place that a role must cover."""

from app.city.models import PlaceLevel
from app.core.permissions import Place, Scope
from app.cycles.models import Cycle


def place_of(cycle: Cycle) -> Place:
    """Return the scope of a cycle: its city, or its district alone."""
    scope = Scope.city if cycle.place.level is PlaceLevel.city else Scope.district
    return Place(frozenset({(scope, cycle.place_code)}))
