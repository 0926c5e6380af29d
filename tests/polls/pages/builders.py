"""Polls for the tests of pages: a draft, a frozen poll, one that is open, one that is counted."""

import datetime as dt
import itertools
from collections.abc import Sequence
from typing import Any

from app.accounts.models import Account
from app.core import clock
from app.polls.models import Form, Poll, Publish
from app.polls.services import freezing, keys, making, opening
from app.polls.services.finding import poll_called
from app.polls.services.making import ElectorateRow, OptionRow
from tests.builders import an_account

_numbers = itertools.count(1)
HOUR = dt.timedelta(hours=1)
TITLES = ("역 앞에 나무 심기", "승강기", "심야 버스", "작은 도서관", "놀이터")
TOP_3 = {
    "name": "top-k",
    "options": {"k": 3, "ties": ["file"]},
    "limits": {"budget": 0, "ceilings": [], "incompatible": []},
}


def a_draft(
    *, options: int = 5, costs: Sequence[int] = (), electorates: Sequence[ElectorateRow] = (), **changes: Any
) -> Poll:
    """A draft: choose up to three of five, top three win, everybody with an account votes on the web."""
    what: dict[str, Any] = {
        "title_ko": "좋은 정책 고르기", "title_en": "Best policies", "question_ko": "무엇을 먼저 할까요?",
        "question_en": "What comes first?", "form": Form.approval, "form_numbers": {"at_most": 3}, "rule": TOP_3,
        "publish": Publish.marks, "opens_at": clock.now() - HOUR, "closes_at": clock.now() + HOUR,
        "options": [an_option(n, costs) for n in range(1, options + 1)],
        "electorates": electorates or [ElectorateRow("citizens", "시민", "Citizens", channels=["web", "booth", "paper"])],
    }  # fmt: skip
    return making.make_poll(f"a{next(_numbers)}", **what | changes)


def an_option(number: int, costs: Sequence[int] = ()) -> OptionRow:
    title = f"{TITLES[(number - 1) % len(TITLES)]} {number}"
    cost = costs[number - 1] if costs else 0
    return OptionRow(str(number), title, f"Option {number}", f"{title}의 설명입니다.", "", cost)


def a_frozen_poll(**changes: Any) -> Poll:
    """A poll that is frozen, its box sealed to a demonstration key."""
    poll = a_draft(**changes)
    return freezing.freeze(poll, keys.demonstration_box(poll))


def open_now(poll: Poll) -> Poll:
    return poll_called(opening.open_poll(poll).slug)


def an_open_poll(**changes: Any) -> Poll:
    """A poll that people vote in now."""
    return open_now(a_frozen_poll(**changes))


def a_voter() -> Account:
    return an_account()
