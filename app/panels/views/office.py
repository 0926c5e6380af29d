"""The organiser's desk of a panel."""

from flask import render_template

from app.core.permissions import Permission, may, needs
from app.panels.services import finding
from app.panels.views.area import blueprint, office_panel


@blueprint.get("/office/panels")
@needs(Permission.keep_panel)
def office_index() -> str:
    """List the panels that the person keeps."""
    kept = [p for p in finding.panels_newest_first() if may(Permission.keep_panel, finding.place_of(p))]
    return render_template("panels/office_index.html", panels=kept)


@blueprint.get("/office/panels/<slug>")
@needs(Permission.keep_panel)
def desk(slug: str) -> str:
    """Show where a panel stands and what is to be done next."""
    panel = office_panel(slug)
    return render_template("panels/desk.html", panel=panel, synthetic=panel.synthetic)
