"""What happened with a matter, in public words; followers are told of what is new in it."""

from sqlalchemy import select

from app.core import clock
from app.core.db import db
from app.followup.models import Event, EventKind, Matter


def event(matter: Matter, kind: EventKind, what: str = "", number: int | None = None) -> Event:
    """Append to the history, inside the caller's transaction. ``number`` is of the answer that it is about."""
    happened = Event(matter_id=matter.id, kind=kind, what=what, number=number, at=clock.now())
    db.session.add(happened)
    db.session.flush()
    return happened


def history_of(matter: Matter) -> list[Event]:
    """Return what happened, the latest first."""
    found = select(Event).where(Event.matter_id == matter.id).order_by(Event.at.desc(), Event.id.desc())
    return list(db.session.scalars(found))
