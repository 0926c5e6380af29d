"""What the members of a panel said before and after, under the numbers of their seats. Only the report reads it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

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


def surveys_of(panel: Panel) -> list[Survey]:
    """Return all surveys of a panel in their order, with their questions."""
    query = select(Survey).where(Survey.panel_id == panel.id).options(joinedload(Survey.questions))
    return list(db.session.scalars(query.order_by(Survey.wave)).unique())


def last_of_members(surveys: Sequence[Survey]) -> Survey | None:
    """Return the last survey among members."""
    return next((survey for survey in reversed(surveys) if survey.of_members), None)


def before_and_after(panel: Panel) -> tuple[dict[str, Member], dict[int, dict[str, Sheet]]]:
    """Return who has a seat, by number; and by the survey's id what those who answered said, by number."""
    query = (
        select(
            Panelist.number, Respondent.stance_id, Respondent.answers, SurveyAnswer.survey_id, SurveyAnswer.stance_id,
            SurveyAnswer.answers,
        )
        .join(Respondent, Respondent.id == Panelist.respondent_id)
        .outerjoin(SurveyAnswer, SurveyAnswer.panelist_id == Panelist.id)
        .where(Panelist.panel_id == panel.id, Panelist.state == PanelistState.accepted)
        .order_by(Panelist.number)
    )  # fmt: skip
    codes = {stance.id: stance.code for stance in panel.stances}
    members: dict[str, Member] = {}
    sheets: dict[int, dict[str, Sheet]] = {}
    for number, first, values, survey_id, stance, answers in db.session.execute(query):
        members[str(number)] = Member(codes.get(first), values)
        if survey_id is not None:
            sheets.setdefault(survey_id, {})[str(number)] = Sheet(codes.get(stance), answers)
    return members, sheets


def sheets_of(survey: Survey | None, sheets: Mapping[int, dict[str, Sheet]]) -> dict[str, Sheet]:
    """Return the sheets of one survey, none where it is not there."""
    return sheets.get(survey.id, {}) if survey is not None else {}
