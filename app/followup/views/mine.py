"""What I follow, and how often I am written to; and the link of a letter that ends them."""

from typing import Any

from flask import Response, flash, redirect, url_for
from flask_babel import gettext as _

from app.core.actor import actor
from app.core.forms import Form
from app.core.headers import told_to_nobody
from app.core.paging import one_page
from app.core.permissions import Permission, needs
from app.extensions import csrf
from app.followup.forms import RhythmForm
from app.followup.services import following, unsubscribing
from app.followup.views.area import blueprint, page


@blueprint.route("/my/matters", methods=["GET", "POST"])
@needs(Permission.follow_matter)
def mine() -> Any:
    """List what one follows, and choose the rhythm of the digests."""
    form = RhythmForm(data={"rhythm": str(following.rhythm_of(actor().id) or following.FIRST_RHYTHM)})
    if form.validate_on_submit():
        following.set_rhythm(**form.values, by=actor())
        flash(_("Kept."), "success")
        return redirect(url_for("followup.mine"))
    listed = following.followed_by(actor().id)
    return page("mine.html", form=form, listed=one_page(listed, 50))


@blueprint.get("/matters/unsubscribe/<token>")
@needs(Permission.anyone)
def unsubscribe(token: str) -> Response:
    """Ask; opening a link changes nothing, for programs open links too."""
    link = unsubscribing.living(token)
    return told_to_nobody(page("unsubscribe.html", ended=link.used_at is not None, token=token, form=Form()))


@blueprint.post("/matters/unsubscribe/<token>")
@csrf.exempt  # the reader's mail program posts it (RFC 8058); the token is the proof
@needs(Permission.anyone)
def unsubscribe_now(token: str) -> Response:
    """End the digests of whom the letter was sent to."""
    unsubscribing.end(token)
    return told_to_nobody(page("unsubscribe.html", ended=True, token=token, form=Form()))
