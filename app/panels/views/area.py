"""The one blueprint of the area; each file of this folder adds its routes."""

from flask import Blueprint, abort

from app.core.permissions import Permission, may
from app.panels.models import Panel
from app.panels.services import finding

blueprint = Blueprint("panels", __name__)


def office_panel(slug: str) -> Panel:
    """Return a panel that the person at the browser keeps; 403 where the role does not hold for its place."""
    panel = finding.panel_called(slug)
    if not may(Permission.keep_panel, finding.place_of(panel)):
        abort(403)
    return panel
