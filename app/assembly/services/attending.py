"""Who takes part in the day: citizens who register, with what they need; facilitators; officials, who have no vote."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select, update

from app.assembly.models import AnswerBody, Assembly, Attendee, Capacity
from app.assembly.services import finding
from app.core import audit, clock
from app.core.db import db, transaction
from app.core.encryption import keyed_hash, token_hash
from app.core.errors import N_, NotFound, RuleError


class RegisteredAlready(RuleError):
    code = "attendee_registered"
    sentence = N_("You are registered already. Your ticket is on this page.")


class DayIsOver(RuleError):
    code = "assembly_day_over"
    sentence = N_("The day of this assembly is over.")


class NeedsWithoutConsent(RuleError):
    code = "attendee_needs_consent"
    sentence = N_("Agree that we keep what you need until the day is over, or leave it empty.")
    field = "needs_agreed"


class OfficialOfABody(RuleError):
    code = "attendee_official_body"
    sentence = N_("An official is of a body that answers; others are of none.")
    field = "body_id"


class TicketUnknown(RuleError):
    code = "ticket_unknown"
    sentence = N_("This ticket is not known at this assembly.")
    status = 404


def register(
    assembly: Assembly, *, name: str, needs: Sequence[str] = (), needs_note: str = "", interpreter: str = "",
    needs_agreed: bool = False, by: Any,
) -> Attendee:  # fmt: skip
    """Register a citizen for the day. Raises ``RegisteredAlready``, ``NeedsWithoutConsent``, ``DayIsOver``."""
    if (needs or needs_note.strip() or interpreter.strip()) and not needs_agreed:
        raise NeedsWithoutConsent()
    assembly_id, by_id = assembly.id, by.id
    with transaction():
        assembly = finding.locked_assembly(assembly_id)
        if assembly.held_on < clock.today():
            raise DayIsOver()
        if of_account(assembly, by_id) is not None:
            raise RegisteredAlready()
        attendee = _added(assembly, name=name, capacity=Capacity.citizen, body_id=None)
        attendee.account_id = by_id
        attendee.needs = " ".join(needs) or None
        attendee.needs_note, attendee.interpreter = needs_note.strip() or None, interpreter.strip() or None
        attendee.needs_agreed_at = clock.now() if needs_agreed else None
        audit.record(
            "assembly.attendee", of=("assembly_attendee", attendee.id), by=by, after={"number": attendee.number}
        )
    return attendee


def add(assembly: Assembly, *, name: str, capacity: Capacity, body_id: int | None, by: Any) -> Attendee:
    """Add somebody at the door or beforehand. Raises ``OfficialOfABody``."""
    assembly_id = assembly.id
    with transaction():
        assembly = finding.locked_assembly(assembly_id)
        body = db.session.get(AnswerBody, body_id) if body_id is not None else None
        of_this = body is not None and body.assembly_id == assembly_id
        if of_this != (capacity is Capacity.official) or (body_id is not None and not of_this):
            raise OfficialOfABody()
        attendee = _added(assembly, name=name, capacity=capacity, body_id=body_id)
        after = {"number": attendee.number, "capacity": capacity.value}
        audit.record("assembly.attendee", of=("assembly_attendee", attendee.id), by=by, after=after)
    return attendee


def cancel(attendee: Attendee, *, by: Any) -> None:
    """Forget somebody who will not come; who was here stays."""
    attendee_id = attendee.id
    with transaction():
        attendee = db.session.get_one(Attendee, attendee_id)
        if attendee.here_at is not None:
            raise RegisteredAlready()
        number = attendee.number
        db.session.delete(attendee)
        audit.record("assembly.attendee_gone", of=("assembly_attendee", attendee_id), by=by, before={"number": number})


def of_account(assembly: Assembly, account_id: int) -> Attendee | None:
    """Return an account's registration, or nothing."""
    query = select(Attendee).where(Attendee.assembly_id == assembly.id, Attendee.account_id == account_id)
    return db.session.scalar(query)


def numbered(assembly: Assembly, number: int) -> Attendee:
    """Return who has this number. Raises ``NotFound``."""
    query = select(Attendee).where(Attendee.assembly_id == assembly.id, Attendee.number == number)
    attendee = db.session.scalar(query)
    if attendee is None:
        raise NotFound()
    return attendee


def with_ticket(assembly: Assembly, code: str) -> Attendee:
    """Return whose ticket it is. Raises ``TicketUnknown``."""
    query = select(Attendee).where(Attendee.assembly_id == assembly.id, Attendee.ticket_hash == token_hash(code))
    attendee = db.session.scalar(query)
    if attendee is None:
        raise TicketUnknown()
    return attendee


def ticket_of(attendee: Attendee) -> str:
    """Return the code on a ticket: the same each time it is shown."""
    return _code(attendee.assembly_id, attendee.number)


def everybody(assembly: Assembly) -> list[Attendee]:
    """Return all who are registered, by number."""
    query = select(Attendee).where(Attendee.assembly_id == assembly.id).order_by(Attendee.number)
    return list(db.session.scalars(query))


def needs_in_numbers(people: Sequence[Attendee]) -> tuple[Counter[str], Counter[str]]:
    """Return how many need what, and which languages are to be interpreted for how many; no names."""
    needs = Counter(need for one in people for need in (one.needs or "").split())
    return needs, Counter(one.interpreter for one in people if one.interpreter)


def forget_persons(assembly: Assembly) -> None:
    """Erase names and needs once the minutes are out. Inside the caller's transaction."""
    gone = dict.fromkeys(("name", "needs", "needs_note", "interpreter", "needs_agreed_at"))
    db.session.execute(update(Attendee).where(Attendee.assembly_id == assembly.id).values(**gone))


def _added(assembly: Assembly, *, name: str, capacity: Capacity, body_id: int | None) -> Attendee:
    last = db.session.scalar(select(func.max(Attendee.number)).where(Attendee.assembly_id == assembly.id)) or 0
    attendee = Attendee(
        assembly_id=assembly.id, number=last + 1, name=name, capacity=capacity, body_id=body_id,
        ticket_hash=token_hash(_code(assembly.id, last + 1)), registered_at=clock.now(),
    )  # fmt: skip
    db.session.add(attendee)
    db.session.flush()
    return attendee


def _code(assembly_id: int, number: int) -> str:
    return keyed_hash("assembly ticket", f"{assembly_id}/{number}")[:24]
