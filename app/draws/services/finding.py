"""A draw by its number, the public list, and its people by cell: never by name."""

from collections import Counter
from collections.abc import Mapping, Sequence

from sqlalchemy import select

from app.core.db import db
from app.core.errors import NotFound
from app.draws.models import Candidate, Draw
from app.draws.services.sealing import open_answers


def draw_numbered(draw_id: int) -> Draw:
    """Return a draw. Raises ``NotFound``."""
    draw = db.session.get(Draw, draw_id)
    if draw is None:
        raise NotFound()
    return draw


def all_draws() -> Sequence[Draw]:
    """Return every draw, the newest first: what was given up and rehearsals too."""
    return db.session.scalars(select(Draw).order_by(Draw.id.desc())).all()


def seats_by_cell(draw: Draw) -> list[tuple[Mapping[str, str], int]]:
    """Return how many people of each combination of public values were drawn, the most frequent first."""
    query = select(Candidate.answers).where(Candidate.draw_id == draw.id, Candidate.seat_no.is_not(None))
    shown = (open_answers(draw, answers) for answers in db.session.scalars(query))
    found = Counter(tuple(sorted(answers.items())) for answers in shown)
    return [(dict(cell), count) for cell, count in found.most_common()]


def excluded(draw: Draw) -> dict[str, int]:
    """Return how many people of the pool may not be drawn, by code."""
    query = select(Candidate.excluded_code).where(Candidate.draw_id == draw.id, Candidate.excluded_code.is_not(None))
    return dict(Counter(db.session.scalars(query)))
