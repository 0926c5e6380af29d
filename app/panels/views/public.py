"""What everybody sees of panels."""

from flask import render_template

from app.core.permissions import Permission, needs
from app.panels.services import published
from app.panels.views.area import blueprint


@blueprint.get("/panels")
@needs(Permission.anyone)
def index() -> str:
    """List the panels with the step that each has reached."""
    return render_template("panels/index.html", rows=published.public_panels())


@blueprint.get("/panels/<slug>")
@needs(Permission.anyone)
def show(slug: str) -> str:
    """Show a panel: its question, the rule published first, the neutral committee, the steps, the draws."""
    found = published.public_panel(slug)
    return render_template("panels/show.html", found=found, panel=found.panel, synthetic=found.panel.synthetic)
