"""Texts that officers use again."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy import select

from app.city.models import Department
from app.core.actor import actor
from app.core.db import db
from app.core.errors import NotFound, RuleError
from app.core.forms import Form
from app.core.languages import named
from app.core.permissions import Permission, needs
from app.review.forms import TemplateForm
from app.review.services import answer_templates
from app.review.services.officers import departments_of
from app.review.views.area import blueprint


@blueprint.route("/desk/templates", methods=["GET", "POST"])
@blueprint.route("/desk/templates/<int:template_id>", methods=["GET", "POST"])
@needs(Permission.give_verdict)
def templates(template_id: int | None = None) -> Any:
    """List the texts, add one or change one."""
    texts = answer_templates.templates_for(actor())
    present = next((text for text in texts if text.id == template_id and text.department_id), None)
    if template_id is not None and present is None:
        raise NotFound()
    form = TemplateForm(obj=present)
    form.department_id.choices = _departments()
    if form.validate_on_submit():
        try:
            answer_templates.keep(template_id=template_id, by=actor(), **form.values)
            flash(_("The text was kept."), "success")
            return redirect(url_for("review.templates"))
        except RuleError as error:
            form.refuse(error)
    return render_template("desk/templates.html", texts=texts, form=form, present=present)


@blueprint.route("/desk/templates/<int:template_id>/drop", methods=["POST"])
@needs(Permission.give_verdict)
def drop_template(template_id: int) -> Any:
    if Form().validate_on_submit():
        answer_templates.drop(template_id=template_id, by=actor())
        flash(_("The text was taken away."), "success")
    return redirect(url_for("review.templates"))


def _departments() -> list[tuple[int, str]]:
    own, found = departments_of(actor()), select(Department).order_by(Department.name_ko)
    if own is not None:
        found = found.where(Department.id.in_(own))
    return [(department.id, named(department)) for department in db.session.scalars(found)]
