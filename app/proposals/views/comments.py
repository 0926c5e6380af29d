"""Comments: read by anyone, written by whoever is signed in."""

from typing import Any

from flask import redirect, render_template, request
from flask_login import current_user

from app.core.actor import actor
from app.core.errors import RuleError
from app.core.permissions import Permission, needs
from app.extensions import limiter
from app.proposals.addresses import public_page
from app.proposals.forms.small import CommentForm
from app.proposals.models import Proposal
from app.proposals.services import comments as services
from app.proposals.services.find import by_number
from app.proposals.views.blueprint import blueprint


@blueprint.route("/cycles/<slug>/proposals/<int:number>/comments")
@needs(Permission.anyone)
def comments(slug: str, number: int) -> str:
    """Show one page of the comments, the last where none is named."""
    return _page(by_number(slug, number), CommentForm(formdata=None))


@blueprint.route("/cycles/<slug>/proposals/<int:number>/comments", methods=["POST"])
@needs(Permission.comment)
@limiter.limit("10 per minute", key_func=lambda: f"account:{current_user.get_id()}")
def comment(slug: str, number: int) -> Any:
    """Add a comment."""
    proposal, form = by_number(slug, number), CommentForm()
    try:
        if form.validate_on_submit():
            parent_id = int(form.parent_id.data) if (form.parent_id.data or "").isdecimal() else None
            services.comment(proposal, by=actor(), body=form.body.data or "", parent_id=parent_id)
            return redirect(public_page(by_number(slug, number), "#comments"))
    except RuleError as error:
        form.refuse(error)
    return _page(by_number(slug, number), form)


def _page(proposal: Proposal, form: CommentForm) -> str:
    number = request.args.get("page", type=int)
    return render_template(
        "proposals/comments.html", proposal=proposal, form=form, comments=services.comment_page(proposal.id, number)
    )
