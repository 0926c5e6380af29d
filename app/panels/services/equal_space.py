"""Whether both sides have the same space: characters read, minutes watched, the difference in per cent of the larger."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.core.db import db
from app.core.errors import N_
from app.panels.models import Material, MaterialKind, Panel, PanelQuestion, QuestionState, Side


@dataclass(frozen=True)
class Space:
    """What each side has of one thing; ``name`` is marked by N_."""

    name: str
    favour: int
    against: int

    @property
    def difference_percent(self) -> float:
        """How much less the smaller has, in per cent of the larger; 0 where neither has anything."""
        larger = max(self.favour, self.against)
        return 0.0 if larger == 0 else 100 * abs(self.favour - self.against) / larger


def measure(panel: Panel, in_force: Sequence[Material]) -> list[Space]:
    """Measure the published texts, lessons and answers of a panel by side. Spaces are not counted as characters."""
    booklets = [one for one in in_force if one.kind is MaterialKind.booklet]
    lessons = [one for one in in_force if one.kind is MaterialKind.lesson]
    answers = db.session.execute(
        select(PanelQuestion.to_side, PanelQuestion.answer).where(
            PanelQuestion.panel_id == panel.id, PanelQuestion.state == QuestionState.answered
        )
    ).all()
    return [
        _by_side(N_("Booklet, characters"), ((one.side, characters(one.text)) for one in booklets)),
        _by_side(N_("Lessons, minutes"), ((one.side, one.minutes or 0) for one in lessons)),
        _by_side(N_("Answers to questions, characters"), ((side, characters(text)) for side, text in answers)),
    ]


def characters(text: str) -> int:
    """Count the characters of a text without white space."""
    return sum(not letter.isspace() for letter in text)


def _by_side(name: str, found: Iterable[tuple[Side, int]]) -> Space:
    pairs = list(found)
    return Space(name, *(sum(size for side, size in pairs if side is which) for which in (Side.favour, Side.against)))
