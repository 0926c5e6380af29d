"""Changing one's mind: the same steps as voting, for who holds the change code; this browser's cookie, or typed."""

from flask import Response, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.core.actor import actor
from app.core.errors import RuleError
from app.core.permissions import Permission, needs
from app.extensions import limiter
from app.polls.models import Poll
from app.polls.services import changing, voters
from app.polls.services.errors import ChangeNotAllowed, WrongChangeCode
from app.polls.views import steps
from app.polls.views.area import blueprint, public_poll
from app.polls.views.steps import Way
from app.polls.views.voting import TRIES, Step, cookie_name, entrance, failed, opened, receipt

STEPS = {
    "vote": "polls.change", "review": "polls.change_review", "receipt": "polls.change_cast", "test": "polls.change_test",
}  # fmt: skip


@blueprint.route("/polls/<slug>/change", methods=["GET", "POST"])
@needs(Permission.anyone)
@limiter.limit(TRIES, methods=["POST"], deduct_when=failed)
def change(slug: str) -> Response:
    return _with_change_code(public_poll(slug), steps.choose)


@blueprint.post("/polls/<slug>/change/review")
@needs(Permission.anyone)
def change_review(slug: str) -> Response:
    return _with_change_code(public_poll(slug), steps.review)


@blueprint.post("/polls/<slug>/change/test")
@needs(Permission.anyone)
def change_test(slug: str) -> Response:
    return _with_change_code(public_poll(slug), steps.test)


@blueprint.post("/polls/<slug>/change/receipt")
@needs(Permission.anyone)
def change_cast(slug: str) -> Response:
    return _with_change_code(public_poll(slug), lambda way: steps.cast(way, receipt))


@blueprint.get("/polls/<slug>/change/review")
@blueprint.get("/polls/<slug>/change/test")
@blueprint.get("/polls/<slug>/change/receipt")
@needs(Permission.anyone)
def no_change_kept(slug: str) -> Response:
    return redirect(url_for("polls.change", slug=slug))  # type: ignore[return-value]


def _with_change_code(poll: Poll, step: Step) -> Response:
    """Do a step of changing a vote, for who holds its change code: this browser's, or typed."""
    code, typed = request.form.get("code", "").strip(), request.form.get("change_code", "").strip()
    held = typed or request.cookies.get(cookie_name(poll), "")
    title = _("Change my vote")
    try:
        poll = opened(poll)
        if not poll.may_change:
            raise ChangeNotAllowed()
        if not held or (not code and not current_user.is_authenticated):
            return entrance(poll, title=title, changing=True, asks_change_code=not held)
        voter = voters.voter_by_code(poll, code) if code else voters.voter_of_account(poll, actor())
        changing.held_by(poll, voter, held)
        carried = [("code", code)] * bool(code) + [("change_code", typed)] * bool(typed)
        way = Way(
            poll, voter, address=lambda name: url_for(STEPS[name], slug=poll.slug),
            draft=lambda picks, points, own: changing.draft_change(poll, voter, held, picks, points, own=own),
            carried=carried, changing=True,
        )  # fmt: skip
        return step(way)
    except RuleError as error:
        return entrance(poll, error, title=title, changing=True, asks_change_code=isinstance(error, WrongChangeCode) or not held)  # fmt: skip
