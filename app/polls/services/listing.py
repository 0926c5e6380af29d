"""The polls that everybody may see, and those of the office."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from app.city.models import Place, PlaceLevel
from app.core.db import db
from app.core.languages import named
from app.polls.models import LogHead, Poll
from app.polls.services.finding import State, state_of

GROUPS = {State.open: "open", State.frozen: "coming"}


def public_polls() -> dict[str, list[Poll]]:
    """Return frozen polls that are no dry run, by what a citizen can do: ``open``, ``coming``, ``over``."""
    query = select(Poll).where(Poll.frozen_at.is_not(None), Poll.is_test.is_(False))
    groups: dict[str, list[Poll]] = {"open": [], "coming": [], "over": []}
    for poll in db.session.scalars(query.order_by(Poll.closes_at.desc())):
        groups[GROUPS.get(state_of(poll), "over")].append(poll)
    return groups


@dataclass(frozen=True)
class Checked:
    """A poll that can be checked, with the newest head of its log."""

    poll: Poll
    head: LogHead


def to_check() -> list[Checked]:
    """Return the polls that have begun, the newest first, each with its newest head."""
    newest = select(LogHead.poll_id, func.max(LogHead.size).label("size")).group_by(LogHead.poll_id).subquery()
    query = select(Poll, LogHead).join(LogHead, LogHead.poll_id == Poll.id)
    query = query.join(newest, (newest.c.poll_id == LogHead.poll_id) & (newest.c.size == LogHead.size))
    found = db.session.execute(query.where(Poll.is_test.is_(False)).order_by(Poll.opens_at.desc()))
    return [Checked(poll, head) for poll, head in found]


def of_office() -> Sequence[Poll]:
    """Return all polls, dry runs too, the newest first."""
    return db.session.scalars(select(Poll).order_by(Poll.id.desc()).options(selectinload(Poll.electorates))).all()


def districts() -> dict[str, str]:
    """Return the names of the districts by code, in the reader's language."""
    return _named(PlaceLevel.district)


def places() -> dict[str, str]:
    """Return the names of the city and its districts by code: where one may have to live."""
    return _named(PlaceLevel.city, PlaceLevel.district)


def _named(*levels: PlaceLevel) -> dict[str, str]:
    query = select(Place).where(Place.level.in_(levels)).order_by(Place.code)
    return {place.code: named(place) for place in db.session.scalars(query)}
