"""A poll as anyone sees it: what is asked of whom, how it is counted, how many have voted; never a result before the count."""

from flask import Response, make_response, render_template

from app.core.permissions import Permission, needs
from app.polls import labels
from app.polls.services import listing, subjects, turnout
from app.polls.services.finding import state_of
from app.polls.views.area import blueprint, poll_page, public_poll
from voting.ledger.canonical import canonical


@blueprint.get("/polls")
@needs(Permission.anyone)
def index() -> str:
    """All polls: what is open, what comes, what was decided."""
    return render_template("polls/index.html", groups=listing.public_polls(), labels=labels, state_of=state_of)


@blueprint.get("/polls/<slug>")
@needs(Permission.anyone)
def show(slug: str) -> str:
    poll = public_poll(slug)
    counted = turnout.of(poll) if poll.opened_at else None
    return poll_page("show", poll, turnout=counted, places=listing.places(), about=subjects.about(poll))


@blueprint.get("/polls/<slug>/poll.json")
@needs(Permission.anyone)
def definition(slug: str) -> Response:
    """The frozen definition, byte for byte as its hash was made."""
    poll = public_poll(slug)
    answer = make_response(canonical(poll.definition))
    answer.headers["Content-Type"] = "application/json"
    return answer
