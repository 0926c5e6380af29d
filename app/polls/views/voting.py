"""Voting on the web: by account or by a one-time code."""

from collections.abc import Callable

from flask import Response, current_app, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.core import mail
from app.core.actor import actor
from app.core.errors import RuleError
from app.core.languages import chosen, sentence_of
from app.core.permissions import Permission, needs
from app.core.qr import on_page
from app.extensions import limiter
from app.polls.models import Poll, RollState
from app.polls.services import casting, instant, opening, roll, subjects, voters
from app.polls.services.errors import AlreadyVoted
from app.polls.services.finding import State, state_of
from app.polls.services.voters import Voter
from app.polls.views import steps
from app.polls.views.area import blueprint, poll_page, public_poll, unkept
from app.polls.views.steps import Way
from voting.ledger.receipts import qr_text

STEPS = {"vote": "polls.vote", "review": "polls.review", "receipt": "polls.cast", "test": "polls.test"}
TRIES = "30 per minute"  # of one address: codes are typed by hand
Step = Callable[[Way], Response]


def failed(response: Response) -> bool:
    return response.status_code == 422


@blueprint.route("/polls/<slug>/vote", methods=["GET", "POST"])
@needs(Permission.anyone)
@limiter.limit(TRIES, methods=["POST"], deduct_when=failed)
def vote(slug: str) -> Response:
    return _with_voter(public_poll(slug), _choose)


@blueprint.post("/polls/<slug>/review")
@needs(Permission.anyone)
def review(slug: str) -> Response:
    return _with_voter(public_poll(slug), steps.review)


@blueprint.post("/polls/<slug>/test")
@needs(Permission.anyone)
def test(slug: str) -> Response:
    return _with_voter(public_poll(slug), steps.test)


@blueprint.post("/polls/<slug>/receipt")
@needs(Permission.anyone)
def cast(slug: str) -> Response:
    return _with_voter(public_poll(slug), lambda way: steps.cast(way, receipt))


@blueprint.get("/polls/<slug>/review")
@blueprint.get("/polls/<slug>/test")
@blueprint.get("/polls/<slug>/receipt")
@needs(Permission.anyone)
def nothing_kept(slug: str) -> Response:
    """An address that was reloaded or kept: neither the ballot nor the receipt is in it."""
    return redirect(url_for("polls.show", slug=slug))  # type: ignore[return-value]


def opened(poll: Poll) -> Poll:
    """Return the poll; the first who comes after the opening time opens it. Raises what ``require_open`` raises."""
    if poll.opened_at is None and state_of(poll) is State.open:
        poll = opening.open_poll(poll)
    casting.require_open(poll, instant.now())
    return poll


def _with_voter(poll: Poll, step: Step) -> Response:
    """Do a step for who votes here; who is not known is asked, what was chosen staying in the form.

    Where another area knows the voters, they come from its page, with a pass in the place of the code.
    """
    code = request.form.get("code", "").strip()
    if not code and (page := subjects.voters_page(poll)):
        return redirect(f"{request.script_root}{page}")  # type: ignore[return-value]
    try:
        poll = opened(poll)
        if not code and not current_user.is_authenticated:
            return entrance(poll)
        voter = voters.voter_by_code(poll, code) if code else voters.voter_of_account(poll, actor())
        way = Way(
            poll, voter, address=lambda name: url_for(STEPS[name], slug=poll.slug),
            draft=lambda picks, points, own: casting.draft(poll, voter, picks, points, own=own),
            carried=[("code", code)] if code else [],
        )  # fmt: skip
        return step(way)
    except AlreadyVoted:
        return _voted(poll, voter)
    except RuleError as error:
        return entrance(poll, error)


def _choose(way: Way) -> Response:
    row = roll.entry(way.poll, way.voter.pseud)
    if row is not None and row.state is not RollState.listed:
        raise AlreadyVoted()
    return steps.choose(way)


def entrance(poll: Poll, error: RuleError | None = None, **more: object) -> Response:
    """Ask who votes: sign in, or type a code. What was chosen already stays in this form."""
    asked = ("code", "change_code", "csrf_token")
    kept = [(name, value) for name, value in request.form.items(multi=True) if name not in asked]
    page = poll_page("entrance", poll, kept=kept, said=sentence_of(error) if error else None, **more)
    return unkept(page, error.status if error else 200)


def _voted(poll: Poll, voter: Voter) -> Response:
    return unkept(poll_page("voted", poll, pseud=voter.pseud))


def receipt(way: Way, done: casting.Cast) -> Response:
    """The receipt, and apart from it the change code: in a cookie of one path, for printing, and nowhere else."""
    poll = way.poll
    address = mail.address(f"/polls/{poll.slug}/check", chosen())
    picture = on_page(qr_text(done.receipt, address), _("Receipt of your vote"))
    code = done.change_code if poll.may_change else ""
    page = unkept(poll_page("receipt", poll, way=way, receipt=done.receipt, picture=picture, change_code=code))
    if code:
        _keep_change_code(page, poll, code)
    return page


def cookie_name(poll: Poll) -> str:
    prefix = "__Secure-" if current_app.config["SESSION_COOKIE_SECURE"] else ""
    return f"{prefix}mc-{poll.slug}"


def _keep_change_code(page: Response, poll: Poll, code: str) -> None:
    """Let the browser keep the code until the closing, sent to the page of changing alone, in both languages."""
    for root in ("", "/en"):
        page.set_cookie(
            cookie_name(poll), code, path=f"{root}/polls/{poll.slug}/change", expires=poll.closes_at, httponly=True,
            samesite="Strict", secure=current_app.config["SESSION_COOKIE_SECURE"],
        )  # fmt: skip
