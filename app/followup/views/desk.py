"""The desk of those who answer: lists, one matter, one reply, many at once."""

from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.core.actor import actor
from app.core.errors import NotFound, RuleError
from app.core.forms import Form
from app.core.paging import page_number
from app.core.permissions import Permission, needs
from app.followup.forms import AnswerForm, BulkForm, ReplyAnswerForm
from app.followup.models import Matter, Reply
from app.followup.services import answering, bulk, lists, replying
from app.followup.services.answerers import may_answer
from app.followup.services.finding import matter_called, versions_of
from app.followup.services.lists import DeskView
from app.followup.services.milestones import steps_of
from app.followup.services.sources import address_of
from app.followup.views.area import answer_form, blueprint, insert_template, page, refused, typed_answer
from app.review.services.answer_templates import templates_for

DESK_PAGE = 50


@blueprint.get("/desk/matters")
@needs(Permission.answer_matter)
def desk() -> str:
    """List what lies with the officer's departments."""
    return _desk_page(_bulk_form(), [])


@blueprint.post("/desk/matters")
@needs(Permission.answer_matter)
def bulk_answer() -> Any:
    """Show what the same answer on several matters would do; with ``carry_out``, give it."""
    form, chosen = _bulk_form(), request.form.getlist("matter", int)
    if form.insert.data:
        insert_template(form)
        return _desk_page(form, chosen)
    if not chosen:
        form.form_errors.append(_("Choose at least one matter."))
        return _desk_page(form, chosen)
    if not form.validate():
        return _desk_page(form, chosen)
    try:
        return _give(form, chosen) if request.form.get("carry_out") else _preview(form, chosen)
    except RuleError as error:
        form.refuse(error)
        return _desk_page(form, chosen)


def _give(form: BulkForm, chosen: list[int]) -> Any:
    given = bulk.answer_in_bulk(
        matter_ids=chosen, code=form.code.data or "", text=form.reason.data or "",
        milestones=steps_of(form.milestones.data or ""), by=actor(),
    )  # fmt: skip
    flash(ngettext("%(num)d matter was answered.", "%(num)d matters were answered.", len(given)), "success")
    return redirect(url_for("followup.desk"))


def _preview(form: BulkForm, chosen: list[int]) -> str:
    looks = bulk.look_at(matter_ids=chosen, code=form.code.data or "", text=form.reason.data or "", by=actor())
    steps = steps_of(form.milestones.data or "")
    return page("bulk.html", form=form, looks=looks, good=[look for look in looks if not look.refusal], steps=steps)


def _bulk_form() -> BulkForm:
    form = BulkForm()
    form.offer(templates_for(actor()))
    return form


def _desk_page(form: BulkForm, chosen: list[int]) -> str:
    mine = lists.theirs(actor())
    counted = lists.desk_counts(mine)
    view = next((view for view in DeskView if view == request.args.get("show")), DeskView.missing)
    conditions = [mine, lists.desk_conditions()[view]]
    listed = lists.page_of(conditions, counted[view], page_number(), DESK_PAGE)
    return page("desk.html", form=form, view=view, counted=counted, listed=listed, chosen=chosen, names=view_names())


def view_names() -> dict[DeskView, str]:
    return {
        DeskView.missing: _("No answer yet"),
        DeskView.soon: _("Due within a week"),
        DeskView.overdue: _("Overdue"),
        DeskView.replies: _("Replies to answer"),
        DeskView.done: _("Answered"),
    }


@blueprint.route("/desk/matters/<int:matter_id>", methods=["GET", "POST"])
@needs(Permission.answer_matter)
def item(matter_id: int) -> Any:
    """Read a matter and answer it."""
    matter = _theirs(matter_id)
    form, other = answer_form(AnswerForm, matter), None
    if form.insert.data:
        insert_template(form, matter)
    elif form.validate_on_submit():
        try:
            answering.answer(matter_id=matter_id, **typed_answer(form, matter), by=actor())
            flash(_("The answer is public now."), "success")
            return redirect(url_for("followup.item", matter_id=matter_id))
        except RuleError as error:
            matter = matter_called(matter_id)
            other = refused(form, error, matter)
    return item_page(matter, form, other, "desk_item.html")


def item_page(matter: Matter, form: AnswerForm, other: Any, template: str) -> str:
    """Return the page of one matter with the form that answers it."""
    return page(
        template, matter=matter, form=form, other=other, versions=versions_of(matter),
        replies=replying.replies_of(matter), proposers=replying.proposers_of(matter), source_address=address_of(matter),
    )  # fmt: skip


def _theirs(matter_id: int) -> Matter:
    """Return a matter that lies with the officer; 403 if it is another's."""
    matter = matter_called(matter_id)
    if not may_answer(actor(), matter):
        abort(403)
    return matter


@blueprint.post("/desk/matters/<int:matter_id>/done")
@needs(Permission.answer_matter)
def done(matter_id: int) -> Any:
    """Note that a step is done today."""
    matter = _theirs(matter_id)
    wanted = request.form.get("milestone", 0, int)
    if matter.answer is None or wanted not in {step.id for step in matter.answer.milestones}:
        raise NotFound()
    if Form().validate_on_submit():
        answering.milestone_done(milestone_id=wanted, by=actor())
        flash(_("Noted as done."), "success")
    return redirect(url_for("followup.item", matter_id=matter_id))


@blueprint.route("/desk/matters/<int:matter_id>/replies/<int:reply_id>", methods=["GET", "POST"])
@needs(Permission.answer_matter)
def reply_to_reply(matter_id: int, reply_id: int) -> Any:
    """Answer what a proposer said to the answer."""
    matter, form = _theirs(matter_id), ReplyAnswerForm()
    asked = _reply(matter, reply_id)
    if form.validate_on_submit():
        try:
            replying.answer_reply(reply_id=reply_id, **form.values, by=actor())
            flash(_("The answer to the reply is public now."), "success")
            return redirect(url_for("followup.item", matter_id=matter_id))
        except RuleError as error:
            form.refuse(error)
            matter = _theirs(matter_id)
            asked = _reply(matter, reply_id)
    return page("desk_reply.html", matter=matter, form=form, asked=asked)


def _reply(matter: Matter, reply_id: int) -> Reply:
    asked = next((one for one, _answer in replying.replies_of(matter) if one.id == reply_id), None)
    if asked is None:
        raise NotFound()
    return asked
