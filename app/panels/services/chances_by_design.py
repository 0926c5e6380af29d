"""What each design would have meant for everybody's chance, told by stance once the seal is open."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sqlalchemy import func, select

from app.core.db import db
from app.draws.models import Candidate, Draw, DrawState
from app.panels.models import Panel, Stance
from app.panels.services import blinding, designs, population
from app.panels.services.designs import Plan
from app.panels.services.surveys import SUBJECT


@dataclass(frozen=True)
class StanceChance:
    """Seats of a stance in a design, who could be drawn, and the mean chance of each (seats over people)."""

    stance: Stance
    seats: int
    people: int

    @property
    def chance(self) -> Fraction:
        return Fraction(self.seats, self.people) if self.people else Fraction(0)


@dataclass(frozen=True)
class DesignChances:
    """A design: whether it was the one drawn, and its stances. None where it gives some stance no seat it needs."""

    plan: Plan
    is_drawn: bool
    stances: list[StanceChance]


@dataclass(frozen=True)
class Chances:
    """All designs side by side; ``least`` and ``most`` are the chances of single people in the draw that was made."""

    designs: list[DesignChances]
    people: int
    least: float
    most: float


def chances(panel: Panel, totals: Mapping[str, Fraction]) -> Chances | None:
    """Lay the designs side by side by the weighted ``totals`` of the first survey; None before a draw was made."""
    letters = blinding.letters_of(panel)
    rows = _drawn_by_letter(panel)
    if not rows or not letters or not totals:
        return None
    people = {
        stance.code: rows[letters[stance.code]].people if letters[stance.code] in rows else 0
        for stance in panel.stances
    }
    drawn = {letter: row.seats for letter, row in rows.items() if row.seats}
    found = [one for plan in designs.PLANS if (one := _design(plan, panel, totals, people, drawn)) is not None]
    least, most = min(row.least or 0.0 for row in rows.values()), max(row.most or 0.0 for row in rows.values())
    return Chances(found, sum(people.values()), least, most)


def _design(
    plan: Plan, panel: Panel, totals: Mapping[str, Fraction], people: Mapping[str, int], drawn: Mapping[str, int]
) -> DesignChances | None:
    letters = blinding.letters_of(panel)
    try:
        seats = designs.seats_by_letter(plan, panel, totals)
    except designs.PanelTooSmall:
        return None
    stances = [StanceChance(stance, seats[letters[stance.code]], people[stance.code]) for stance in panel.stances]
    return DesignChances(plan, {letter: n for letter, n in seats.items() if n} == dict(drawn), stances)


def _drawn_by_letter(panel: Panel) -> dict[str, Any]:
    """Return of the draw of all seats, by letter: people who could be drawn, seats, least and greatest chance."""
    value = Candidate.answers[population.STANCE].as_string()
    query = (
        select(
            value.label("letter"), func.count().label("people"), func.count(Candidate.seat_no).label("seats"),
            func.min(Candidate.chance).label("least"), func.max(Candidate.chance).label("most"),
        )
        .join(Draw, Draw.id == Candidate.draw_id)
        .where(Draw.subject == SUBJECT, Draw.subject_id == panel.id, Draw.state == DrawState.drawn, ~Draw.is_test)
        .where(Draw.continues_id.is_(None), Candidate.excluded_code.is_(None))
        .group_by(value)
    )  # fmt: skip
    return {row.letter: row for row in db.session.execute(query)}
