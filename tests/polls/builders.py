"""Polls that say the situation: ``an_open_poll(voters=25)``; times are replayed, so that no test waits."""

import datetime as dt
import itertools
from collections.abc import Sequence
from typing import Any

from app.accounts.models import Account
from app.core import clock
from app.core.db import transaction
from app.polls.models import Poll
from app.polls.services import casting, closing, counting, freezing, keys, making, opening, publishing, roll, voters
from app.polls.services.making import ElectorateRow, OptionRow
from app.polls.services.voters import Voter

OPENS, CLOSES = dt.datetime(2026, 11, 2, 0, 0, tzinfo=dt.UTC), dt.datetime(2026, 11, 7, 9, 0, tzinfo=dt.UTC)
DURING, LATE = OPENS + dt.timedelta(days=2), CLOSES - dt.timedelta(minutes=30)
AFTER = CLOSES + dt.timedelta(minutes=1)
NAMES = ("Trees at the station", "Lifts", "Night bus", "Library", "Playground")
OPTIONS = [OptionRow(code=str(i), title_ko=f"정책 {i}", title_en=name) for i, name in enumerate(NAMES, 1)]
TOP_TWO = {
    "name": "top-k",
    "options": {"k": 2, "ties": ["max-votes", "file"]},
    "limits": {"budget": 0, "ceilings": [], "incompatible": []},
}
_numbers = itertools.count(1)


def a_draft(**other: Any) -> Poll:
    """A poll that asks for up to two of five, of people on a list."""
    plan: dict[str, Any] = {
        "title_ko": "좋은 정책 둘", "title_en": "The best two", "question_ko": "둘까지 고르세요", "question_en": "Choose two",
        "form": "approval", "form_numbers": {"at_least": 1, "at_most": 2}, "rule": TOP_TWO, "publish": "marks",
        "opens_at": OPENS, "closes_at": CLOSES, "options": OPTIONS,
        "electorates": [ElectorateRow("citizens", "시민", "Citizens", eligibility="list")],
    }  # fmt: skip
    return making.make_poll(f"poll-{next(_numbers)}", **(plan | other))


def subject(number: int) -> str:
    return f"ci:{number:06d}"


def a_frozen_poll(voters: int = 25, **other: Any) -> Poll:
    with clock.replaying(other.get("opens_at", OPENS) - dt.timedelta(days=1)):
        poll = a_draft(**other)
        if voters:
            roll.enrol(poll, "citizens", [subject(n) for n in range(voters)])
        return freezing.freeze(poll, keys.demonstration_box(poll))


def an_open_poll(voters: int = 25, **other: Any) -> Poll:
    poll = a_frozen_poll(voters, **other)
    with clock.replaying(poll.opens_at):
        return opening.open_poll(poll)


def voter(poll: Poll, number: int) -> Voter:
    return voters.voter_at_booth(poll, subject(number), channel="web")


def vote(poll: Poll, number: int, *chosen: str, at: dt.datetime = DURING, **other: Any) -> casting.Cast:
    with clock.replaying(at):
        who = voter(poll, number)
        return casting.cast(poll, who, casting.draft(poll, who, chosen, **other).field)


def confirmed(account: Account) -> Account:
    with transaction():
        account.email_confirmed_at = clock.now()
    return account


def voted_by(poll: Poll, people: int, choices: Sequence[Sequence[str]] | None = None) -> list[casting.Cast]:
    """Everybody votes: two neighbours on the list of options, unless told otherwise."""
    spread = choices or [(str(1 + n % 5), str(1 + (n + 1) % 5)) for n in range(people)]
    return [vote(poll, n, *spread[n]) for n in range(people)]


def closed(poll: Poll, at: dt.datetime = AFTER) -> Poll:
    with clock.replaying(at):
        return closing.close(poll)


def counted(poll: Poll, by: Any = None, at: dt.datetime = AFTER) -> Poll:
    with clock.replaying(at):
        return counting.count(poll, *keys.demonstration_shares(poll), by=by)


def published(poll: Poll, number: str = "3 1 6 2", at: dt.datetime = AFTER) -> Poll:
    with clock.replaying(at):
        return publishing.draw(poll, number)
