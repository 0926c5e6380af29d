"""What the members of a panel said before and after, under the numbers of their seats. Only the report reads it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.core.db import db
from app.panels.models import Panel, Panelist, PanelistState, Respondent, Survey, SurveyAnswer


@dataclass(frozen=True)
class Member:
    """A seated member without a name: first stance, and the values of the features."""

    stance: str | None
    values: Mapping[str, str]


@dataclass(frozen=True)
class Sheet:
    """What a member answered in a later survey: stance, and the questions beside it by their codes."""

    stance: str | None
    answers: Mapping[str, str]


def members_of(panel: Panel) -> dict[str, Member]:
    """Return who has a seat, by number."""
    query = select(Panelist.number, Respondent.stance_id, Respondent.answers)
    query = query.join(Respondent, Respondent.id == Panelist.respondent_id).order_by(Panelist.number)
    codes = {stance.id: stance.code for stance in panel.stances}
    seated = query.where(Panelist.panel_id == panel.id, Panelist.state == PanelistState.accepted)
    return {str(number): Member(codes.get(stance), values) for number, stance, values in db.session.execute(seated)}


def surveys_of(panel: Panel) -> list[Survey]:
    """Return all surveys of a panel in their order, with their questions."""
    query = select(Survey).where(Survey.panel_id == panel.id).options(selectinload(Survey.questions))
    return list(db.session.scalars(query.order_by(Survey.wave)))


def last_of_members(surveys: Sequence[Survey]) -> Survey | None:
    """Return the last survey among members."""
    return next((survey for survey in reversed(surveys) if survey.of_members), None)


def sheets_of(panel: Panel, survey: Survey | None, seated: Mapping[str, Member]) -> dict[str, Sheet]:
    """Return what each seated member answered in a survey, by number."""
    if survey is None:
        return {}
    query = select(Panelist.number, SurveyAnswer.stance_id, SurveyAnswer.answers)
    query = query.join(Panelist, Panelist.id == SurveyAnswer.panelist_id).order_by(Panelist.number)
    codes = {stance.id: stance.code for stance in panel.stances}
    found = db.session.execute(query.where(SurveyAnswer.survey_id == survey.id))
    return {
        str(number): Sheet(codes.get(stance), answers) for number, stance, answers in found if str(number) in seated
    }  # fmt: skip
