"""Panels by their address, and whose they are; a row locked before it is decided on."""

from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.city.models import Place as CityPlace
from app.city.models import PlaceLevel
from app.core.db import db, locked
from app.core.errors import NotFound
from app.core.permissions import Place, Scope
from app.panels.models import Panel

T = TypeVar("T")


def panel_called(slug: str) -> Panel:
    """Return a panel by the name in its address. Raises ``NotFound``."""
    query = select(Panel).where(Panel.slug == slug).options(joinedload(Panel.place), joinedload(Panel.stances))
    panel = db.session.scalars(query).unique().one_or_none()
    if panel is None:
        raise NotFound()
    return panel


def locked_row(model: type[T], row_id: int) -> T:
    """Return a row fresh from the database, locked until the transaction ends. Raises ``NotFound``."""
    row = locked(model, row_id)
    if row is None:
        raise NotFound()
    return row


def place_of(panel: Panel) -> Place:
    """Return the scope of a panel: its city, or its district alone."""
    return scope_of_place(panel.place)


def scope_of_place(place: CityPlace) -> Place:
    """Return the scope of a place: a city, or a district alone."""
    scope = Scope.city if place.level is PlaceLevel.city else Scope.district
    return Place(frozenset({(scope, place.code)}))


def panels_newest_first() -> list[Panel]:
    return list(db.session.scalars(select(Panel).options(joinedload(Panel.place)).order_by(Panel.id.desc())))
