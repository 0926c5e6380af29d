"""The desk of a polling place: look a person up, hand out paper, or let them into the booth; one vote over all ways."""

from typing import Any

from flask import flash, request
from flask_babel import gettext as _

from app.core.actor import actor
from app.core.errors import RuleError
from app.core.languages import sentence_of
from app.core.permissions import Permission, needs
from app.polls.forms.desk import FindForm
from app.polls.models import Channel, Poll
from app.polls.services import booth_desk, paper
from app.polls.views.area import blueprint, office_poll, poll_page, unkept


@blueprint.route("/office/polls/<slug>/roll", methods=["GET", "POST"])
@needs(Permission.run_poll)
def rolls(slug: str) -> Any:
    poll, form = office_poll(slug), FindForm()
    return _page(poll, form, booth_desk.look_up(poll, form.who.data) if form.validate_on_submit() else None)


def _page(poll: Poll, form: FindForm, found: Any, **more: Any) -> Any:
    return unkept(poll_page("roll_desk", poll, form=form, found=found, **more))


@blueprint.post("/office/polls/<slug>/roll/ticket")
@needs(Permission.run_poll)
def ticket(slug: str) -> Any:
    """A ticket into the booth, shown once."""
    poll = office_poll(slug)
    try:
        made = booth_desk.admit(poll, request.form.get("account", 0, int), by=actor())
    except RuleError as error:
        flash(sentence_of(error), "error")
        return _page(office_poll(slug), FindForm(formdata=None), None)
    return _page(office_poll(slug), FindForm(formdata=None), None, ticket=made)


@blueprint.post("/office/polls/<slug>/roll/paper")
@needs(Permission.run_poll)
def hand_out(slug: str) -> Any:
    """Mark a person as one who was handed a paper ballot."""
    poll = office_poll(slug)
    try:
        paper.hand_out(poll, booth_desk.voter_for(poll, request.form.get("account", 0, int), Channel.paper))
        flash(_("Marked on the roll: hand out one ballot paper now."), "success")
    except RuleError as error:
        flash(sentence_of(error), "error")
    return _page(office_poll(slug), FindForm(formdata=None), None)
