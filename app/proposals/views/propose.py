"""Writing a proposal: draft, check, submit."""

import datetime as dt
import secrets
from typing import Any

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from app.core import clock
from app.core.actor import actor
from app.core.errors import RuleError
from app.core.languages import sentence_of
from app.core.permissions import Permission, needs
from app.cycles.models import Cycle, PhaseKind
from app.cycles.services.phases import require_open
from app.proposals.forms.proposal import CitizenForm, typed_of
from app.proposals.models import Draft
from app.proposals.services import drafts, people, similar, submit
from app.proposals.services.find import cycle_with_choices
from app.proposals.views.blueprint import blueprint
from app.proposals.views.saved import saved_at
from app.proposals.views.uploads import files_of, keep_uploads

FORM = "proposal"


@blueprint.route("/cycles/<slug>/proposals/new")
@needs(Permission.propose)
def new(slug: str) -> Any:
    """Show the form, with what was typed before."""
    cycle = cycle_with_choices(slug)
    try:
        closes_at = require_open(cycle, PhaseKind.intake).closes_at
    except RuleError as closed:
        return render_template("proposals/closed.html", cycle=cycle, sentence=sentence_of(closed)), 409
    draft = drafts.draft_of(actor(), form=FORM, subject=slug)
    return _page(cycle, _form(cycle, draft, unless_typed=True), draft, closes_at)


@blueprint.route("/cycles/<slug>/proposals/new", methods=["POST"])
@needs(Permission.propose, files=True)
def write(slug: str) -> Any:
    """Keep what was typed, whatever the button; then more rows, or the check."""
    cycle, act = cycle_with_choices(slug), request.form.get("act", "check")
    form = _form(cycle)
    valid = form.validate() if act == "check" else True
    files_taken = keep_uploads(form, actor())
    draft = _save(form, slug)
    if act.startswith("more:"):
        form.more(act.removeprefix("more:"))
        return _page(cycle, form, draft)
    if act == "save" and files_taken:
        flash(saved_at(draft), "success")
        return redirect(url_for("proposals.new", slug=slug))
    if valid and files_taken and act == "check":
        return redirect(url_for("proposals.check", slug=slug))
    return _page(cycle, form, draft)


@blueprint.route("/cycles/<slug>/proposals/new/draft", methods=["POST"])
@needs(Permission.propose)
def autosave(slug: str) -> Response:
    """Save the draft while somebody writes; answer with the sentence to show."""
    draft = drafts.save_draft(actor(), form=FORM, subject=cycle_with_choices(slug).slug, typed=typed_of(request.form))
    return make_response(saved_at(draft))


@blueprint.route("/cycles/<slug>/proposals/new/discard", methods=["POST"])
@needs(Permission.propose)
def discard(slug: str) -> Any:
    """Forget the draft."""
    drafts.drop_draft(actor(), form=FORM, subject=slug)
    flash(_("The draft was deleted."), "success")
    return redirect(url_for("proposals.mine"))


@blueprint.route("/cycles/<slug>/proposals/new/check")
@needs(Permission.propose)
def check(slug: str) -> Any:
    """Show the proposal as it would be submitted, with similar ones."""
    cycle = cycle_with_choices(slug)
    draft = drafts.draft_of(actor(), form=FORM, subject=slug)
    if draft is None:
        return redirect(url_for("proposals.new", slug=slug))
    form = _form(cycle, draft)
    if not form.validate():
        return _page(cycle, form, draft)
    return _check_page(cycle, form)


@blueprint.route("/cycles/<slug>/proposals/new/check", methods=["POST"])
@needs(Permission.propose)
def send(slug: str) -> Any:
    """Submit; a second click on the same page leads to the same receipt."""
    cycle, submit_key = cycle_with_choices(slug), request.form.get("submit_key", "")[:40]
    earlier = submit.submitted_under(submit_key) if submit_key else None
    if earlier is not None and earlier.proposer_id == actor().id:
        return redirect(url_for("proposals.own", receipt_no=earlier.receipt_no, new=1))
    draft = drafts.draft_of(actor(), form=FORM, subject=slug)
    form = _form(cycle, draft)
    if not form.validate():
        return _page(cycle, form, draft)
    try:
        proposal = submit.submit_proposal(
            cycle, form.content, by=actor(), submit_key=submit_key or secrets.token_hex(16),
            group_name=form.group_name.data or "", file_ids=form.kept_files.data or [], co_proposers=form.people, earlier=form.earlier.data or "",
        )  # fmt: skip
    except RuleError as error:
        form.refuse(error)
        return _page(cycle_with_choices(slug), form, draft)
    drafts.drop_draft(actor(), form=FORM, subject=slug)
    return redirect(url_for("proposals.own", receipt_no=proposal.receipt_no, new=1))


def _form(cycle: Cycle, draft: Draft | None = None, *, unless_typed: bool = False) -> CitizenForm:
    """Return the form filled from what is being sent, from a draft, or empty.

    ``unless_typed`` prefers what is being sent, or was when a session ran out, to the draft.
    """
    form = CitizenForm() if unless_typed or draft is None else None
    if draft is not None and (form is None or not form.was_typed):
        form = CitizenForm(formdata=MultiDict((name, value) for name, value in draft.typed))
    form.offer(cycle)
    return form


def _save(form: CitizenForm, slug: str) -> Draft:
    typed = [(name, value) for name, value in typed_of(request.form) if name != "kept_files"]
    typed += [("kept_files", str(file_id)) for file_id in form.kept_files.data or []]
    return drafts.save_draft(actor(), form=FORM, subject=slug, typed=typed)


def _page(cycle: Cycle, form: CitizenForm, draft: Draft | None, closes_at: dt.datetime | None = None) -> str:
    under_14 = people.guardian_needed(actor().id)
    guardian = people.guardian_of(actor().id) if under_14 else None
    return render_template(
        "proposals/new.html", cycle=cycle, form=form, files=files_of(form, actor()),
        saved=saved_at(draft) if draft else "", under_14=under_14, guardian=guardian,
        closes_at=closes_at or _closes_at(cycle),
    )  # fmt: skip


def _check_page(cycle: Cycle, form: CitizenForm) -> str:
    content = form.content
    return render_template(
        "proposals/check.html", cycle=cycle, form=form, content=content, submit_key=secrets.token_hex(16),
        shown=form.choices_shown(), files=files_of(form, actor()),
        similar=similar.similar_proposals(cycle.id, title=content.title), now=clock.now(),
    )  # fmt: skip


def _closes_at(cycle: Cycle) -> dt.datetime | None:
    try:
        return require_open(cycle, PhaseKind.intake).closes_at
    except RuleError:
        return None
