"""A form for anyone signed in: report a comment with a reason."""

from typing import Any

from flask import flash, redirect, render_template
from flask_babel import gettext as _
from flask_login import current_user

from app.core.actor import actor
from app.core.db import db
from app.core.errors import NotFound, RuleError
from app.core.permissions import Permission, needs
from app.extensions import limiter
from app.proposals.addresses import public_page
from app.proposals.forms.small import ReportForm
from app.proposals.models import Comment
from app.proposals.services import reports
from app.proposals.views.blueprint import blueprint


@blueprint.route("/comments/<int:comment_id>/report", methods=["GET", "POST"])
@needs(Permission.signed_in)
@limiter.limit("10 per hour", methods=["POST"], key_func=lambda: f"report account:{current_user.get_id()}")
def report_comment(comment_id: int) -> Any:
    """Show the comment and take the report."""
    comment, form = _shown(comment_id), ReportForm()
    if form.validate_on_submit():
        try:
            reports.report(comment, by=actor(), reason=form.reason.data or "")
            flash(_("Thank you. The office will look at it and write to you."), "success")
            return redirect(public_page(_shown(comment_id).proposal, "#comments"))
        except RuleError as error:
            form.refuse(error)
    return render_template("proposals/report.html", comment=_shown(comment_id), form=form)


def _shown(comment_id: int) -> Comment:
    comment = db.session.get(Comment, comment_id)
    if comment is None or comment.hidden_at is not None or comment.proposal.hidden_at is not None:
        raise NotFound()
    return comment
