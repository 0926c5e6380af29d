"""Words of the council's board, one table each."""

from collections.abc import Mapping

from flask import g
from flask_babel import gettext

from app.core.errors import N_
from app.core.languages import chosen, named
from app.council.models import Sitting
from app.council.services import deciders
from app.council.services.board import WHOLE_CITY, Item
from app.proposals.labels import STAGES, STATUSES
from app.proposals.models import ReasonCode, Stage, Status

OTHER_REASON = N_("Another reason, in words")
WHOLE = N_("Whole city")


def names_of(group: str, items: list[Item], reasons: Mapping[str, ReasonCode]) -> dict[str, str]:
    """Return what the keys of a group are called in the reader's language."""
    if group == "fate":
        return {str(status): gettext(STATUSES[status].text) for status in Status}
    if group == "reason":
        return {code: named(row) for code, row in reasons.items()} | {"other": gettext(OTHER_REASON)}
    if group == "stage":
        return {str(stage): gettext(STAGES[stage]) for stage in Stage}
    versions = [item.proposal.current for item in items]
    if group == "district":
        return {v.place_code[:5]: district_name(v.place) for v in versions}
    return {getattr(v, group).code: named(getattr(v, group)) for v in versions}


def district_name(place: object) -> str:
    """Return the district of a place; a city-wide project belongs to none."""
    if getattr(place, "code", "").startswith(WHOLE_CITY):
        return gettext(WHOLE)
    parent = getattr(place, "parent", None)
    return named(parent if getattr(place, "level", "") == "dong" and parent is not None else place)


def decider(name: str | None) -> str:
    """Return who decided an amount in the reader's language; the names are asked for once a request."""
    if not name or chosen() == "ko":
        return name or ""
    if "english_names" not in g:
        g.english_names = deciders.english_names()
    return str(g.english_names.get(name, name))


def body_of(sitting: Sitting) -> str:
    """Return what the body of a sitting is called in the reader's language."""
    return sitting.body_en if chosen() == "en" else sitting.body_ko
