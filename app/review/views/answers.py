"""A proposer answers a verdict, or appeals once."""

from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from app.core.actor import actor
from app.core.errors import RuleError
from app.core.permissions import Permission, needs
from app.cycles.services.phases import phase_of
from app.review.forms import AnswerForm
from app.review.services import appeals
from app.review.services.cases import Case, case_called
from app.review.views.area import blueprint


@blueprint.route("/my/verdicts/<receipt_no>", methods=["GET", "POST"])
@needs(Permission.signed_in)
def answer_verdict(receipt_no: str) -> Any:
    """Show the verdict to those who proposed, and take their answer."""
    case = case_called(receipt_no)
    if not appeals.proposed_by(case.proposal, actor()):
        abort(403)
    form, form_is_shown = AnswerForm(), case.counting is not None
    if form_is_shown and form.validate_on_submit():
        try:
            said = _take(case, form)
            flash(said, "success")
            return redirect(url_for("review.answer_verdict", receipt_no=receipt_no))
        except RuleError as error:
            form.refuse(error)
            case = case_called(receipt_no)
    return _page(case, form)


def _take(case: Case, form: AnswerForm) -> str:
    if form.appeals.data == "appeal":
        appeals.appeal(proposal_id=case.proposal.id, body=form.body.data or "", by=actor())
        return _("Your appeal is in. Another officer will examine the proposal.")
    appeals.reply(verdict_id=case.counting.id, body=form.body.data or "", by=actor())  # type: ignore[union-attr]
    return _("Your answer is public now.")


def _page(case: Case, form: AnswerForm) -> str:
    refusal = None
    try:
        appeals.require_appealable(case)
    except RuleError as error:
        refusal = error
        form.appeals.choices = form.appeals.choices[:1]
    last_phase = phase_of(case.proposal.cycle, appeals.APPEAL_IN[-1])
    return render_template(
        "review/answer.html", case=case, form=form, refusal=refusal, last_phase=last_phase,
        replies=appeals.replies_to(case),
    )  # fmt: skip
