"""What each design would have meant for everybody's chance, told by stance once the seal is open."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

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
    draw = _first_drawn(panel)
    letters = blinding.letters_of(panel)
    if draw is None or not letters or not totals:
        return None
    value = Candidate.answers[population.STANCE].as_string()
    query = select(value, func.count(), func.min(Candidate.chance), func.max(Candidate.chance))
    query = query.where(Candidate.draw_id == draw.id, Candidate.excluded_code.is_(None)).group_by(value)
    rows = {letter: (people, least, most) for letter, people, least, most in db.session.execute(query)}
    if not rows:
        return None
    people = {stance.code: rows.get(letters.get(stance.code, ""), (0, 0, 0))[0] for stance in panel.stances}
    drawn = {target.value: target.least for target in draw.targets if target.feature == population.STANCE}
    found = [one for plan in designs.PLANS if (one := _design(plan, panel, totals, people, drawn)) is not None]
    return Chances(
        found,
        sum(people.values()),
        min(least or 0.0 for _people, least, _most in rows.values()),
        max(most or 0.0 for _people, _least, most in rows.values()),
    )


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


def _first_drawn(panel: Panel) -> Draw | None:
    """Return the draw of all seats; those that filled free seats follow it."""
    query = select(Draw).where(Draw.subject == SUBJECT, Draw.subject_id == panel.id, Draw.state == DrawState.drawn)
    query = query.where(Draw.continues_id.is_(None), ~Draw.is_test)
    return db.session.scalars(query.order_by(Draw.attempt.desc())).first()
