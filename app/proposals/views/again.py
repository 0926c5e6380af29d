"""Proposing again what did not come to be in an earlier year."""

from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from app.core.actor import actor
from app.core.errors import RuleError
from app.core.forms import Form
from app.core.permissions import Permission, needs
from app.proposals.services import reproposal
from app.proposals.services.find import by_receipt
from app.proposals.views.blueprint import blueprint


@blueprint.route("/my/again/<receipt_no>", methods=["GET", "POST"])
@needs(Permission.propose)
def again(receipt_no: str) -> Any:
    """Show the earlier proposal, and begin a new one from it."""
    earlier, form = by_receipt(receipt_no), Form()
    if earlier.hidden_at is not None:
        abort(404)
    if form.validate_on_submit():
        try:
            cycle = reproposal.begin_again(earlier, by=actor())
            flash(_("The earlier text is in the form. Change what has changed, then submit it."), "success")
            return redirect(url_for("proposals.new", slug=cycle.slug))
        except RuleError as error:
            form.refuse(error)
            earlier = by_receipt(receipt_no)
    return render_template("proposals/again.html", proposal=earlier, form=form)
