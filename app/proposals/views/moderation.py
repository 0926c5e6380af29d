"""The moderation desk: hide with a reason that stays visible, show again; nothing is deleted."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from app.core.actor import actor
from app.core.db import db
from app.core.errors import NotFound
from app.core.permissions import Permission, may, needs
from app.cycles.models import Cycle
from app.cycles.services.scope import place_of
from app.proposals.addresses import public_page
from app.proposals.forms.small import HideForm
from app.proposals.models import Comment, Proposal
from app.proposals.services import moderation as services
from app.proposals.services.office import cycles_where
from app.proposals.views.blueprint import blueprint

THINGS: dict[str, type[Comment] | type[Proposal]] = {"comments": Comment, "proposals": Proposal}


@blueprint.route("/office/moderation")
@needs(Permission.moderate)
def moderation() -> str:
    """List comments, the latest first, or what is hidden."""
    hidden, page = request.args.get("show") == "hidden", request.args.get("page", 1, type=int)
    cycle_ids = [cycle.id for cycle in cycles_where(_covers)]
    comments, pages = services.latest_comments(cycle_ids, hidden=hidden, page=page)
    proposals = services.hidden_proposals(cycle_ids) if hidden else []
    return render_template(
        "proposals/moderation.html", comments=comments, proposals=proposals, hidden=hidden, page=page, pages=pages
    )


@blueprint.route("/office/moderation/<kind>/<int:key>")
@needs(Permission.moderate)
def decide(kind: str, key: int) -> str:
    """Show one comment or proposal with the form that hides it or shows it again."""
    return render_template("proposals/hide.html", thing=_thing(kind, key), kind=kind, form=HideForm(formdata=None))


@blueprint.route("/office/moderation/<kind>/<int:key>/<act>", methods=["POST"])
@needs(Permission.moderate)
def act_on(kind: str, key: int, act: str) -> Any:
    """Hide, or show again."""
    thing, form = _thing(kind, key), HideForm()
    if act == "show":
        services.show_again(thing, by=actor(), reason=form.reason.data or "")
        flash(_("It is shown again."), "success")
    elif form.validate_on_submit():
        services.hide(thing, by=actor(), reason=form.reason.data or "")
        flash(_("It is hidden; the reason stands in its place."), "success")
    else:
        return render_template("proposals/hide.html", thing=thing, kind=kind, form=form)
    if kind == "proposals":
        return redirect(public_page(db.session.get_one(Proposal, key)))
    return redirect(url_for("proposals.moderation"))


def _thing(kind: str, key: int) -> Comment | Proposal:
    thing = db.session.get(THINGS[kind], key) if kind in THINGS else None
    if thing is None:
        raise NotFound()
    if not _covers(thing.proposal.cycle if isinstance(thing, Comment) else thing.cycle):
        abort(403)
    return thing


def _covers(cycle: Cycle) -> bool:
    return may(Permission.moderate, place_of(cycle))
