"""The one blueprint of the area; each file of this folder adds its routes."""

from typing import Any

from flask import Blueprint, abort, render_template
from flask_babel import gettext

from app.core.forms import Form
from app.core.languages import chosen
from app.core.permissions import Permission, may
from app.panels import labels
from app.panels.models import Panel
from app.panels.services import finding

blueprint = Blueprint("panels", __name__)


def office_panel(slug: str) -> Panel:
    """Return a panel that the person at the browser keeps; 403 where the role does not hold for its place."""
    panel = finding.panel_called(slug)
    if not may(Permission.keep_panel, finding.place_of(panel)):
        abort(403)
    return panel


def form_page(panel: Panel | None, form: Form, *, title: str, submit: str, note: str = "", **more: Any) -> str:
    """Return a page of the office that is one form."""
    return render_template("panels/form.html", panel=panel, form=form, title=title, submit=submit, note=note, **more)


@blueprint.app_template_filter()
def in_panel_words(code: Any, table: str) -> str:
    """Write a code of a panel in words: ``role.part | in_panel_words("PARTS")``."""
    return gettext(getattr(labels, table)[code])


@blueprint.app_template_filter()
def in_language(thing: Any, what: str) -> str:
    """Write what a row has in two languages, in the reader's: ``panel | in_language("title")``."""
    return str(getattr(thing, f"{what}_{chosen()}"))
