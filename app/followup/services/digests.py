"""Digests: one letter a day or a week to each follower, of all that is new in what she follows; none without news.

A daily digest tells of what happened until midnight, a weekly one until the midnight before Monday, Gwangju time. They
go out from eight in the morning; a worker that was down sends what is due when it is back.
"""

import datetime as dt
from collections.abc import Sequence

from flask_babel import force_locale, gettext
from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import joinedload

from app.accounts.models import Account
from app.core import clock, mail
from app.core.clock import SEOUL
from app.core.db import db, locked, transaction
from app.core.errors import N_
from app.followup.labels import CODES, EVENTS
from app.followup.models import Answer, Digest, Event, Follow, Matter, Rhythm
from app.followup.services import unsubscribing

FROM_HOUR = 8  # o'clock in Gwangju
AT_A_TIME = 500
SUBJECT = N_("What is new in what you follow")
FRAME = N_(
    "%(name)s,\n\nthis is new in what you follow:\n\n%(list)s\n\nHow often we write to you:\n\n%(settings)s\n\n"
    "End these letters:\n\n%(end)s"
)


def send_due() -> int:
    """Send the digests that are due now, each in a transaction of its own; return how many."""
    if clock.now().astimezone(SEOUL).hour < FROM_HOUR:
        return 0
    unsubscribing.tidy()
    return sum(_send(account_id) for account_id in _due())


def until_of(rhythm: Rhythm) -> dt.datetime:
    """Return up to when a digest of this rhythm tells today."""
    today = clock.today()
    day = today - dt.timedelta(days=today.weekday()) if rhythm is Rhythm.weekly else today
    return clock.seoul(day.year, day.month, day.day)


def _due() -> Sequence[int]:
    """Return the followers who have news to be told of, the longest untold first."""
    ripe = [and_(Digest.rhythm == rhythm, _new(until_of(rhythm))) for rhythm in (Rhythm.daily, Rhythm.weekly)]
    found = (
        select(Digest.account_id, Digest.told_at)
        .join(Account, Account.id == Digest.account_id)
        .join(Follow, Follow.account_id == Digest.account_id)
        .join(Event, Event.matter_id == Follow.matter_id)
        .where(Account.closed_at.is_(None), or_(*ripe))
        .distinct()
        .order_by(Digest.told_at)
        .limit(AT_A_TIME)
    )
    due = [account_id for account_id, _told_at in db.session.execute(found)]
    db.session.rollback()
    return due


def _new(until: dt.datetime) -> ColumnElement[bool]:
    """The condition that an event was not told yet and belongs into a digest that tells until then."""
    return and_(Digest.told_at < until, Event.at < until, Event.at >= Digest.told_at, Event.at > Follow.since)


def _send(account_id: int) -> int:
    """Write one digest, unless another worker has; say how many."""
    with transaction():
        digest = locked(Digest, account_id)
        if digest is None or digest.rhythm is Rhythm.never:
            return 0
        until = until_of(digest.rhythm)
        events = _news(account_id, until)
        if not events:
            return 0
        _write(db.session.get_one(Account, account_id), events)
        digest.told_at = until
    return 1


def _news(account_id: int, until: dt.datetime) -> list[tuple[Event, Answer | None]]:
    found = (
        select(Event, Answer)
        .join(Follow, Follow.matter_id == Event.matter_id)
        .join(Digest, Digest.account_id == Follow.account_id)
        .outerjoin(Answer, and_(Answer.matter_id == Event.matter_id, Answer.number == Event.number))
        .where(Follow.account_id == account_id, _new(until))
        .order_by(Event.matter_id, Event.at, Event.id)
    )
    return [(event, answer) for event, answer in db.session.execute(found.options(joinedload(Event.matter)))]


def _write(account: Account, events: list[tuple[Event, Answer | None]]) -> None:
    end = mail.address(f"/matters/unsubscribe/{unsubscribing.issue(account.id)}", account.locale)
    with force_locale(account.locale):
        lines = _lines(events, account.locale)
    mail.write(
        account.email, locale=account.locale, subject=SUBJECT, body=FRAME, name=account.name, list="\n".join(lines),
        settings=mail.address("/my/matters", account.locale), end=end, unsubscribe=end,
    )  # fmt: skip


def _lines(events: list[tuple[Event, Answer | None]], locale: str) -> list[str]:
    lines: list[str] = []
    shown: Matter | None = None
    for event, answer in events:
        if event.matter is not shown:
            shown = event.matter
            title = shown.title_en if locale == "en" else shown.title_ko
            lines += ["", title, mail.address(f"/matters/{shown.id}", locale)]
        code = gettext(CODES[answer.code]) if answer is not None and not event.what else ""
        lines.append("- " + ": ".join(part for part in (gettext(EVENTS[event.kind]), code, event.what) if part))
    return lines[1:]
