"""The organiser's desk of a panel: the panel itself and its rule of decision."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy import select

from app.city.models import Place, PlaceLevel
from app.core.actor import actor
from app.core.db import db
from app.core.errors import EditedByAnother, RuleError
from app.core.languages import named
from app.core.permissions import Permission, may, needs
from app.panels.forms.setup import EditPanelForm, NewPanelForm, RuleForm
from app.panels.services import deciding_rule, finding, making, steps
from app.panels.views.area import blueprint, form_page, office_panel


@blueprint.get("/office/panels")
@needs(Permission.keep_panel)
def office_index() -> str:
    """List the panels that the person keeps."""
    kept = [p for p in finding.panels_newest_first() if may(Permission.keep_panel, finding.place_of(p))]
    return render_template("panels/office_index.html", panels=kept)


@blueprint.route("/office/panels/new", methods=["GET", "POST"])
@needs(Permission.keep_panel)
def new() -> Any:
    """Make a panel."""
    form = NewPanelForm()
    form.place_code.choices = _places()
    if form.validate_on_submit():
        try:
            panel = making.make_panel(**form.values, by=actor())
            return redirect(url_for("panels.desk", slug=panel.slug))
        except RuleError as error:
            form.refuse(error)
    return form_page(None, form, title=_("New panel"), submit=_("Make the panel"))


@blueprint.get("/office/panels/<slug>")
@needs(Permission.keep_panel)
def desk(slug: str) -> str:
    """Show where a panel stands and what is to be done next."""
    panel = office_panel(slug)
    return render_template("panels/desk.html", panel=panel, steps=steps.steps(panel), synthetic=panel.synthetic)


@blueprint.route("/office/panels/<slug>/edit", methods=["GET", "POST"])
@needs(Permission.keep_panel)
def edit(slug: str) -> Any:
    """Change what is written about a panel; after the survey has begun, only where and when it meets."""
    panel = office_panel(slug)
    form, theirs = EditPanelForm(obj=panel), None
    if form.validate_on_submit():
        values = form.values
        try:
            making.edit_panel(panel, revision=int(values.pop("revision") or 0), **values, by=actor())
            flash(_("Saved."), "success")
            return redirect(url_for("panels.desk", slug=slug))
        except RuleError as error:
            form.refuse(error)
            if isinstance(error, EditedByAnother):
                theirs = panel = office_panel(slug)
                form.revision.data = str(panel.revision)
    return form_page(panel, form, title=_("Edit the panel"), submit=_("Save"), theirs=theirs)


@blueprint.route("/office/panels/<slug>/rule", methods=["GET", "POST"])
@needs(Permission.keep_panel)
def rule(slug: str) -> Any:
    """Choose how the panel's answer will be read."""
    panel = office_panel(slug)
    form = RuleForm(obj=panel)
    if form.validate_on_submit():
        try:
            deciding_rule.set_rule(panel, **form.values, by=actor())
            flash(_("The rule is saved."), "success")
            return redirect(url_for("panels.desk", slug=slug))
        except RuleError as error:
            form.refuse(error)
    note = _("The rule is published before anybody is asked. After the first survey has begun it cannot be changed.")
    return form_page(panel, form, title=_("Rule of decision"), submit=_("Save"), note=note)


@blueprint.post("/office/panels/<slug>/rule/publish")
@needs(Permission.keep_panel)
def publish_rule(slug: str) -> Any:
    """Publish question and rule."""
    deciding_rule.publish_rule(office_panel(slug), by=actor())
    flash(_("Question and rule are published."), "success")
    return redirect(url_for("panels.desk", slug=slug))


def _places() -> list[tuple[str, str]]:
    """Return the places for which the person may keep panels."""
    query = select(Place).where(Place.level != PlaceLevel.dong).order_by(Place.level, Place.code)
    return [
        (place.code, named(place))
        for place in db.session.scalars(query)
        if may(Permission.keep_panel, finding.scope_of_place(place))
    ]
