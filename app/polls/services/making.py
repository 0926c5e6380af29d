"""Making a poll: a draft that can be changed until it is frozen; what cannot be voted on or counted is named at once."""

import datetime as dt
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from fractions import Fraction
from itertools import count
from typing import Any

from sqlalchemy import select

from app.core import audit
from app.core.db import db, locked, transaction
from app.core.errors import EditedByAnother, NotFound
from app.polls.models import Channel, Electorate, Form, Poll, PollOption, Publish
from app.polls.services import faults, rule_settings, subjects
from app.polls.services.definitions import document_of
from app.polls.services.errors import NotADraft
from voting.ledger.definition import read_definition
from voting.ledger.words import Refused

LOG_TAKES = dt.timedelta(minutes=10)
ELIGIBILITY = ("accounts", "list", "codes")
_SLUG = re.compile("[a-z0-9][a-z0-9-]{0,39}")
_CODE = re.compile("[a-z0-9][a-z0-9_-]{0,39}")


@dataclass(frozen=True)
class OptionRow:
    """What can be chosen."""

    code: str
    title_ko: str
    title_en: str
    text_ko: str = ""
    text_en: str = ""
    cost_won: int = 0
    labels: Mapping[str, str] = field(default_factory=dict)
    address: str = ""


@dataclass(frozen=True)
class ElectorateRow:
    """Who votes. ``conditions`` (of accounts): from_age, to_age in years, districts (place codes), checked (claims)."""

    code: str
    name_ko: str
    name_en: str
    weight: Fraction | None = None
    eligibility: str = "accounts"
    conditions: Mapping[str, Any] = field(default_factory=dict)
    channels: Sequence[str] = (Channel.web,)


OPTION_FIELDS = tuple(one.name for one in fields(OptionRow))


def weight_of(row: Electorate) -> Fraction | None:
    """Return the declared weight of an electorate."""
    return None if row.weight_num is None else Fraction(row.weight_num, row.weight_den)


def make_poll(
    slug: str, *, title_ko: str, title_en: str, question_ko: str, question_en: str, form: Form | str,
    form_numbers: Mapping[str, Any], rule: Mapping[str, Any], publish: Publish | str, opens_at: dt.datetime,
    closes_at: dt.datetime, options: Sequence[OptionRow], electorates: Sequence[ElectorateRow],
    subject: str | None = None, subject_id: int | None = None, may_change: bool = True,
    randomness: str = "Four dice in the open session", appeal_days: int = 14,
    auditors: Sequence[Mapping[str, str]] = (), is_test: bool = False, synthetic: bool = False, by: Any = None,
) -> Poll:  # fmt: skip
    """Make a draft. Times are cut to the minute. Raises the refusals of ``faults``, each at its field."""
    if not _SLUG.fullmatch(slug):
        raise faults.SlugInvalid()
    with transaction():
        if db.session.scalar(select(Poll.id).where(Poll.slug == slug)) is not None:
            raise faults.SlugTaken(slug=slug)
        if subject is not None and not subjects.is_known(subject):
            raise NotFound()
        poll = Poll(
            slug=slug, number=secrets.token_hex(16), subject=subject, subject_id=subject_id, is_test=is_test,
            synthetic=synthetic,
        )  # fmt: skip
        _fill(
            poll, title_ko=title_ko, title_en=title_en, question_ko=question_ko, question_en=question_en, form=form,
            form_numbers=form_numbers, rule=rule, publish=publish, opens_at=opens_at, closes_at=closes_at,
            options=options, electorates=electorates, may_change=may_change, randomness=randomness,
            appeal_days=appeal_days, auditors=[dict(auditor) for auditor in auditors],
        )  # fmt: skip
        db.session.add(poll)
        db.session.flush()
        audit.record("poll.make", of=("poll", poll.id), by=by, after={"slug": slug, "number": poll.number})
    return poll


