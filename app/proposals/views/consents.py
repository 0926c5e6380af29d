"""Links in letters: opening one shows a button and changes nothing; pressing it answers."""

from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from app.core.actor import actor
from app.core.errors import RuleError
from app.core.headers import told_to_nobody
from app.core.permissions import Permission, needs
from app.proposals.forms.small import GuardianForm
from app.proposals.services import people
from app.proposals.services.mine import own_things
from app.proposals.services.tasks import title_in
from app.proposals.views.blueprint import blueprint


@blueprint.route("/i/co-proposer/<token>")
@needs(Permission.anyone)
def invitation(token: str) -> Response:
    """Show what one is asked to propose together."""
    asked = people.invited(token)
    return told_to_nobody(render_template("proposals/invitation.html", asked=asked, token=token))


@blueprint.route("/i/co-proposer/<token>", methods=["POST"])
@needs(Permission.anyone)
def answer_invitation(token: str) -> Response:
    """Agree, or decline."""
    people.answer_invitation(token, agree=request.form.get("answer") == "agree")
    return told_to_nobody(
        render_template("proposals/invitation.html", asked=people.invited(token), token=token, answered=True)
    )


@blueprint.route("/i/guardian/<token>")
@needs(Permission.anyone)
def guardian(token: str) -> Response:
    """Show what the guardian is asked to agree to."""
    return told_to_nobody(render_template("proposals/guardian.html", consent=people.guardian_asked(token), token=token))


@blueprint.route("/i/guardian/<token>", methods=["POST"])
@needs(Permission.anyone)
def guardian_agrees(token: str) -> Response:
    """Agree as parent or guardian."""
    consent = people.guardian_agrees(token)
    return told_to_nobody(render_template("proposals/guardian.html", consent=consent, token=token, answered=True))


@blueprint.route("/my/guardian", methods=["POST"])
@needs(Permission.propose)
def ask_guardian() -> Any:
    """Send the guardian a link."""
    form = GuardianForm()
    try:
        if form.validate_on_submit():
            people.ask_guardian(actor(), guardian_email=form.guardian_email.data or "")
            flash(_("We have sent a link to your parent or guardian."), "success")
            return redirect(url_for("proposals.mine"))
    except RuleError as error:
        form.refuse(error)
    return render_template(
        "proposals/mine.html", things=own_things(actor()), under_14=True, title_in=title_in, guardian=people.guardian_of(actor().id),
        guardian_form=form, form=form,
    )  # fmt: skip
