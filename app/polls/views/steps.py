"""The steps of voting, whichever way a voter came: choose, review, cast or test. Nothing is kept between them but the form."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response, request
from werkzeug.datastructures import MultiDict

from app.core.errors import RuleError
from app.core.languages import sentence_of
from app.polls import labels, wording
from app.polls.forms.ballot import Marks, fields_of, read_marks
from app.polls.models import Poll
from app.polls.services import ballot_paper, casting, subjects
from app.polls.services.errors import BallotInvalid, FormExpired, OwnNumberInvalid
from app.polls.services.voters import Voter
from app.polls.views.area import poll_page, unkept
from voting.ledger.canonical import canonical


@dataclass(frozen=True)
class Way:
    """How a voter came: on the web, to change a vote, at a booth.

    ``address`` gives the address of a step; ``carried`` are hidden fields that say who votes where no session does;
    ``draft`` makes the draft of a ballot; ``changing`` says that a vote was cast before.
    """

    poll: Poll
    voter: Voter
    address: Callable[[str], str]
    draft: Callable[..., casting.Review]
    carried: Sequence[tuple[str, str]] = ()
    kiosk: bool = False
    changing: bool = False


def choose(way: Way) -> Response:
    """1 of 3. A POST brings the marks back from the review."""
    sent: Any = request.form if request.method == "POST" else MultiDict()
    return _page(way, "vote", read_marks(sent, way.poll), **paper_of(way))


def paper_of(way: Way) -> dict[str, Any]:
    """Return what stands on the voter's ballot, what does not, and where a voter steps aside from more."""
    off = [labels.text_of(option, "title") for option in way.poll.options if option.code in way.voter.kept_from]
    options = ballot_paper.in_own_order(way.poll, way.voter.pseud, without=way.voter.kept_from)
    return {"options": options, "kept_from": off, "aside": None if way.kiosk else subjects.aside(way.poll)}


def review(way: Way, told: RuleError | None = None) -> Response:
    """2 of 3: 이렇게 투표할까요? A ballot that keeps to the form becomes a draft, with its signed leaf."""
    poll, marks = way.poll, read_marks(request.form, way.poll)
    titles = {option.code: labels.text_of(option, "title") for option in poll.options}
    said = [sentence_of(told)] if told else []
    wrong, drafted = wording.unread(marks.unread, titles), None
    if not wrong:
        try:
            drafted = way.draft(marks.chosen, marks.points, request.form.get("own", "").strip() or None)
        except BallotInvalid as error:
            wrong = [wording.fault(found, titles) for found in error.violations]
        except OwnNumberInvalid as error:
            wrong = [sentence_of(error)]
    return _page(way, "review", marks, draft=drafted, said=said + wrong)


def cast(way: Way, receipt: Callable[[Way, casting.Cast], Response]) -> Response:
    """3 of 3. The same form posted twice shows the same receipt; one that is too old shows the picks again."""
    try:
        done = casting.cast(way.poll, way.voter, request.form.get("draft", ""))
    except FormExpired as error:
        return review(way, told=error)
    return receipt(way, done)


def test(way: Way) -> Response:
    """Open the draft instead of casting it: what the machine noted, to be checked on another device."""
    try:
        opening = casting.burn(way.poll, way.voter, request.form.get("draft", ""))
    except FormExpired as error:
        return review(way, told=error)
    return _page(way, "tested", read_marks(request.form, way.poll), opening=canonical(opening).decode())


def _page(way: Way, template: str, marks: Marks, **more: Any) -> Response:
    carried = [*way.carried, *fields_of(marks, way.poll.form)]
    page = poll_page(
        template, way.poll, way=way, marks=marks, carried=carried, own=request.form.get("own", "").strip(),
        bare=way.kiosk, **more,
    )  # fmt: skip
    return unkept(page)
