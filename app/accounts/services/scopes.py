"""Departments and places that a role can be limited to."""

from sqlalchemy import select

from app.city.models import Department, Place, PlaceLevel
from app.core.db import db
from app.core.languages import named
from app.core.permissions import Scope
from app.core.scopes import register_choices


@register_choices(Scope.department)
def departments() -> list[tuple[str, str]]:
    return [(str(row.id), named(row)) for row in db.session.scalars(select(Department).order_by(Department.name_ko))]


@register_choices(Scope.district)
def districts() -> list[tuple[str, str]]:
    return _places(PlaceLevel.district)


@register_choices(Scope.city)
def cities() -> list[tuple[str, str]]:
    return _places(PlaceLevel.city)


def _places(level: PlaceLevel) -> list[tuple[str, str]]:
    found = select(Place).where(Place.level == level).order_by(Place.code)
    return [(row.code, named(row)) for row in db.session.scalars(found)]
