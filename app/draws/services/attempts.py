"""Every attempt to draw for a subject: listed for everybody, and in the transcript of those that come after."""

from sqlalchemy import select

from app.core.db import db
from app.draws.models import Draw, DrawState
from app.draws.services import records
from voting.sortition.record import Json, digest

NOT_KNOWN = {"kind": "none"}  # given up before the public value was known


def attempts_of(draw: Draw) -> list[Draw]:
    """Return every attempt for the subject of a draw, this one and rehearsals too, oldest first."""
    query = select(Draw).where(Draw.subject == draw.subject, Draw.subject_id == draw.subject_id)
    return list(db.session.scalars(query.order_by(Draw.attempt)))


def earlier_than(draw: Draw) -> list[Draw]:
    """Return the attempts for the same seats that were given up before this one; a rehearsal counts for none."""
    return [
        other
        for other in attempts_of(draw)
        if other.attempt < draw.attempt and not other.is_test and other.continues_id == draw.continues_id
        and other.state is DrawState.abandoned
    ]  # fmt: skip


def for_the_record(draw: Draw) -> tuple[list[Json], list[Json]]:
    """Return earlier attempts as the transcript lists them: those that had a lottery, and those that had none yet."""
    committed, before = [], []
    for other in earlier_than(draw):
        if other.commitment is None:
            before.append({"attempt": other.attempt, "reason": other.abandoned_why})
        else:
            committed.append(_with_lottery(other))
    return committed, before


def _with_lottery(draw: Draw) -> Json:
    record = records.read(draw, records.TRANSCRIPT if draw.value is not None else records.PREPARED)
    return {
        "attempt": draw.attempt,
        "transcript": digest(record),
        "commitment": draw.commitment,
        "public_value": record.get("public_value", NOT_KNOWN),
        "reason": draw.abandoned_why,
    }
