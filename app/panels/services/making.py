"""A panel is made with its question and stances; both may be edited until the first survey begins."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.core import audit, clock
from app.core.db import db, transaction
from app.core.errors import N_, EditedByAnother, RuleError
from app.panels.models import Panel, Respondent, Side, Stance, Survey
from app.panels.services import finding

MOST_SEATS = 2_000
# The question stays what people were asked; what may still change later is where and when they meet.
ASKED = ("title_ko", "title_en", "question_ko", "question_en", "seats", "youngest")
LATER = ("context_ko", "context_en", "venue_ko", "venue_en", "first_day", "last_day", "allowance_won")


class AddressTaken(RuleError):
    code = "panel_address_taken"
    sentence = N_("There is a panel with this address already.")
    field = "slug"


class DaysWrong(RuleError):
    code = "panel_days_wrong"
    sentence = N_("The last day lies before the first.")
    field = "last_day"


class SeatsWrong(RuleError):
    code = "panel_seats_wrong"
    sentence = N_("Give a number of seats from 1 to %(most)s.")
    field = "seats"


class SurveyHasBegun(RuleError):
    code = "survey_has_begun"
    sentence = N_("The first survey has begun: question, seats and rule stay as they were published.")


@dataclass(frozen=True)
class StanceRow:
    """An answer to the question; ``final`` ones may be chosen in the closing vote."""

    code: str
    name_ko: str
    name_en: str
    side: Side
    final: bool


FOR_AGAINST_UNDECIDED = (
    StanceRow("for", "찬성", "For", Side.favour, final=True),
    StanceRow("against", "반대", "Against", Side.against, final=True),
    StanceRow("undecided", "판단 유보", "Undecided", Side.neutral, final=False),
)


def make_panel(
    *, slug: str, title_ko: str, title_en: str, question_ko: str, question_en: str, place_code: str, seats: int, by: Any,
    stances: tuple[StanceRow, ...] = FOR_AGAINST_UNDECIDED, context_ko: str = "", context_en: str = "",
    venue_ko: str = "", venue_en: str = "", first_day: dt.date | None = None, last_day: dt.date | None = None,
    allowance_won: int | None = None, youngest: int = 19, synthetic: bool = False,
) -> Panel:  # fmt: skip
    """Make a panel. Raises ``AddressTaken``, ``SeatsWrong``, ``DaysWrong``."""
    _require_sound(seats, first_day, last_day)
    with transaction():
        if db.session.scalar(select(Panel.id).where(Panel.slug == slug)) is not None:
            raise AddressTaken()
        panel = Panel(
            slug=slug, title_ko=title_ko, title_en=title_en, question_ko=question_ko, question_en=question_en,
            context_ko=context_ko, context_en=context_en, place_code=place_code, seats=seats, venue_ko=venue_ko,
            venue_en=venue_en, first_day=first_day, last_day=last_day, allowance_won=allowance_won, youngest=youngest,
            made_by=getattr(by, "id", None), made_at=clock.now(), synthetic=synthetic,
        )  # fmt: skip
        panel.stances = [
            Stance(code=row.code, name_ko=row.name_ko, name_en=row.name_en, side=row.side, final=row.final, position=at)
            for at, row in enumerate(stances)
        ]
        db.session.add(panel)
        db.session.flush()
        audit.record("panel.make", of=("panel", panel.id), by=by, after=_told(panel))
    return panel


def edit_panel(panel: Panel, *, revision: int, by: Any, **values: Any) -> None:
    """Change what is written about a panel. Raises ``EditedByAnother``, ``SurveyHasBegun``, as ``make_panel``."""
    panel_id = panel.id
    _require_sound(values["seats"], values.get("first_day"), values.get("last_day"))
    with transaction():
        panel = locked_panel(panel_id)
        if panel.revision != revision:
            raise EditedByAnother()
        if has_begun(panel) and any(getattr(panel, name) != values[name] for name in ASKED if name in values):
            raise SurveyHasBegun()
        before = _told(panel)
        for name in (*ASKED, *LATER):
            if name in values:
                setattr(panel, name, values[name])
        if before != _told(panel):
            audit.record("panel.edit", of=("panel", panel.id), by=by, before=before, after=_told(panel))


def locked_panel(panel_id: int) -> Panel:
    """Return a panel fresh and locked. Raises ``NotFound``."""
    return finding.locked_row(Panel, panel_id)


def has_begun(panel: Panel) -> bool:
    """Say whether the first survey has begun: its time has come, or an answer is there."""
    survey = first_survey(panel)
    if survey is None:
        return False
    answered = select(Respondent.id).where(Respondent.survey_id == survey.id, Respondent.answered_at.is_not(None))
    return survey.opens_at <= clock.now() or db.session.scalar(answered.limit(1)) is not None


def first_survey(panel: Panel) -> Survey | None:
    """Return the survey among citizens, if it is planned."""
    query = select(Survey).where(Survey.panel_id == panel.id, Survey.of_members.is_(False))
    return db.session.scalar(query.order_by(Survey.wave).limit(1))


def _require_sound(seats: int, first_day: dt.date | None, last_day: dt.date | None) -> None:
    if not 1 <= seats <= MOST_SEATS:
        raise SeatsWrong(most=MOST_SEATS)
    if first_day is not None and last_day is not None and last_day < first_day:
        raise DaysWrong()


def _told(panel: Panel) -> dict[str, Any]:
    return {name: _plain(getattr(panel, name)) for name in (*ASKED, *LATER)}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value
