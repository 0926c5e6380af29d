"""A person's own proposals: list, receipt, editing, taking back."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from app.core.actor import actor
from app.core.errors import EditedByAnother, RuleError
from app.core.permissions import Permission, needs
from app.proposals.forms.proposal import EditForm, typed_of
from app.proposals.forms.small import GuardianForm, WithdrawForm
from app.proposals.models import FileUse, Proposal
from app.proposals.services import contents, drafts, edit, people
from app.proposals.services.find import by_receipt, cycle_with_choices
from app.proposals.services.mine import own_things
from app.proposals.services.tasks import title_in
from app.proposals.views.blueprint import blueprint
from app.proposals.views.saved import saved_at
from app.proposals.views.uploads import files_of, keep_uploads

EDIT = "proposal-edit"


@blueprint.route("/my/proposals")
@needs(Permission.propose)
def mine() -> str:
    """List drafts, own proposals, and those one stands behind or follows."""
    account = actor()
    needed = people.guardian_needed(account.id)
    return render_template(
        "proposals/mine.html", things=own_things(account), under_14=needed, title_in=title_in,
        guardian=people.guardian_of(account.id) if needed else None, guardian_form=GuardianForm(),
    )  # fmt: skip


@blueprint.route("/my/proposals/<receipt_no>")
@needs(Permission.propose)
def own(receipt_no: str) -> str:
    """Show the receipt: the number, what can be done now, what comes next."""
    proposal = _own(receipt_no)
    return render_template(
        "proposals/receipt.html", proposal=proposal, new="new" in request.args, may_edit=edit.may_edit(proposal),
        may_withdraw=edit.may_withdraw(proposal), form=WithdrawForm(),
    )  # fmt: skip


@blueprint.route("/my/proposals/<receipt_no>/edit", methods=["GET", "POST"])
@needs(Permission.propose, files=True)
def change(receipt_no: str) -> Any:
    """Edit one's own proposal; each time a new version."""
    proposal = _own(receipt_no)
    attached = frozenset(kept.file_id for kept in proposal.attachments if kept.use is FileUse.attachment)
    if request.method == "GET":
        return _edit_page(proposal, _filled(proposal, attached), attached)
    form = EditForm()
    form.offer(proposal.cycle)
    act = request.form.get("act", "save")
    valid = form.validate() if act == "save" else False
    taken = keep_uploads(form, actor())
    if act.startswith("more:"):
        form.more(act.removeprefix("more:"))
    elif valid and taken:
        try:
            edit.edit_proposal(
                proposal, form.content, by=actor(), revision=int(form.revision.data or 0), why=form.why.data or "",
                file_ids=form.kept_files.data or [], co_proposers=form.people,
            )  # fmt: skip
            drafts.drop_draft(actor(), form=EDIT, subject=receipt_no)
            flash(_("Your changes are saved as a new version."), "success")
            return redirect(url_for("proposals.own", receipt_no=receipt_no))
        except EditedByAnother as error:
            form.refuse(error)
            theirs = contents.content_of(_own(receipt_no).current)
            mine_now = form.content
            form.revision.data = str(_own(receipt_no).revision)
            return _edit_page(_own(receipt_no), form, attached, theirs=theirs, ours=mine_now)
        except RuleError as error:
            form.refuse(error)
    return _edit_page(_own(receipt_no), form, attached)


@blueprint.route("/my/proposals/<receipt_no>/draft", methods=["POST"])
@needs(Permission.propose)
def autosave_change(receipt_no: str) -> str:
    """Save the changes as a draft while somebody writes."""
    proposal = _own(receipt_no)
    draft = drafts.save_draft(actor(), form=EDIT, subject=proposal.receipt_no, typed=typed_of(request.form))
    return saved_at(draft)


@blueprint.route("/my/proposals/<receipt_no>/withdraw", methods=["POST"])
@needs(Permission.propose)
def withdraw(receipt_no: str) -> Any:
    """Take one's own proposal back."""
    form = WithdrawForm()
    edit.withdraw_proposal(_own(receipt_no), by=actor(), why=form.why.data or "")
    flash(_("Your proposal is withdrawn. It stays on record under its number."), "success")
    return redirect(url_for("proposals.own", receipt_no=receipt_no))


def _own(receipt_no: str) -> Proposal:
    proposal = by_receipt(receipt_no)
    people.require_proposer(proposal, actor())
    return proposal


def _filled(proposal: Proposal, attached: frozenset[int]) -> EditForm:
    """Return the form with what was typed before, or with the current version."""
    form, draft = EditForm(), drafts.draft_of(actor(), form=EDIT, subject=proposal.receipt_no)
    cycle = cycle_with_choices(proposal.cycle.slug)
    if draft is not None and not form.was_typed:
        form = EditForm(formdata=MultiDict((name, value) for name, value in draft.typed))
    if form.was_typed:
        form.offer(cycle)
        return form
    form = EditForm(formdata=None)
    form.offer(cycle)
    form.fill(contents.content_of(proposal.current))
    form.kept_files.data = sorted(attached)
    form.revision.data = str(proposal.revision)
    if proposal.proposer is not None and proposal.proposer_name != proposal.proposer.name:
        form.group_name.data = proposal.proposer_name
    return form


def _edit_page(
    proposal: Proposal, form: EditForm, attached: frozenset[int], *, theirs: Any = None, ours: Any = None
) -> str:
    return render_template(
        "proposals/edit.html", proposal=proposal, cycle=proposal.cycle, form=form, theirs=theirs, ours=ours,
        files=files_of(form, actor(), besides=attached), may_edit=edit.may_edit(proposal), saved="",
    )  # fmt: skip