def change_poll(poll: Poll, *, revision: int, by: Any = None, **what: Any) -> Poll:
    """Change a draft: any of ``make_poll``'s values but slug and subject.

    Raises ``NotADraft``, ``EditedByAnother``, and the refusals of ``faults``.
    """
    poll_id = poll.id
    with transaction():
        poll = draft(poll_id)
        if poll.revision != revision:
            raise EditedByAnother()
        if "options" in what:
            poll.options.clear()
        if "electorates" in what:
            poll.electorates.clear()
        db.session.flush()
        _fill(poll, **what)
        poll.revision += 1
        db.session.flush()
        audit.record("poll.change", of=("poll", poll_id), by=by, after={"changed": sorted(what)})
    return poll


def free_slug(first: str) -> str:
    """Return the address if no poll has it, else the first free one of those that begin so: "name-2"."""
    taken = set(db.session.scalars(select(Poll.slug).where(Poll.slug.startswith(first))))
    return next(slug for n in count(1) if (slug := first if n == 1 else f"{first}-{n}") not in taken)


def draft(poll_id: int) -> Poll:
    """Return the poll locked, inside the caller's transaction. Raises ``NotADraft``."""
    poll = locked(Poll, poll_id)
    if poll is None or poll.frozen_at is not None or poll.cancelled_at is not None:
        raise NotADraft()
    return poll


def _fill(
    poll: Poll, *, options: Sequence[OptionRow] | None = None, electorates: Sequence[ElectorateRow] | None = None,
    **values: Any,
) -> None:  # fmt: skip
    """Take the values over, and refuse a draft that could not be frozen."""
    for name, value in values.items():
        setattr(poll, name, _cut(value) if isinstance(value, dt.datetime) else value)
    if poll.closes_at <= poll.opens_at:
        raise faults.TimesInvalid()
    poll.form, poll.publish = _known(Form, poll.form, "form"), _known(Publish, poll.publish, "publish")
    poll.form_numbers = {"blank": True, **poll.form_numbers}
    poll.log_by = poll.closes_at + LOG_TAKES
    if options is not None:
        poll.options = [_option(number, row) for number, row in enumerate(options, 1)]
    if electorates is not None:
        poll.electorates = [_electorate(number, row) for number, row in enumerate(electorates, 1)]
    rule_settings.check(poll)
    if not poll.title_ko.strip() or not poll.title_en.strip():
        raise faults.TitleMissing()
    try:
        read_definition(document_of(poll))
    except Refused as fault:
        raise faults.of(fault) from None


def _cut(at: dt.datetime) -> dt.datetime:
    return at.replace(second=0, microsecond=0)


def _known(kind: Any, value: str, name: str) -> Any:
    try:
        return kind(value)
    except ValueError:
        raise faults.AT[name](fault=str(value)) from None


def _option(position: int, row: OptionRow) -> PollOption:
    if row.cost_won < 0:
        raise faults.OptionsInvalid(fault=f"{row.code}: {row.cost_won}")
    return PollOption(
        code=row.code, position=position, title_ko=row.title_ko, title_en=row.title_en, text_ko=row.text_ko,
        text_en=row.text_en, cost_won=row.cost_won, labels=dict(row.labels), address=row.address,
    )  # fmt: skip


def _electorate(position: int, row: ElectorateRow) -> Electorate:
    known = {str(channel) for channel in Channel}
    if not _CODE.fullmatch(row.code) or row.eligibility not in ELIGIBILITY:
        raise faults.ElectoratesInvalid(fault=row.code)
    if not row.channels or not set(map(str, row.channels)) <= known:
        raise faults.ElectoratesInvalid(fault=f"{row.code}: {', '.join(map(str, row.channels))}")
    return Electorate(
        code=row.code, position=position, name_ko=row.name_ko, name_en=row.name_en,
        weight_num=row.weight and row.weight.numerator, weight_den=row.weight and row.weight.denominator,
        eligibility=row.eligibility, conditions=dict(row.conditions), channels=[str(channel) for channel in row.channels],
    )  # fmt: skip
