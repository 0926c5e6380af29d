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


def before_and_after(panel: Panel, last: Survey | None) -> tuple[dict[str, Member], dict[str, Sheet]]:
    """Return who has a seat, and what those who answered the ``last`` survey said, both by number."""
    sheet = (SurveyAnswer.panelist_id == Panelist.id) & (
        SurveyAnswer.survey_id == (last.id if last is not None else None)
    )
    query = (
        select(
            Panelist.number, Respondent.stance_id, Respondent.answers, SurveyAnswer.answered_at, SurveyAnswer.stance_id,
            SurveyAnswer.answers,
        )
        .join(Respondent, Respondent.id == Panelist.respondent_id)
        .outerjoin(SurveyAnswer, sheet)
        .where(Panelist.panel_id == panel.id, Panelist.state == PanelistState.accepted)
        .order_by(Panelist.number)
    )  # fmt: skip
    codes = {stance.id: stance.code for stance in panel.stances}
    members, sheets = {}, {}
    for number, first, values, answered_at, stance, answers in db.session.execute(query):
        members[str(number)] = Member(codes.get(first), values)
        if answered_at is not None:
            sheets[str(number)] = Sheet(codes.get(stance), answers)
    return members, sheets
