"""The blueprint, and what its pages share."""

from typing import Any

from flask import Blueprint, abort
from flask_babel import gettext
from sqlalchemy import select

from app.calls import labels
from app.calls.models import Call
from app.calls.services import calling
from app.city.models import Place, PlaceLevel
from app.core.db import db
from app.core.permissions import Permission, may

blueprint = Blueprint("calls", __name__)


def office_call(call_id: int) -> Call:
    """Return a call that the person at the browser keeps; 403 if it is another office's."""
    call = calling.call_numbered(call_id)
    if not may(Permission.keep_call, calling.place_of(call)):
        abort(403)
    return call


def districts() -> list[Place]:
    return list(db.session.scalars(select(Place).where(Place.level == PlaceLevel.district).order_by(Place.code)))


@blueprint.app_template_filter()
def standing_in_words(code: Any) -> str:
    return gettext(labels.STANDINGS[code][0])


@blueprint.app_template_filter()
def standing_tone(code: Any) -> str:
    return labels.STANDINGS[code][1]
