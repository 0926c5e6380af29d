"""Learning: both sides' texts and lessons for everybody, the space of each measured; the organiser's versions."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from app.core.actor import actor
from app.core.errors import RuleError
from app.core.files.models import File
from app.core.files.reading import register_reader
from app.core.files.store import store_upload
from app.core.forms import Form
from app.core.permissions import Permission, needs
from app.panels.forms.days import MaterialForm, RemarkForm, VersionForm
from app.panels.models import Material, MaterialKind, QuestionState
from app.panels.services import asking, equal_space, learning, lessons, parts, published
from app.panels.views.area import blueprint, form_page, office_panel


@register_reader
def papers_to_learn_from(file: File, account: Any) -> bool:
    """Files of published versions are public."""
    return learning.is_published(file)


@blueprint.get("/panels/<slug>/learning")
@needs(Permission.anyone)
def show_learning(slug: str) -> str:
    """Both sides side by side, with the space that each has."""
    panel = published.published_panel(slug)
    found = learning.in_force(panel)
    return render_template(
        "panels/learning.html", panel=panel, materials=found, space=equal_space.measure(panel, found),
        answered=asking.asked(panel, states=[QuestionState.answered]), lesson=MaterialKind.lesson,
        synthetic=panel.synthetic,
    )  # fmt: skip


@blueprint.get("/panels/<slug>/learning/<int:material_id>")
@needs(Permission.anyone)
def show_material(slug: str, material_id: int) -> str:
    """One version, the advisers' notes beside its passages, the other versions."""
    panel = published.published_panel(slug)
    material = learning.public_version(panel, material_id)
    return render_template(
        "panels/material.html", panel=panel, material=material, passages=learning.passages(material),
        versions=learning.published_versions(material), advisers=learning.advisers(panel), synthetic=panel.synthetic,
        lesson=MaterialKind.lesson,
    )  # fmt: skip


@blueprint.get("/office/panels/<slug>/learning")
@needs(Permission.keep_panel)
def keep_learning(slug: str) -> str:
    """All versions, and how far the members are."""
    panel = office_panel(slug)
    versions = learning.versions(panel)
    found = learning.newest(versions)
    to_do = sum(one.kind is MaterialKind.lesson for one in found)
    return render_template(
        "panels/keep_learning.html", panel=panel, versions=versions, lessons=to_do,
        space=equal_space.measure(panel, found), learners=lessons.learners(panel), synthetic=panel.synthetic,
    )  # fmt: skip


@blueprint.route("/office/panels/<slug>/learning/new", methods=["GET", "POST"])
@needs(Permission.keep_panel, files=True)
def add_material(slug: str) -> Any:
    panel, form = office_panel(slug), MaterialForm()
    if form.validate_on_submit():
        try:
            learning.write(panel, **_written(form), by=actor())
            return redirect(url_for("panels.keep_learning", slug=slug))
        except RuleError as error:
            form.refuse(error)
            panel = office_panel(slug)
    return form_page(panel, form, title=_("Add a text or lesson"), submit=_("Save as a draft"), multipart=True)


@blueprint.route("/office/panels/<slug>/learning/<int:material_id>", methods=["GET", "POST"])
@needs(Permission.keep_panel, files=True)
def edit_material(slug: str, material_id: int) -> Any:
    """Change a draft, or begin the next version of what is published."""
    panel = office_panel(slug)
    material = learning.material_numbered(panel, material_id)
    title, next_one = material.title, material.published_at is not None
    form = VersionForm(obj=material)
    if form.validate_on_submit():
        try:
            learning.revise(material, **_written(form), by=actor())
            return redirect(url_for("panels.keep_learning", slug=slug))
        except RuleError as error:
            form.refuse(error)
            panel = office_panel(slug)
    note = _("This version is published: what you save is the next one, a draft.") if next_one else ""
    return form_page(panel, form, title=title, submit=_("Save as a draft"), note=note, multipart=True)


@blueprint.post("/office/panels/<slug>/learning/<int:material_id>/publish")
@needs(Permission.keep_panel)
def publish_material(slug: str, material_id: int) -> Any:
    learning.publish(learning.material_numbered(office_panel(slug), material_id), by=actor())
    flash(_("The version is public."), "success")
    return redirect(url_for("panels.keep_learning", slug=slug))


@blueprint.route("/office/panels/<slug>/learning/<int:material_id>/remarks", methods=["GET", "POST"])
@needs(Permission.keep_panel)
def remark(slug: str, material_id: int) -> Any:
    """Put an adviser's note beside a passage."""
    panel, form = office_panel(slug), RemarkForm()
    material = learning.material_numbered(panel, material_id)
    form.role_id.choices = [(role.id, role.name) for role in learning.advisers(panel).values()]
    if form.validate_on_submit():
        values = form.values
        try:
            learning.remark(material, role=parts.role_numbered(panel, values.pop("role_id")), **values, by=actor())
            flash(_("The note stands beside the text."), "success")
            return redirect(url_for("panels.keep_learning", slug=slug))
        except RuleError as error:
            form.refuse(error)
            panel = office_panel(slug)
    return form_page(panel, form, title=_("Note of an adviser"), submit=_("Save"), note=learning_title(material))


def learning_title(material: Material) -> str:
    return _("%(title)s, version %(version)s", title=material.title, version=material.version)


def _written(form: Form) -> dict[str, Any]:
    """Return what was typed by the service's parameters, the file kept."""
    values = form.values
    upload = values.pop("file")
    return values | {"file": store_upload(upload.stream, name=upload.filename, by=actor()) if upload else None}
