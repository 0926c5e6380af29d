"""The blueprint, and what its pages share."""

from typing import Any

from flask import Blueprint, abort
from flask_babel import gettext

from app.core.languages import chosen
from app.core.permissions import Permission, may
from app.draws import labels
from app.draws.models import Draw
from app.draws.services import subjects
from app.draws.services.finding import draw_numbered
from voting.sortition.errors import Complaint
from voting.sortition.targets import JOINT

blueprint = Blueprint("draws", __name__)


def office_draw(draw_id: int) -> Draw:
    """Return a draw that the person at the browser may run; 403 if it is another office's."""
    draw = draw_numbered(draw_id)
    if not may(Permission.run_draw, subjects.place_of(draw)):
        abort(403)
    return draw


@blueprint.app_template_filter()
def state_in_words(code: Any) -> str:
    return gettext(labels.STATES[code][0])


@blueprint.app_template_filter()
def state_tone(code: Any) -> str:
    return labels.STATES[code][1]


@blueprint.app_template_filter()
def excluded_in_words(code: str) -> str:
    return gettext(labels.EXCLUSIONS[code]) if code in labels.EXCLUSIONS else code


@blueprint.app_template_filter()
def percent(share: float | None) -> str:
    """Write a chance: 12.3 %."""
    return "–" if share is None else f"{100 * share:.1f}%"


@blueprint.app_template_global()
def title_of_draw(draw: Draw) -> str:
    return draw.title_en if chosen() == "en" else draw.title_ko


@blueprint.app_template_global()
def feature_names(draw: Draw) -> dict[str, str]:
    """Return what features are called, joint ones too, by code."""
    single = {one.code: (one.name_en if chosen() == "en" else one.name_ko) for one in draw.features}
    joint = {target.feature for target in draw.targets if target.feature not in single}
    return single | {code: JOINT.join(single.get(part, part) for part in code.split(JOINT)) for code in joint}


@blueprint.app_template_global()
def value_names(draw: Draw) -> dict[tuple[str, str], str]:
    """Return what values are called, by feature and value."""
    return {(t.feature, t.value): (t.name_en if chosen() == "en" else t.name_ko) for t in draw.targets}


@blueprint.app_template_global()
def complaint_in_words(draw: Draw, complaint: Complaint) -> str:
    """Say what is wrong with pool or targets, features and values by their names."""
    names, values = feature_names(draw), value_names(draw)
    params = dict(complaint.params)
    feature = str(params.get("feature", ""))
    params["value"] = values.get((feature, str(params.get("value", ""))), params.get("value", ""))
    params["feature"] = names.get(feature, feature)
    return gettext(labels.COMPLAINTS.get(complaint.code, labels.OTHER_COMPLAINT), **params)
