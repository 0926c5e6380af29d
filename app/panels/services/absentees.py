"""Who came, and what the members who answered last would have said had all who have a seat answered: weighted back."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select

from app.core.db import db
from app.panels.models import Attendance, Panel, Panelist
from app.panels.services.before_after import Member, Sheet
from voting.deliberation.errors import BadInput
from voting.deliberation.raking import MarginRow
from voting.deliberation.reweighting import Reweighting, reweight_attended
from voting.deliberation.suppression import shown_groups

RESTORED = ("stance", "sex", "age")
UNKNOWN = "-"


@dataclass(frozen=True)
class Attended:
    """How many members came at all, and on each day."""

    people: int
    by_day: dict[dt.date, int]


@dataclass(frozen=True)
class BackRow:
    """One answer of the last survey: people, their share as they are, and weighted back to all seats (0 to 1)."""

    answer: str
    people: int
    share: float
    weighted: float


@dataclass(frozen=True)
class Restored:
    """Weights that give those who answered last the first stances, sexes and ages of all seats.

    ``composition`` holds the values with at least ten people: share among those who answered, and among all seats.
    """

    weights: Reweighting
    rows: list[BackRow]
    composition: list[MarginRow]


def attended(panel: Panel) -> Attended:
    """Return who came, also of those who have left since."""
    query = select(Attendance.day, Attendance.panelist_id).join(Panelist, Panelist.id == Attendance.panelist_id)
    found = list(db.session.execute(query.where(Panelist.panel_id == panel.id)))
    by_day = Counter(day for day, _member in found)
    return Attended(len({member for _day, member in found}), dict(sorted(by_day.items())))


def number_attended(panel: Panel) -> int:
    """Return how many members came at all."""
    query = select(func.count(func.distinct(Attendance.panelist_id)))
    query = query.join(Panelist, Panelist.id == Attendance.panelist_id).where(Panelist.panel_id == panel.id)
    return db.session.scalar(query) or 0


def restored(panel: Panel, seated: Mapping[str, Member], sheets: Mapping[str, Sheet]) -> Restored | None:
    """Weigh the last stances back; None where of some value nobody answered, or a value is not known."""
    everybody = {who: {"stance": m.stance or UNKNOWN, **_of(m)} for who, m in seated.items()}
    stances = {who: sheet.stance for who, sheet in sheets.items() if sheet.stance}
    try:
        found = reweight_attended(everybody, list(stances), RESTORED, method="margins")
    except BadInput:
        return None
    return Restored(found, _rows(panel, stances, found.weights), _shown(panel, found.rows))


def _rows(panel: Panel, stances: Mapping[str, str], weights: Mapping[str, float]) -> list[BackRow]:
    whole, people = sum(weights.values()), Counter(stances.values())
    weighted: Counter[str] = Counter()
    for who, stance in stances.items():
        weighted[stance] += weights[who]  # type: ignore[assignment]
    return [
        BackRow(code, people[code], people[code] / len(stances), weighted[code] / whole)
        for code in (stance.code for stance in panel.stances)
    ]


def _shown(panel: Panel, rows: list[MarginRow]) -> list[MarginRow]:
    order = {stance.code: f"{stance.position:02}" for stance in panel.stances}
    shown = []
    for feature in RESTORED:
        own = {row.value: row for row in rows if row.feature == feature}
        kept = shown_groups({value: row.people for value, row in own.items()})
        shown += [own[value] for value in sorted(kept, key=lambda value: order.get(value, value))]
    return shown


def _of(member: Member) -> dict[str, str]:
    return {feature: member.values.get(feature, "") for feature in RESTORED[1:]}
