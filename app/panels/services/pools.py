"""Who of the first survey could be drawn, and who not and why. Stances go into the draw as letters."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import select

from app.accounts.models import Account, RoleGrant
from app.core import clock
from app.core.db import db
from app.core.errors import N_
from app.draws.services.preparing import PoolRow
from app.panels.models import Panel, Respondent, Stance, Survey
from app.panels.services import blinding, identity, parts, population

OFFICIAL, HAS_PART, UNDER_AGE, UNWILLING, NO_TARGET = "official", "has_part", "under_age", "not_willing", "no_target"
# The words are public with the number of people; whom they mean only the office and the person see.
WHY = {
    OFFICIAL: N_("Officials of the city have no seat."),
    HAS_PART: N_("Has another part in this panel."),
    UNDER_AGE: N_("Younger than the panel's age."),
    UNWILLING: N_("Did not want to be drawn."),
    NO_TARGET: N_("No seat is kept for this answer."),
}


@dataclass(frozen=True)
class _Person:
    id: int
    answers: dict[str, str]
    home: str | None
    person: str | None
    official: bool
    age: int | None
    willing: bool
    stance: str | None


def rows(panel: Panel, survey: Survey, with_seats: Collection[str]) -> list[PoolRow]:
    """Return everybody who answered; ``with_seats`` are the codes of the stances that the design gives seats."""
    letters = blinding.letters_of(panel)
    barred, with_part = _officials(), parts.people_with_a_part(panel)
    codes = [feature.code for feature in population.features_of(panel)]
    found = []
    for person in _people(survey):
        why = _excluded(person, panel.youngest, barred, with_part, with_seats)
        answers = {code: person.answers.get(code, "") for code in codes}
        answers[population.STANCE] = letters.get(person.stance or "", "")
        found.append(PoolRow(person.id, answers, person.home, why))
    return found


LEFT_OUT = "left out"  # a name that no feature has


def available(pool: Iterable[PoolRow]) -> dict[str, Counter[str]]:
    """Return how many could be drawn by feature and value, and under ``LEFT_OUT`` how many not, by reason."""
    found: dict[str, Counter[str]] = {LEFT_OUT: Counter()}
    for row in pool:
        if row.excluded_code is not None:
            found[LEFT_OUT][row.excluded_code] += 1
            continue
        for code, value in row.answers.items():
            found.setdefault(code, Counter())[value] += 1
    return found


def _excluded(
    person: _Person, youngest: int, barred: Collection[str], with_part: Collection[str], with_seats: Collection[str]
) -> str | None:
    """Return the first reason why somebody may not be drawn."""
    if person.official or person.person in barred:
        return OFFICIAL
    if person.person in with_part:
        return HAS_PART
    if person.age is not None and person.age < youngest:
        return UNDER_AGE
    if not person.willing:
        return UNWILLING
    return None if person.stance in with_seats else NO_TARGET


def _people(survey: Survey) -> list[_Person]:
    # Columns, not objects: names and contacts stay encrypted where nobody asks for them.
    wanted = (Respondent.id, Respondent.answers, Respondent.home, Respondent.person, Respondent.official)
    query = select(*wanted, Respondent.age, Respondent.willing, Stance.code)
    query = query.outerjoin(Stance, Stance.id == Respondent.stance_id).order_by(Respondent.id)
    found = db.session.execute(query.where(Respondent.survey_id == survey.id, Respondent.answered_at.is_not(None)))
    return [_Person(*row) for row in found]


def _officials() -> set[str]:
    """Return the keys of everybody whose account has an office of the city now."""
    at = clock.now()
    query = (
        select(Account.email)
        .join(RoleGrant, RoleGrant.account_id == Account.id)
        .where(RoleGrant.role.in_(parts.OFFICES), RoleGrant.from_at <= at)
        .where(RoleGrant.until_at.is_(None) | (RoleGrant.until_at > at))
    )
    return {key for email in db.session.scalars(query) if (key := identity.person_key(email)) is not None}
