"""Places that one can live in, for a list to choose from."""

from sqlalchemy import select

from app.city.models import Place, PlaceLevel
from app.core.db import db
from app.core.languages import named


def residences() -> list[tuple[str, str]]:
    """Return the choices as (code, name): each district as a whole, then its dongs."""
    places = list(db.session.scalars(select(Place).order_by(Place.code)))
    choices = []
    for district in (place for place in places if place.level is PlaceLevel.district):
        choices.append((district.code, named(district)))
        choices += [
            (place.code, f"{named(district)} {named(place)}") for place in places if place.parent_code == district.code
        ]
    return choices
