"""Another attempt, or a rehearsal, from the pool and the targets of a draw that is there."""

from typing import Any

from app.core.db import db, transaction
from app.draws.models import Draw, DrawFeature, DrawTarget
from app.draws.services.making import make_draw
from app.draws.services.pools import copy_people

_OF_A_TARGET = (
    "feature", "value", "name_ko", "name_en", "least", "most", "least_flex", "most_flex", "population", "why_ko", "why_en",
    "position",
)  # fmt: skip


def copy_of(draw: Draw, *, is_test: bool, by: Any) -> Draw:
    """Begin another attempt (or a rehearsal) with the same people and targets. Raises ``AttemptStands``."""
    with transaction():
        made = make_draw(
            draw.subject, draw.subject_id, title_ko=draw.title_ko, title_en=draw.title_en, size=draw.size, by=by,
            is_test=is_test, continues=draw.continues, reserves=draw.reserves, one_per_home=draw.one_per_home,
            synthetic=draw.synthetic,
        )  # fmt: skip
        made.method, made.numbers = draw.method, draw.numbers
        copy_features(draw, made)
        for target in draw.targets:
            made.targets.append(DrawTarget(**{name: getattr(target, name) for name in _OF_A_TARGET}))
        db.session.flush()
        copy_people(draw, made)
    return made


def copy_features(draw: Draw, made: Draw) -> None:
    """Tell people apart by the same features, inside the caller's transaction."""
    for one in draw.features:
        made.features.append(
            DrawFeature(code=one.code, name_ko=one.name_ko, name_en=one.name_en, position=one.position)
        )
