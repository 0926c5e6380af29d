"""Every attempt to reach a member; who was not reached three times may be marked as unreachable."""

from typing import Any

from sqlalchemy import select

from app.core import clock
from app.core.db import db, transaction
from app.core.errors import N_, RuleError
from app.panels.models import Contact, ContactOutcome, Panel, Panelist, PanelistState
from app.panels.services import seating

TRIES = 3
CHANNELS = ("mail", "sms", "letter", "telephone")
FAILED = (ContactOutcome.no_answer, ContactOutcome.wrong_address)


class TooFewTries(RuleError):
    code = "too_few_tries"
    sentence = N_("Try at least %(tries)s times before a seat is given to somebody else. So far: %(done)s.")


def add(panelist: Panelist, contact: Contact) -> None:
    """Write an attempt down in the caller's transaction."""
    contact.panelist_id, contact.at = panelist.id, clock.now()
    db.session.add(contact)


def log(panelist: Panelist, *, channel: str, outcome: ContactOutcome, note: str, by: Any) -> None:
    """Write an attempt down."""
    with transaction():
        panelist = seating.locked_panelist(panelist.id)
        add(panelist, Contact(channel=channel, outcome=outcome, note=note, by=getattr(by, "id", None)))


def give_up(panelist: Panelist, *, by: Any) -> None:
    """Mark a member as unreachable. Raises ``TooFewTries``, ``NotPossibleNow``."""
    panelist_id = panelist.id
    with transaction():
        done = sum(contact.outcome in FAILED for contact in of_member(panelist_id))
        if done < TRIES:
            raise TooFewTries(tries=TRIES, done=done)
        seating.move(seating.locked_panelist(panelist_id), PanelistState.unreachable, by=by)


def of_member(panelist_id: int) -> list[Contact]:
    query = select(Contact).where(Contact.panelist_id == panelist_id).order_by(Contact.id)
    return list(db.session.scalars(query))


def of_panel(panel: Panel) -> dict[int, list[Contact]]:
    """Return the attempts by member, oldest first."""
    query = select(Contact).join(Panelist, Panelist.id == Contact.panelist_id).where(Panelist.panel_id == panel.id)
    found: dict[int, list[Contact]] = {}
    for contact in db.session.scalars(query.order_by(Contact.id)):
        found.setdefault(contact.panelist_id, []).append(contact)
    return found
