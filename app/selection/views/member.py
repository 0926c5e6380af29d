"""A member steps aside from a proposal before voting; the old addresses of the ballot lead to the poll."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from app.committee.services import bodies
from app.core.actor import actor
from app.core.errors import NotFound, RuleError
from app.core.permissions import Permission, needs
from app.polls.services import opening
from app.polls.services.finding import State, state_of
from app.proposals.models import Proposal
from app.selection import services as selection
from app.selection.forms import AsideForm
from app.selection.models import SelectionPoll
from app.selection.services import membership
from app.selection.services.finding import poll_called
from app.selection.views.area import blueprint


@blueprint.route("/selections/<slug>/vote", methods=["GET", "POST"])
@blueprint.route("/selections/<slug>/review", methods=["GET", "POST"])
@needs(Permission.anyone)
def vote(slug: str) -> Response:
    """Where one voted before there were polls: nothing that is sent here is kept."""
    return _to("polls.vote", slug)


@blueprint.route("/selections/<slug>/receipt", methods=["GET", "POST"])
@needs(Permission.anyone)
def receipt(slug: str) -> Response:
    return _to("polls.check", slug)


def _to(endpoint: str, slug: str) -> Response:
    poll = poll_called(slug)
    if poll.vote is None:
        return redirect(url_for("selection.show", slug=slug), 303)
    return redirect(url_for(endpoint, slug=poll.vote.slug), 303)


@blueprint.route("/selections/<slug>/aside/<int:proposal_id>", methods=["GET", "POST"])
@needs(Permission.select)
def aside(slug: str, proposal_id: int) -> Response | str:
    """Take a proposal off one's own ballot, before voting."""
    poll = poll_called(slug)
    if poll.vote is not None and poll.vote.opened_at is None and state_of(poll.vote) is State.open:
        opening.open_poll(poll.vote)  # who comes first opens it
        poll = poll_called(slug)
    option = _option(poll, proposal_id)
    membership.require_open(poll)
    bodies.seat_of(actor(), poll.body)
    form = AsideForm()
    if form.validate_on_submit():
        try:
            selection.step_aside(poll, option, kind=form.kind.data, note=form.note.data or "", by=actor())
            flash(_("The proposal is off your ballot. You stay enrolled and count for the quorum."), "success")
            return redirect(url_for("selection.show", slug=slug))
        except RuleError as error:
            form.refuse(error)
    return render_template("selection/aside.html", poll=poll, option=option, form=form)


def _option(poll: SelectionPoll, proposal_id: int) -> Proposal:
    found = next((option.proposal for option in poll.options if option.proposal_id == proposal_id), None)
    if found is None:
        raise NotFound()
    return found
