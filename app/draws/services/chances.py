"""What the draw says to one person: her chance, whether she was left out and why, whether she was drawn."""

from dataclasses import dataclass

from sqlalchemy import select

from app.core.db import db
from app.draws.models import Candidate, Draw, DrawState


@dataclass(frozen=True)
class Mine:
    """``chance`` from 0 to 1 is known once the lottery is made; ``drawn`` once the public value is."""

    chance: float | None
    excluded_code: str | None
    excluded_why: str | None
    drawn: bool | None
    seat_no: int | None
    reserve_no: int | None
    pseudonym: str | None
    cell: dict[str, str]


def mine(draw: Draw, ref: int) -> Mine | None:
    """Return what the draw says to the person of the pool with this key, or nothing when she is not in it."""
    found = db.session.scalar(select(Candidate).where(Candidate.draw_id == draw.id, Candidate.ref == ref))
    if found is None:
        return None
    over = draw.state is DrawState.drawn
    return Mine(
        found.chance, found.excluded_code, found.excluded_why, found.seat_no is not None if over else None, found.seat_no,
        found.reserve_no, found.pseudonym, dict(found.answers),
    )  # fmt: skip
