"""Who has a part in a panel, what each declared, who is excluded and why."""

from typing import Any

from flask import redirect, render_template, url_for
from flask_babel import gettext as _

from app.core.actor import actor
from app.core.errors import RuleError
from app.core.permissions import Permission, needs
from app.panels.forms.setup import DeclareForm, PartForm
from app.panels.services import parts
from app.panels.views.area import blueprint, form_page, office_panel


@blueprint.get("/office/panels/<slug>/people")
@needs(Permission.keep_panel)
def people(slug: str) -> str:
    """List the neutral committee and all others with a part."""
    panel = office_panel(slug)
    roles = parts.roles_of(panel)
    ready = sum(role.part is parts.PanelPart.committee and role.has_interest is False for role in roles)
    return render_template(
        "panels/people.html",
        panel=panel,
        roles=roles,
        ready=ready,
        seats=parts.COMMITTEE_SEATS,
        synthetic=panel.synthetic,
    )


@blueprint.route("/office/panels/<slug>/people/new", methods=["GET", "POST"])
@needs(Permission.keep_panel)
def add_part(slug: str) -> Any:
    """Give somebody a part."""
    panel, form = office_panel(slug), PartForm()
    if form.validate_on_submit():
        try:
            parts.add_role(panel, **form.values, by=actor())
            return redirect(url_for("panels.people", slug=slug))
        except RuleError as error:
            form.refuse(error)
    note = _("Name, part and field are public. Nobody has a part and a seat.")
    return form_page(panel, form, title=_("Add a person"), submit=_("Add"), note=note)


@blueprint.route("/office/panels/<slug>/people/<int:role_id>/declare", methods=["GET", "POST"])
@needs(Permission.keep_panel)
def declare(slug: str, role_id: int) -> Any:
    """Record what somebody declared of own interests."""
    panel, form = office_panel(slug), DeclareForm()
    role = parts.role_numbered(panel, role_id)
    if form.validate_on_submit():
        try:
            parts.declare(role, **form.values, by=actor())
            return redirect(url_for("panels.people", slug=slug))
        except RuleError as error:
            form.refuse(error)
    note = _("An interest excludes from committee, verification and moderation. Its reason is public.")
    return form_page(panel, form, title=_("Declaration: %(name)s", name=role.name), submit=_("Record"), note=note)
