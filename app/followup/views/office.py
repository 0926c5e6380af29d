"""The office keeps matters: who answers, until when, what bodies without officers here have answered, the kinds."""

from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext as _

from app.core.actor import actor
from app.core.db import db
from app.core.errors import NotFound, RuleError
from app.core.paging import page_number
from app.core.permissions import Permission, needs
from app.followup.forms import DeadlineForm, HideForm, KindForm, MoveForm, RecordedAnswerForm
from app.followup.models import Matter, MatterKind, Reply
from app.followup.services import answering, lists, owing, replying
from app.followup.services.answerers import districts_kept_by, keeps
from app.followup.services.finding import matter_called
from app.followup.services.kinds import change_kind, kinds
from app.followup.views.area import answer_form, blueprint, insert_template, page, refused, typed_answer
from app.followup.views.desk import DESK_PAGE, item_page

NOBODY = "nobody"


@blueprint.get("/office/matters")
@needs(Permission.keep_matters)
def office() -> str:
    """List all matters by what is to be done with them."""
    kept = lists.kept_by(actor())
    counted = {str(view): count for view, count in lists.desk_counts(kept).items()}
    conditions: dict[str, Any] = {str(view): condition for view, condition in lists.desk_conditions().items()}
    conditions[NOBODY] = lists.without_department()
    counted[NOBODY] = lists.with_nobody(kept)
    view = request.args.get("show", "")
    view = view if view in conditions else NOBODY if counted[NOBODY] else "missing"
    listed = lists.page_of([kept, conditions[view]], counted[view], page_number(), DESK_PAGE)
    return page("office.html", view=view, counted=counted, listed=listed)


def _kept(matter_id: int) -> Matter:
    """Return a matter that the person's office keeps; 403 if it is another's."""
    matter = matter_called(matter_id)
    if not keeps(actor(), matter):
        abort(403)
    return matter


def _require_the_city() -> None:
    if districts_kept_by(actor()) is not None:
        abort(403)


@blueprint.route("/office/matters/<int:matter_id>", methods=["GET", "POST"])
@needs(Permission.keep_matters)
def office_item(matter_id: int) -> Any:
    """One matter: where it lies; where no department of the city hall is named, record what was answered."""
    matter = _kept(matter_id)
    form, other = answer_form(RecordedAnswerForm, matter), None
    if form.insert.data:
        insert_template(form, matter)
    elif form.validate_on_submit():
        try:
            day = form.answered_on.data  # type: ignore[attr-defined]
            answering.answer(matter_id=matter_id, **typed_answer(form, matter), answered_on=day, by=actor())
            flash(_("The answer is public now."), "success")
            return redirect(url_for("followup.office_item", matter_id=matter_id))
        except RuleError as error:
            matter = _kept(matter_id)
            other = refused(form, error, matter)
    return item_page(matter, form, other, "office_item.html")


@blueprint.route("/office/matters/<int:matter_id>/move", methods=["GET", "POST"])
@needs(Permission.keep_matters)
def move(matter_id: int) -> Any:
    """Give a matter to another department or body."""
    matter = _kept(matter_id)
    form = MoveForm(data={"whom": _whom(matter)})
    form.offer(lists.departments(), lists.districts())
    if form.validate_on_submit():
        try:
            owing.move(matter_id=matter_id, **form.responsible(), why=form.why.data or "", by=actor())
            flash(_("It lies there now. The proposers were told."), "success")
            return redirect(url_for("followup.office"))
        except RuleError as error:
            form.refuse(error)
            matter = _kept(matter_id)
    return page("move.html", matter=matter, form=form)


def _whom(matter: Matter) -> str:
    if matter.department_id is not None:
        return f"department:{matter.department_id}"
    return f"place:{matter.place_code}" if matter.place_code else str(matter.body)


@blueprint.route("/office/matters/<int:matter_id>/deadline", methods=["GET", "POST"])
@needs(Permission.keep_matters)
def deadline(matter_id: int) -> Any:
    """Set another last day."""
    matter = _kept(matter_id)
    form = DeadlineForm(data={"due_on": matter.due_on})
    if form.validate_on_submit():
        try:
            owing.change_deadline(matter_id=matter_id, **form.values, by=actor())
            flash(_("The deadline was changed. The proposers were told."), "success")
            return redirect(url_for("followup.office_item", matter_id=matter_id))
        except RuleError as error:
            form.refuse(error)
            matter = _kept(matter_id)
    return page("deadline.html", matter=matter, form=form)


@blueprint.route("/office/matters/<int:matter_id>/replies/<int:reply_id>/hide", methods=["GET", "POST"])
@needs(Permission.moderate)
def hide(matter_id: int, reply_id: int) -> Any:
    """Hide a reply for a public reason."""
    matter, form = _kept(matter_id), HideForm()
    said = db.session.get(Reply, reply_id)
    if said is None or said.matter_id != matter_id:
        raise NotFound()
    if form.validate_on_submit():
        try:
            replying.hide(reply_id=reply_id, **form.values, by=actor())
            flash(_("The reply is hidden, with its reason."), "success")
            return redirect(url_for("followup.matter", matter_id=matter_id))
        except RuleError as error:
            form.refuse(error)
            matter, said = matter_called(matter_id), db.session.get_one(Reply, reply_id)
    return page("hide.html", matter=matter, form=form, said=said)


@blueprint.get("/office/matters/kinds")
@needs(Permission.keep_matters)
def all_kinds() -> str:
    """List the kinds of matters and how long an answer may take."""
    _require_the_city()
    return page("kinds.html", kinds=kinds())


@blueprint.route("/office/matters/kinds/<code>", methods=["GET", "POST"])
@needs(Permission.keep_matters)
def kind(code: str) -> Any:
    """Change how long answers of a kind may take."""
    _require_the_city()
    found = db.session.get(MatterKind, code)
    if found is None:
        raise NotFound()
    form = KindForm(obj=found)
    if form.validate_on_submit():
        try:
            change_kind(code=code, **form.values, by=actor())
            flash(_("Kept. It holds for what is sent from now on."), "success")
            return redirect(url_for("followup.all_kinds"))
        except RuleError as error:
            form.refuse(error)
            found = db.session.get_one(MatterKind, code)
    return page("kind.html", kind=found, form=form)
