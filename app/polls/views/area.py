"""The blueprint of the polls, and what its pages have in common."""

from functools import partial
from typing import Any

from flask import Blueprint, Response, abort, make_response, render_template

from app.core.permissions import Permission, may
from app.polls import labels
from app.polls.models import Poll
from app.polls.services import subjects
from app.polls.services.finding import poll_called, state_of

blueprint = Blueprint("polls", __name__)


@blueprint.app_context_processor
def _words() -> dict[str, Any]:
    return {"poll_text": labels.text_of}


def poll_page(template: str, poll: Poll, **more: Any) -> str:
    """Render a page of a poll; data that is made up says so."""
    return render_template(
        f"polls/{template}.html", poll=poll, state=state_of(poll), labels=labels, synthetic=poll.synthetic,
        voters_page=partial(subjects.voters_page, poll), **more,
    )  # fmt: skip


def unkept(page: str, status: int = 200) -> Response:
    """Return a page that no browser and nothing between keeps."""
    answer = make_response(page, status)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def public_poll(slug: str) -> Poll:
    """Return a poll that everybody may see: frozen, and no dry run; 404 else."""
    poll = poll_called(slug)
    if (poll.frozen_at is None or poll.is_test) and not _runs(poll):
        abort(404)
    return poll


def office_poll(slug: str) -> Poll:
    """Return a poll that the person at the browser runs; 403 where the role does not hold there."""
    poll = poll_called(slug)
    if not _runs(poll):
        abort(403)
    return poll


def _runs(poll: Poll) -> bool:
    return may(Permission.run_poll, subjects.THE_WHOLE_CITY) or may(Permission.run_poll, subjects.place(poll))
