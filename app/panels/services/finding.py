"""Panels by their address, and whose they are."""

from sqlalchemy import select

from app.city.models import Place as CityPlace
from app.city.models import PlaceLevel
from app.core.db import db
from app.core.errors import NotFound
from app.core.permissions import Place, Scope
from app.panels.models import Panel


def panel_called(slug: str) -> Panel:
    """Return a panel by the name in its address. Raises ``NotFound``."""
    panel = db.session.scalar(select(Panel).where(Panel.slug == slug))
    if panel is None:
        raise NotFound()
    return panel


def place_of(panel: Panel) -> Place:
    """Return the scope of a panel: its city, or its district alone."""
    return scope_of(panel.place_code)


def scope_of(place_code: str) -> Place:
    """Return the scope of a place: a city, or a district alone."""
    place = db.session.get_one(CityPlace, place_code)
    scope = Scope.city if place.level is PlaceLevel.city else Scope.district
    return Place(frozenset({(scope, place_code)}))


def panels_newest_first() -> list[Panel]:
    return list(db.session.scalars(select(Panel).order_by(Panel.id.desc())))
