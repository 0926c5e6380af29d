"""The blueprint, and what its pages share."""

from collections.abc import Iterable
from fractions import Fraction

from flask import Blueprint, abort
from flask_babel import gettext

from app.committee import labels
from app.committee.models import Body
from app.committee.services import bodies
from app.core.permissions import Permission, may

blueprint = Blueprint("committee", __name__)


def office_committee(slug: str) -> Body:
    """Return a committee that the person at the browser keeps; 403 if it is another office's."""
    return kept(bodies.committee_called(slug))


def kept(body: Body, permission: Permission = Permission.keep_committee) -> Body:
    if not may(permission, bodies.place_of(body)):
        abort(403)
    return body


@blueprint.app_template_filter()
def score(value: Fraction | None, places: int = 1) -> str:
    """Write an exact score with so many decimals, halves up; a dash where there is none."""
    if value is None:
        return "–"
    scaled = value * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return f"{whole // 10**places}.{whole % 10**places:0{places}}" if places else str(whole)


@blueprint.app_template_filter()
def in_words(code: object, table: str) -> str:
    """Write a code of the committee in words: ``seat.route | in_words("ROUTES")``."""
    found = getattr(labels, table)[code]
    return gettext(found if isinstance(found, str) else found[0])


@blueprint.app_template_global()
def whole_scores(scores: Iterable[Fraction]) -> list[int]:
    """Return scores rounded to whole points, for the dots of a picture; the exact mean stands beside it."""
    return [int(score(value, 0)) for value in scores]
