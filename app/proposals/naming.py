"""Places as they are said: a dong with its district, because two dongs may share a name."""

from app.city.models import Place, PlaceLevel
from app.core.languages import named


def place_name(place: Place) -> str:
    """Return "북구 우산동" for a dong, the name alone for a district or the city."""
    if place.level is PlaceLevel.dong and place.parent is not None:
        return f"{named(place.parent)} {named(place)}"
    return named(place)
