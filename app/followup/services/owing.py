"""A matter comes into being, is given to another department, gets another deadline."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.city.models import Department, Place, PlaceLevel
from app.core import audit, clock
from app.core.db import db, locked, transaction
from app.core.errors import NotFound
from app.followup.errors import DueTooEarly, WhyMissing, WrongBody
from app.followup.models import BodyKind, EventKind, Follow, Matter, Proposer
from app.followup.services import following, telling
from app.followup.services.deadlines import due_after
from app.followup.services.history import event
from app.followup.services.kinds import kind_called
from app.proposals.services.search import as_searched

BY_KIND = object()  # the deadline that the kind sets


@dataclass(frozen=True)
class Sender:
    """Who sent a matter: the name in public, and the account where there is one."""

    name: str
    account_id: int | None = None


def owe(
    *, kind: str, source: str, source_id: int, title_ko: str, title_en: str, asked: str, body: BodyKind | str,
    place_code: str | None = None, department_id: int | None = None, proposers: Iterable[Sender] = (),
    followers: Iterable[int] = (), received_on: dt.date | None = None, due_on: dt.date | object | None = BY_KIND,
    year: int | None = None, synthetic: bool = False, by: Any = None,
) -> Matter:  # fmt: skip
    """Put a matter before whoever has to answer it; the one that stands is returned where the subject has one.

    ``due_on``: by default what the kind sets, counted from ``received_on`` (by default today in Gwangju); None says
    that no deadline is on record. ``place_code`` goes with the body "district", ``department_id`` with "city_hall".
    ``followers`` are accounts that follow it from now on. ``year``: by default that of the receipt.
    Raises ``WrongBody``, ``DueTooEarly``; ``NotFound`` for a kind that nobody declared.
    """
    with transaction():
        found = db.session.scalar(select(Matter).where(Matter.source == source, Matter.source_id == source_id))
        if found is not None:
            return found
        day, known = received_on or clock.today(), kind_called(kind)
        end = due_after(day, known.count, known.unit) if due_on is BY_KIND else due_on
        _require_due(end, day)
        matter = Matter(
            kind_code=known.code, source=source, source_id=source_id, title_ko=title_ko[:200], title_en=title_en[:200],
            asked=asked, received_on=day, due_on=end, year=year or day.year, synthetic=synthetic, owed_at=clock.now(),
            search_text=as_searched([title_ko, title_en, asked]), **_responsible(body, place_code, department_id),
        )  # fmt: skip
        db.session.add(matter)
        db.session.flush()
        _add_people(matter, list(proposers), followers)
        event(matter, EventKind.owed)
        audit.record(
            "matter.owe", of=("matter", matter.id), by=by, after=_said(matter) | {"source": [source, source_id]}
        )
    return matter


def _require_due(due_on: Any, received_on: dt.date) -> None:
    if due_on is not None and due_on < received_on:
        raise DueTooEarly(received_on=received_on)


def _responsible(body: BodyKind | str, place_code: str | None, department_id: int | None) -> dict[str, Any]:
    """Return who has to answer, by the columns. Raises ``WrongBody``."""
    kind = BodyKind(body)
    place = db.session.get(Place, place_code) if place_code else None
    if (kind is BodyKind.district) != (place is not None and place.level is PlaceLevel.district):
        raise WrongBody()
    if department_id is not None and (kind is not BodyKind.city_hall or not db.session.get(Department, department_id)):
        raise WrongBody()
    return {"body": kind, "place_code": place_code, "department_id": department_id}


def _add_people(matter: Matter, proposers: Sequence[Sender], followers: Iterable[int]) -> None:
    seen: set[int] = set()
    for sender in proposers:
        if sender.account_id in seen:
            continue
        seen |= {sender.account_id} if sender.account_id is not None else set()
        db.session.add(Proposer(matter_id=matter.id, account_id=sender.account_id, name=sender.name))
    at = clock.now()
    new = sorted(set(followers) - seen)  # who proposed it is told of everything at once
    db.session.add_all(Follow(matter_id=matter.id, account_id=account_id, since=at) for account_id in new)
    following.keep_digests(new)


def move(
    *, matter_id: int, body: BodyKind | str, why: str, by: Any, place_code: str | None = None,
    department_id: int | None = None,
) -> Matter:  # fmt: skip
    """Give a matter to another department or body, for a public reason. Its deadline stays."""
    with transaction():
        matter, before = taken(matter_id), {}
        before = _said(matter)
        for name, value in _responsible(body, place_code, department_id).items():
            setattr(matter, name, value)
        db.session.flush()
        if _said(matter) == before:
            return matter  # a double click
        if not why.strip():
            raise WhyMissing()
        db.session.refresh(matter)
        event(matter, EventKind.moved, why.strip())
        audit.record(
            "matter.move", of=("matter", matter.id), by=by, before=before, after=_said(matter), why=why.strip()
        )
        telling.tell_proposers(matter, EventKind.moved, why.strip(), but=by)
    return matter


def change_deadline(*, matter_id: int, due_on: dt.date, why: str, by: Any) -> Matter:
    """Set another last day, for a public reason; what was due before stays in the history. Raises ``DueTooEarly``."""
    with transaction():
        matter = taken(matter_id)
        _require_due(due_on, matter.received_on)
        if matter.due_on == due_on:
            return matter
        if not why.strip():
            raise WhyMissing()
        before, matter.due_on = _said(matter), due_on
        event(matter, EventKind.deadline, f"{before['due_on'] or '–'} → {due_on}: {why.strip()}")
        audit.record("matter.deadline", of=("matter", matter.id), by=by, before=before, after=_said(matter), why=why)
        telling.tell_proposers(matter, EventKind.deadline, why.strip(), but=by)
    return matter


def taken(matter_id: int) -> Matter:
    """Return a matter locked until the transaction ends. Raises ``NotFound``."""
    matter = locked(Matter, matter_id)
    if matter is None:
        raise NotFound()
    return matter


def _said(matter: Matter) -> dict[str, Any]:
    return {
        "kind": matter.kind_code, "body": str(matter.body), "place": matter.place_code, "department": matter.department_id,
        "received_on": matter.received_on, "due_on": str(matter.due_on) if matter.due_on else None,
    }  # fmt: skip
