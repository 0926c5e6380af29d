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
from app.proposals.forms.small import DismissForm, HideForm
from app.proposals.models import Comment, Proposal
from app.proposals.services import moderation as services
from app.proposals.services import reports
from app.proposals.services.office import cycles_where
from app.proposals.views.blueprint import blueprint

THINGS: dict[str, type[Comment] | type[Proposal]] = {"comments": Comment, "proposals": Proposal}


@blueprint.route("/office/moderation")
@needs(Permission.moderate)
def moderation() -> str:
    """List comments, the latest first, what was reported, or what is hidden."""
    show, page = request.args.get("show"), request.args.get("page", 1, type=int)
    cycle_ids, hidden = [cycle.id for cycle in cycles_where(_covers)], show == "hidden"
    if show == "reported":
        found, pages = reports.reported(cycle_ids, page=page, size=services.PER_PAGE)
        return render_template("proposals/reported.html", found=found, page=page, pages=pages)
    comments, pages = services.latest_comments(cycle_ids, hidden=hidden, page=page)
    proposals = services.hidden_proposals(cycle_ids) if hidden else []
    return render_template(
        "proposals/moderation.html", comments=comments, proposals=proposals, hidden=hidden, page=page, pages=pages
    )


@blueprint.route("/office/moderation/<kind>/<int:key>")
@needs(Permission.moderate)
def decide(kind: str, key: int) -> str:
    """Show one comment or proposal with the form that hides it or shows it again."""
    return _decision(_thing(kind, key), kind, HideForm(formdata=None), DismissForm(formdata=None))


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
        return _decision(thing, kind, form, DismissForm(formdata=None))
    if kind == "proposals":
        return redirect(public_page(db.session.get_one(Proposal, key)))
    return redirect(url_for("proposals.moderation"))


@blueprint.route("/office/moderation/comments/<int:key>/dismiss", methods=["POST"])
@needs(Permission.moderate)
def dismiss(key: int) -> Any:
    """Let a reported comment stay, with the reason that is written to those who reported it."""
    comment, form = _thing("comments", key), DismissForm()
    if form.validate_on_submit():
        reports.dismiss(comment, by=actor(), why=form.why.data or "")
        flash(_("It stays. Those who reported it are told."), "success")
        return redirect(url_for("proposals.moderation", show="reported"))
    return _decision(comment, "comments", HideForm(formdata=None), form)


def _decision(thing: Comment | Proposal, kind: str, form: HideForm, dismiss_form: DismissForm) -> str:
    return render_template(
        "proposals/hide.html", thing=thing, kind=kind, form=form, dismiss_form=dismiss_form,
        reasons=reports.reasons([thing.id])[thing.id] if isinstance(thing, Comment) else [],
    )  # fmt: skip


def _thing(kind: str, key: int) -> Comment | Proposal:
    thing = db.session.get(THINGS[kind], key) if kind in THINGS else None
    if thing is None:
        raise NotFound()
    if not _covers(thing.proposal.cycle if isinstance(thing, Comment) else thing.cycle):
        abort(403)
    return thing


def _covers(cycle: Cycle) -> bool:
    return may(Permission.moderate, place_of(cycle))
