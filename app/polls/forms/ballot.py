"""A ballot as a form sends it. It travels in the form alone: never in a session, a draft or a log.

``option=7`` a pick each; ``mark-7=yes``, ``mark-7=3`` (points, or the place on a ranking).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.polls.labels import POINTS
from app.polls.models import Form, Poll

AT_MOST = 1000  # options that a form can name
PICKS = {Form.approval, Form.choose_one, Form.knapsack}


@dataclass(frozen=True)
class Marks:
    """What was marked: text by option, as it was sent; what the log takes of it; what cannot be read."""

    sent: Mapping[str, str]
    chosen: Sequence[str]
    points: Sequence[int] | None
    unread: Sequence[str] = ()

    @property
    def blank(self) -> bool:
        return not self.sent


def read_marks(sent: Any, poll: Poll) -> Marks:
    """Return the marks of a sent form on options of the poll; ``drop`` names one to leave out."""
    known, drop = {option.code for option in poll.options}, sent.get("drop")
    if poll.form in PICKS:
        picked = dict.fromkeys(code for code in sent.getlist("option")[:AT_MOST] if code in known and code != drop)
        return Marks(dict.fromkeys(picked, "pick"), list(picked), None)
    pairs = [(name.removeprefix("mark-"), value.strip()) for name, value in sent.items() if name.startswith("mark-")]
    marks = {code: value for code, value in pairs[:AT_MOST] if code in known and value and code != drop}
    return _valued(marks, poll.form)


def _valued(marks: Mapping[str, str], form: Form) -> Marks:
    values = {code: _number(value, form) for code, value in marks.items()}
    unread = [code for code, value in values.items() if value is None]
    read = {code: value for code, value in values.items() if value is not None}
    if form is Form.ranking:
        places = list(read.values())
        unread += [code for code, place in read.items() if places.count(place) > 1]
        return Marks(marks, sorted(read, key=lambda code: read[code]), None, unread)
    if form is Form.points:
        read = {code: value for code, value in read.items() if value}
    return Marks(marks, list(read), list(read.values()), unread)


def _number(value: str, form: Form) -> int | None:
    if form is Form.yes_no:
        return POINTS.get(value)
    return int(value) if value.isdecimal() and len(value) < 10 else None


WORDS = {points: word for word, points in POINTS.items()}


def as_shown(kept: Mapping[str, str], form: Form) -> Marks:
    """Return marks that are kept (of a paper card) as the form shows them: yes for 1, the place of a ranking."""
    if form is Form.yes_no:
        kept = {code: WORDS[int(value)] for code, value in kept.items()}
    elif form is Form.ranking:
        kept = {code: str(place) for place, code in enumerate(kept, 1)}
    return _valued(kept, form) if form not in PICKS else Marks(kept, list(kept), None)


def fields_of(marks: Marks, form: Form) -> list[tuple[str, str]]:
    """Return the hidden fields that carry a ballot to the next step."""
    if form in PICKS:
        return [("option", code) for code in marks.sent]
    return [(f"mark-{code}", value) for code, value in marks.sent.items()]
