"""The office lays proposals before departments: list, preview, act."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select

from app.city.models import Department
from app.core import clock
from app.core.actor import actor
from app.core.db import db
from app.core.errors import RuleError
from app.core.paging import page_number
from app.core.permissions import Permission, needs
from app.cycles.models import Cycle
from app.review.forms import AssignForm
from app.review.services import lists
from app.review.services.assignment import Order, assign, last_close, refusals
from app.review.services.cases import cases_of
from app.review.services.lists import OfficeView
from app.review.services.officers import officers
from app.review.views.area import blueprint, chosen_ids, office_cycle, page_size

VIEWS = {view: view for view in OfficeView}


@blueprint.route("/office/cycles/<slug>/assign")
@needs(Permission.assign)
def assign_page(slug: str) -> str:
    """List what is to be assigned, or lies with a department."""
    cycle = office_cycle(slug, Permission.assign)
    return _list_page(cycle, _form(cycle))


@blueprint.route("/office/cycles/<slug>/assign", methods=["POST"])
@needs(Permission.assign)
def assign_act(slug: str) -> Any:
    """Show what an order would do; with ``carry_out``, do it."""
    cycle = office_cycle(slug, Permission.assign)
    form, chosen = _form(cycle), chosen_ids()
    if not form.validate():
        return _list_page(cycle, form, chosen)
    if form.whole_list.data:
        chosen = lists.office_ids(cycle.id, _view(), _field())
    order = Order(form.department_id.data, form.due_at.data, form.officer_id.data or None, form.why.data or "")
    if request.form.get("carry_out"):
        try:
            done = assign(cycle_id=cycle.id, proposal_ids=chosen, order=order, by=actor())
            flash(ngettext("%(num)d proposal was assigned.", "%(num)d proposals were assigned.", len(done)), "success")
            return redirect(url_for("review.assign_page", slug=slug))
        except RuleError as error:
            form.refuse(error)
            return _list_page(office_cycle(slug, Permission.assign), form, chosen)
    return _preview(cycle, form, chosen, order)


def _preview(cycle: Cycle, form: AssignForm, chosen: list[int], order: Order) -> Any:
    cases = cases_of(chosen)
    faults = refusals(cycle, cases, order)
    if faults:
        for fault in faults[:5]:
            form.refuse(fault)
        return _list_page(cycle, form, chosen)
    department = db.session.get_one(Department, order.department_id)
    people = {account.id: account.name for account, _own in officers()}
    return render_template(
        "review/assign_preview.html", cycle=cycle, form=form, cases=cases, department=department,
        officer=people.get(order.officer_id or 0), order=order,
    )  # fmt: skip


def _form(cycle: Cycle) -> AssignForm:
    form = AssignForm(data={"due_at": last_close(cycle)})
    form.offer(list(db.session.scalars(select(Department).order_by(Department.name_ko))), officers())
    return form


def _view() -> OfficeView:
    return VIEWS.get(request.args.get("show", ""), OfficeView.unassigned)


def _field() -> int | None:
    return request.args.get("field", None, int)


def _list_page(cycle: Cycle, form: AssignForm, chosen: list[int] | None = None) -> str:
    view, field_id = _view(), _field()
    counts = lists.office_counts(cycle.id, field_id)
    listed = lists.office_list(
        cycle.id, view, total=counts[view], page=page_number(), size=page_size(), field_id=field_id
    )
    return render_template(
        "review/assign.html", cycle=cycle, form=form, view=view, listed=listed, chosen=chosen or [], field_id=field_id,
        counts=counts, names=_view_names(), now=clock.now()
    )  # fmt: skip


def _view_names() -> dict[OfficeView, str]:
    return {
        OfficeView.unassigned: _("To be assigned"),
        OfficeView.missing: _("With a department"),
        OfficeView.overdue: _("Overdue"),
        OfficeView.all: _("All"),
    }
