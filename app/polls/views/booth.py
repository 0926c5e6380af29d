"""The booth: a screen that everybody uses. It keeps no cookie of a vote and goes back to its start by itself."""

from collections.abc import Callable

from flask import Response, redirect, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.core import mail
from app.core.errors import RuleError
from app.core.languages import chosen, sentence_of
from app.core.permissions import Permission, needs
from app.core.qr import on_page
from app.extensions import limiter
from app.polls.models import Channel, Poll, RollState
from app.polls.services import booth_desk, casting, roll, voters
from app.polls.services.errors import AlreadyVoted
from app.polls.services.voters import Voter
from app.polls.views import steps
from app.polls.views.area import blueprint, poll_page, public_poll, unkept
from app.polls.views.steps import Way
from app.polls.views.voting import opened
from voting.ledger.receipts import qr_text

STEPS = {"vote": "polls.booth_vote", "review": "polls.booth_review", "receipt": "polls.booth_cast", "test": "polls.booth_test"}  # fmt: skip
IDLE, RECEIPT_SHOWN = 300, 60  # seconds until the screen clears itself
Step = Callable[[Way], Response]


@blueprint.get("/booth/<slug>")
@needs(Permission.anyone)
def booth(slug: str) -> Response:
    """The start: type the ticket of the desk, or a one-time code. What the one before left in the browser is dropped."""
    if not current_user.is_authenticated:
        session.clear()
    return _start(public_poll(slug))


def _start(poll: Poll, error: RuleError | None = None) -> Response:
    said = sentence_of(error) if error else None
    page = unkept(poll_page("booth", poll, bare=True, said=said), error.status if error else 200)
    if error:
        page.headers["Refresh"] = f"{RECEIPT_SHOWN}; url={url_for('polls.booth', slug=poll.slug)}"
    return page


@blueprint.post("/booth/<slug>/vote")
@needs(Permission.anyone)
@limiter.limit("30 per minute", deduct_when=lambda response: response.status_code == 422)
def booth_vote(slug: str) -> Response:
    return _with_ticket(slug, _choose)


@blueprint.post("/booth/<slug>/review")
@needs(Permission.anyone)
def booth_review(slug: str) -> Response:
    return _with_ticket(slug, steps.review)


@blueprint.post("/booth/<slug>/test")
@needs(Permission.anyone)
def booth_test(slug: str) -> Response:
    return _with_ticket(slug, steps.test)


@blueprint.post("/booth/<slug>/receipt")
@needs(Permission.anyone)
def booth_cast(slug: str) -> Response:
    return _with_ticket(slug, _cast)


@blueprint.get("/booth/<slug>/<any(vote, review, test, receipt):step>")
@needs(Permission.anyone)
def booth_again(slug: str, step: str) -> Response:
    """Going back in the browser shows nothing of the one before."""
    return redirect(url_for("polls.booth", slug=slug))  # type: ignore[return-value]


def _with_ticket(slug: str, step: Step) -> Response:
    poll, typed = public_poll(slug), request.form.get("ticket", "").strip()
    try:
        poll = opened(poll)
        voter = _voter(poll, typed)
        way = Way(
            poll, voter, address=lambda name: url_for(STEPS[name], slug=slug),
            draft=lambda picks, points, own: casting.draft(poll, voter, picks, points, own=own),
            carried=[("ticket", typed)], kiosk=True,
        )  # fmt: skip
        return _clearing(step(way), poll, IDLE)
    except RuleError as error:
        return _start(poll, error)


def _voter(poll: Poll, typed: str) -> Voter:
    if booth_desk.is_ticket(typed):
        return booth_desk.voter_with(poll, typed)
    return voters.voter_by_code(poll, typed, Channel.booth)


def _choose(way: Way) -> Response:
    _require_not_voted(way)
    return steps.choose(way)


def _cast(way: Way) -> Response:
    """Cast, and show the receipt once: who goes back in the browser and sends the form again is the next person."""
    _require_not_voted(way)
    return steps.cast(way, _receipt)


def _require_not_voted(way: Way) -> None:
    row = roll.entry(way.poll, way.voter.pseud)
    if row is not None and row.state is not RollState.listed:
        raise AlreadyVoted()


def _receipt(way: Way, done: casting.Cast) -> Response:
    """The receipt and the change code, to print or to write down: nothing stays on the machine."""
    poll = way.poll
    picture = on_page(qr_text(done.receipt, mail.address(f"/polls/{poll.slug}/check", chosen())), _("Receipt of your vote"))  # fmt: skip
    start = url_for("polls.booth", slug=poll.slug)
    code = done.change_code if poll.may_change else ""
    page = poll_page(
        "receipt", poll, way=way, receipt=done.receipt, picture=picture, change_code=code, bare=True, start=start
    )
    return unkept(page)


def _clearing(page: Response, poll: Poll, seconds: int) -> Response:
    after = RECEIPT_SHOWN if request.endpoint == STEPS["receipt"] else seconds
    page.headers["Refresh"] = f"{after}; url={url_for('polls.booth', slug=poll.slug)}"
    return page
