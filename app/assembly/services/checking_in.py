"""Who is here: by the ticket's QR code on the telephone of a helper, or from the list."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from sqlalchemy import func, select

from app.assembly.models import Assembly, Attendee, Capacity
from app.core import audit, clock
from app.core.db import db, locked, transaction
from app.core.errors import N_, NotFound, RuleError


class NotTheDay(RuleError):
    code = "assembly_not_the_day"
    sentence = N_("People are checked in on the day of the assembly: %(day)s.")


def check_in(attendee: Attendee, *, by: Any) -> bool:
    """Note that somebody is here; return whether that is new. Raises ``NotTheDay``."""
    attendee_id = attendee.id
    with transaction():
        attendee = _locked(attendee_id)
        day = db.session.get_one(Assembly, attendee.assembly_id).held_on
        if clock.today() != day:
            raise NotTheDay(day=day)
        if attendee.here_at is not None:
            return False
        attendee.here_at, attendee.here_by = clock.now(), getattr(by, "id", None)
        audit.record(
            "assembly.check_in", of=("assembly_attendee", attendee_id), by=by, after={"number": attendee.number}
        )
    return True


def take_back(attendee: Attendee, *, by: Any) -> None:
    """Undo a check-in that was a mistake."""
    attendee_id = attendee.id
    with transaction():
        attendee = _locked(attendee_id)
        if attendee.here_at is None:
            return
        attendee.here_at = attendee.here_by = None
        after = {"number": attendee.number}
        audit.record("assembly.check_in_undone", of=("assembly_attendee", attendee_id), by=by, after=after)


def here(assembly: Assembly) -> Counter[Capacity]:
    """Return how many are here, by capacity; officials are not among those who vote."""
    query = select(Attendee.capacity, func.count()).where(
        Attendee.assembly_id == assembly.id, Attendee.here_at.is_not(None)
    )
    return Counter(dict(tuple(row) for row in db.session.execute(query.group_by(Attendee.capacity))))


def here_of(people: Iterable[Attendee]) -> Counter[Capacity]:
    """Return how many of those registered are here, by capacity."""
    return Counter(one.capacity for one in people if one.here_at is not None)


def voters_here(assembly: Assembly) -> int:
    """Return how many are here who may vote."""
    return sum(many for capacity, many in here(assembly).items() if capacity is not Capacity.official)


def _locked(attendee_id: int) -> Attendee:
    attendee = locked(Attendee, attendee_id)
    if attendee is None:
        raise NotFound()
    return attendee
