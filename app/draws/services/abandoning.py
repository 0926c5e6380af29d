"""A draw is given up with its reason, which everybody reads; it stays on record, and so does its value."""

from typing import Any

from app.core import audit, clock
from app.core.db import transaction
from app.core.errors import N_, RuleError
from app.draws.models import Draw, DrawState
from app.draws.services import states, subjects
from app.draws.services.pools import ReasonNeeded


class SeatsTaken(RuleError):
    code = "seats_taken"
    sentence = N_(
        "The seats of this draw are given. It can no longer be given up; free seats are filled by replacement."
    )


def abandon(draw: Draw, why: str, by: Any) -> Draw:
    """Give a draw up. Raises ``ReasonNeeded``, ``SeatsTaken``, ``Abandoned``, and what the subject refuses."""
    if not why.strip():
        raise ReasonNeeded()
    with transaction():
        draw = states.require(draw.id, DrawState.preparing, DrawState.computing, DrawState.committed, DrawState.drawn)
        if draw.state is DrawState.drawn and not draw.is_test:
            _tell(draw)
        before = draw.state.value
        draw.state, draw.abandoned_at, draw.abandoned_why = DrawState.abandoned, clock.now(), why.strip()
        audit.record("draw.abandon", of=("draw", draw.id), by=by, before=before, why=why.strip())
    return draw


def _tell(draw: Draw) -> None:
    subject = subjects.subject_of(draw)
    if subject is None or subject.on_abandoned is None:
        raise SeatsTaken()
    subject.on_abandoned(draw)
