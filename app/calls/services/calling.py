"""A call is written, published twenty days before its deadline, and found again."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.calls.models import Call
from app.committee.models import Body
from app.committee.services import bodies
from app.core import audit, clock
from app.core.db import db, locked, transaction
from app.core.errors import N_, EditedByAnother, NotFound, RuleError

NOTICE = dt.timedelta(days=20)  # criteria and deadline are public so long (operating ordinance, art. 11)


class NoticeTooShort(RuleError):
    code = "notice_too_short"
    sentence = N_("The deadline must be at least 20 days after the call is published (operating ordinance, art. 11).")
    field = "closes_at"


class TimesWrong(RuleError):
    code = "times_wrong"
    sentence = N_("The end must come after the beginning.")
    field = "closes_at"


class TermWrong(RuleError):
    code = "term_wrong"
    sentence = N_("The term must end after it begins.")
    field = "term_until"


class TooManyPlaces(RuleError):
    code = "too_many_places"
    sentence = N_("More places are kept for groups than the %(seats)s seats.")
    field = "disadvantaged_at_least"


class AlreadyPublished(RuleError):
    code = "already_published"
    sentence = N_("The call is published; what it promises no longer changes.")


class NotOpen(RuleError):
    code = "call_not_open"
    sentence = N_("Applications are taken from %(opens_at)s to %(closes_at)s.")


def write(body: Body, *, by: Any, **about: Any) -> Call:
    """Begin a call that nobody sees yet. Raises ``TimesWrong``, ``TermWrong``, ``TooManyPlaces``."""
    _check(about)
    body_id = body.id
    with transaction():
        call = Call(body_id=body_id, made_by=by.id, made_at=clock.now(), **about)
        db.session.add(call)
        db.session.flush()
        audit.record("call.write", of=("call", call.id), by=by, after=_told(call))
    return call


def rewrite(call: Call, *, revision: int, by: Any, **about: Any) -> None:
    """Change a call before it is published. Raises ``AlreadyPublished``, ``EditedByAnother`` and as ``write``."""
    _check(about)
    call_id = call.id
    with transaction():
        call = _locked(call_id)
        if call.published_at is not None:
            raise AlreadyPublished()
        if call.revision != revision:
            raise EditedByAnother()
        before = _told(call)
        for name, value in about.items():
            setattr(call, name, value)
        audit.record("call.rewrite", of=("call", call_id), by=by, before=before, after=_told(call))


def publish(call: Call, *, by: Any) -> None:
    """Make a call public for good. Raises ``NoticeTooShort``; the second of two clicks changes nothing."""
    call_id = call.id
    with transaction():
        call = _locked(call_id)
        if call.published_at is not None:
            return
        at = clock.now()
        if call.closes_at - at < NOTICE:
            raise NoticeTooShort()
        call.published_at = at
        audit.record("call.publish", of=("call", call_id), by=by, after=_told(call))


def require_open(call: Call) -> None:
    """Raise ``NotOpen`` unless applications are taken now; call it inside the transaction of the act."""
    if call.published_at is None or not call.opens_at <= clock.now() < call.closes_at:
        raise NotOpen(opens_at=call.opens_at, closes_at=call.closes_at)


def call_numbered(call_id: int, *, public: bool = False) -> Call:
    """Return a call, one that is published where ``public``. Raises ``NotFound``."""
    call = db.session.scalar(select(Call).where(Call.id == call_id).options(joinedload(Call.body)))
    if call is None or (public and call.published_at is None):
        raise NotFound()
    return call


def calls_of(body: Body | None = None, *, public: bool = False) -> Sequence[Call]:
    """Return the calls of a committee or all, the newest first."""
    query = select(Call).options(joinedload(Call.body)).order_by(Call.opens_at.desc())
    query = query.where(Call.body_id == body.id) if body is not None else query
    return db.session.scalars(query.where(Call.published_at.is_not(None)) if public else query).all()


def place_of(call: Call) -> Any:
    """Return where a role must hold to run the call."""
    return bodies.place_of(call.body)


def _locked(call_id: int) -> Call:
    call = locked(Call, call_id)
    if call is None:
        raise NotFound()
    return call


def _check(about: dict[str, Any]) -> None:
    if about["closes_at"] <= about["opens_at"]:
        raise TimesWrong()
    if about["term_until"] <= about["term_from"]:
        raise TermWrong()
    if max(about.get("disadvantaged_at_least", 0), about.get("finance_at_least", 0)) > about["seats"]:
        raise TooManyPlaces(seats=about["seats"])


def _told(call: Call) -> dict[str, Any]:
    names = ("title_ko", "seats", "disadvantaged_at_least", "finance_at_least", "opens_at", "closes_at", "term_from",
             "term_until", "published_at")  # fmt: skip
    return {name: getattr(call, name) for name in names}
