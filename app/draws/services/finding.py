"""A draw by its number, the public list, and who of its pool is left out."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.core.db import db
from app.core.errors import NotFound
from app.draws.models import Candidate, Draw

SHOWN = 50


@dataclass(frozen=True)
class Exclusion:
    """Somebody of the pool who may not be drawn, and why."""

    ref: int
    code: str
    why: str


@dataclass(frozen=True)
class LeftOut:
    """People by code, and the first of them."""

    people: dict[str, int]
    first: list[Exclusion]


def draw_numbered(draw_id: int) -> Draw:
    """Return a draw. Raises ``NotFound``."""
    draw = db.session.get(Draw, draw_id)
    if draw is None:
        raise NotFound()
    return draw


def all_draws() -> Sequence[Draw]:
    """Return every draw, the newest first: what was given up and rehearsals too."""
    return db.session.scalars(select(Draw).order_by(Draw.id.desc())).all()


def left_out(draw: Draw) -> LeftOut:
    """Return how many people of the pool may not be drawn, by code, and the first of them."""
    query = select(Candidate.ref, Candidate.excluded_code, Candidate.excluded_why)
    gone = query.where(Candidate.draw_id == draw.id, Candidate.excluded_code.is_not(None)).order_by(Candidate.ref)
    people = [Exclusion(ref, str(code), why or "") for ref, code, why in db.session.execute(gone)]
    return LeftOut(dict(Counter(one.code for one in people)), people[:SHOWN])
