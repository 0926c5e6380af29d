"""What forms of the assembly let one choose from."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from wtforms import SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from app.city.models import Place, PlaceLevel
from app.core.db import db
from app.core.languages import named

MISSING = _l("Please fill this in.")


class Checks(SelectMultipleField):
    """Check boxes in a column."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def words(table: Mapping[Any, str]) -> list[tuple[str, Any]]:
    """Return a table of labels as choices."""
    return [(getattr(code, "value", code), _l(text)) for code, text in table.items()]


def places() -> dict[str, list[tuple[str, str]]]:
    """Return districts and their dongs as grouped choices, the whole city first."""
    every = list(db.session.scalars(select(Place).order_by(Place.code)))
    city = [place for place in every if place.level is PlaceLevel.city]
    groups = {gettext("Whole city"): [(place.code, named(place)) for place in city]}
    for district in (place for place in every if place.level is PlaceLevel.district):
        dongs = [(place.code, named(place)) for place in every if place.parent_code == district.code]
        groups[named(district)] = [(district.code, gettext("all of %(place)s", place=named(district))), *dongs]
    return groups


def districts_and_dongs() -> list[tuple[str, str]]:
    """Return each place below the city with its district, for a filter."""
    return [choice for group in list(places().values())[1:] for choice in group]
