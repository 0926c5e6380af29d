"""The blueprint, and what its pages share."""

from flask import Blueprint, abort
from flask_babel import gettext

from app.core.permissions import Permission, may
from app.draws import labels, shown
from app.draws.models import Draw, DrawState
from app.draws.services import subjects
from app.draws.services.finding import draw_numbered

blueprint = Blueprint("draws", __name__)
for _function in (
    shown.feature_names,
    shown.value_names,
    shown.groups_of,
    shown.marks_of,
    shown.changes_in_words,
    shown.complaint_in_words,
):
    blueprint.add_app_template_global(_function)
blueprint.add_app_template_global(shown.title, "title_of_draw")
for _function in (
    shown.excluded_in_words,
    shown.reasons_in_words,
    shown.cell_in_words,
    shown.percent,
    shown.points,
):
    blueprint.add_app_template_filter(_function)
blueprint.add_app_template_filter(shown.number, "people_number")
blueprint.add_app_template_filter(shown.bounds, "target_bounds")


def office_draw(draw_id: int) -> Draw:
    """Return a draw that the person at the browser may run; 403 if it is another office's."""
    draw = draw_numbered(draw_id)
    if not may(Permission.run_draw, subjects.place_of(draw)):
        abort(403)
    return draw


@blueprint.app_template_filter()
def state_in_words(state: DrawState) -> str:
    return gettext(labels.STATES[state][0])


@blueprint.app_template_filter()
def state_tone(state: DrawState) -> str:
    return labels.STATES[state][1]
