"""The agenda: edited by the organiser, read by everybody, taken along as a calendar file."""

from typing import Any

from flask import Response, flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _

from app.core.actor import actor
from app.core.errors import RuleError
from app.core.languages import chosen
from app.core.permissions import Permission, needs
from app.panels.forms.days import ItemForm
from app.panels.services import agenda, published
from app.panels.views.area import blueprint, form_page, in_language, office_panel


@blueprint.get("/panels/<slug>/agenda")
@needs(Permission.anyone)
def show_agenda(slug: str) -> str:
    """Show the agenda to everybody."""
    panel = published.published_panel(slug)
    items = agenda.items(panel)
    return render_template("panels/agenda.html", panel=panel, items=items, synthetic=panel.synthetic)


@blueprint.get("/panels/<slug>/agenda.ics")
@needs(Permission.anyone)
def agenda_ics(slug: str) -> Response:
    """Hand the agenda out for a calendar."""
    panel = published.published_panel(slug)
    names = {item.id: in_language(item, "title") for item in agenda.items(panel)}
    answer = make_response(
        agenda.calendar(
            panel, title=in_language(panel, "title"), names=names, place=getattr(panel, f"venue_{chosen()}"),
            address=url_for("panels.show_agenda", slug=slug, _external=True),
        )
    )  # fmt: skip
    answer.headers["Content-Type"] = "text/calendar; charset=utf-8"
    answer.headers["Content-Disposition"] = f'attachment; filename="{slug}.ics"'
    return answer


@blueprint.get("/office/panels/<slug>/agenda")
@needs(Permission.keep_panel)
def keep_agenda(slug: str) -> str:
    """List the points with what can be changed."""
    panel = office_panel(slug)
    return render_template("panels/keep_agenda.html", panel=panel, items=agenda.items(panel), synthetic=panel.synthetic)


@blueprint.route("/office/panels/<slug>/agenda/new", methods=["GET", "POST"])
@needs(Permission.keep_panel)
def add_item(slug: str) -> Any:
    return _item(slug, None)


@blueprint.route("/office/panels/<slug>/agenda/<int:item_id>", methods=["GET", "POST"])
@needs(Permission.keep_panel)
def edit_item(slug: str, item_id: int) -> Any:
    return _item(slug, item_id)


@blueprint.post("/office/panels/<slug>/agenda/<int:item_id>/remove")
@needs(Permission.keep_panel)
def remove_item(slug: str, item_id: int) -> Any:
    agenda.remove(agenda.item_numbered(office_panel(slug), item_id), by=actor())
    flash(_("The point is off the agenda."), "success")
    return redirect(url_for("panels.keep_agenda", slug=slug))


def _item(slug: str, item_id: int | None) -> Any:
    panel = office_panel(slug)
    form = ItemForm(obj=agenda.item_numbered(panel, item_id) if item_id is not None else None)
    if form.validate_on_submit():
        try:
            agenda.set_item(panel, item_id, **form.values, by=actor())
            return redirect(url_for("panels.keep_agenda", slug=slug))
        except RuleError as error:
            form.refuse(error)
            panel = office_panel(slug)
    title = _("Change a point of the agenda") if item_id is not None else _("Add a point to the agenda")
    return form_page(panel, form, title=title, submit=_("Save"))
