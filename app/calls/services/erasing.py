"""What was kept for the draw alone is erased once the seats are filled; the papers' reasons and contacts go first."""

from typing import Any

from app.calls.models import Call, Standing
from app.calls.services import applying
from app.core import audit, clock
from app.core.db import locked, transaction
from app.core.errors import N_, RuleError


class SeatsOpen(RuleError):
    code = "seats_open"
    sentence = N_("%(waiting)s people drawn have not answered yet. Their details are still needed.")


def erase(call: Call, *, by: Any) -> int:
    """Erase names, contacts, motives and checks of a call whose seats are filled; return of how many people.

    What the draw was made from (sex, age band, district, groups) stays, without a name. Raises ``SeatsOpen``.
    """
    call_id, erased = call.id, 0
    with transaction():
        call = locked(Call, call_id)
        people = applying.applicants_of(call)
        if waiting := sum(one.standing is Standing.drawn for one in people):
            raise SeatsOpen(waiting=waiting)
        for one in people:
            erased += one.email is not None
            one.name = one.email = one.motive = one.address_ok = one.arrears_ok = None
            one.check_why = "–" if one.standing is Standing.refused else None
            one.link_hash = one.link_until = None
        call.erased_at = clock.now()
        audit.record("call.erase", of=("call", call_id), by=by, after={"people": erased})
    return erased
