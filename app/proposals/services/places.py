"""Where a proposal of a cycle may lie: the whole area, its districts, their dongs."""

from sqlalchemy import select

from app.city.models import Place, PlaceLevel
from app.core.db import db
from app.cycles.models import Cycle


def places_of(cycle: Cycle) -> list[tuple[Place, list[Place]]]:
    """Return each area with the places that can be chosen in it, itself first, in the order of their codes."""
    places = list(db.session.scalars(select(Place).order_by(Place.code)))
    inside = {cycle.place_code}
    for level in (PlaceLevel.district, PlaceLevel.dong):
        inside |= {place.code for place in places if place.level is level and place.parent_code in inside}
    areas = [place for place in places if place.code in inside and place.level is not PlaceLevel.dong]
    return [
        (area, [area, *(p for p in places if p.parent_code == area.code and p.level is PlaceLevel.dong)])
        for area in areas
    ]
