"""The later surveys: members are asked again, at most once a wave, on their own page or by a helper from paper."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select

from app.core import audit, clock
from app.core.db import db, transaction
from app.core.errors import N_, NotFound, RuleError
from app.panels.models import Panel, Panelist, Survey, SurveyAnswer, SurveyMode, SurveyQuestion
from app.panels.services import entering, making, seating

SCALE = [("5", "매우 그렇다", "Very much"), ("4", "그런 편이다", "Rather"), ("3", "보통이다", "Neither"),
         ("2", "그렇지 않은 편이다", "Rather not"), ("1", "전혀 그렇지 않다", "Not at all")]  # fmt: skip
YES_NO = [("yes", "받아들이겠다", "I would accept it"), ("no", "받아들이기 어렵다", "I would not")]
# Code -> Korean, English, answers. The codes of satisfaction and acceptance are those that the report reads.
ASKED: Mapping[str, tuple[str, str, list[tuple[str, str, str]]]] = {
    "satisfaction": ("공론화 과정 전체에 만족하십니까?", "Are you satisfied with the deliberation as a whole?", SCALE),
    "fairness": ("양쪽이 말할 기회가 공평했습니까?", "Did both sides have the same chance to speak?", SCALE),
    "acceptance": (
        "결과가 내 생각과 다르더라도 받아들이겠습니까?", "Would you accept the result even if it is not yours?", YES_NO,
    ),
}  # fmt: skip
NOT_READ = "?"  # on paper: no answer, or not to be read


class WaveTimesWrong(RuleError):
    code = "wave_times_wrong"
    sentence = N_("The survey ends after it opens.")
    field = "closes_at"


class WaveNotOpen(RuleError):
    code = "wave_not_open"
    sentence = N_("This survey runs from %(opens_at)s to %(closes_at)s. Nothing was kept.")


class WaveAnswered(RuleError):
    code = "wave_answered"
    sentence = N_("Number %(number)s has answered this survey. The first answer stands.")


class WaveStanceMissing(RuleError):
    code = "wave_stance_missing"
    sentence = N_("Choose one of the answers to the panel's question.")
    field = "stance_id"


class WaveAnswerUnknown(RuleError):
    code = "wave_answer_unknown"
    sentence = N_("The sheet holds an answer that this survey does not know. Please open it anew.")


class WaveBegun(RuleError):
    code = "wave_begun"
    sentence = N_("Members have answered already. Only the end can still be moved.")


def plan(panel: Panel, *, opens_at: dt.datetime, closes_at: dt.datetime, asked: list[str], by: Any) -> Survey:
    """Plan the next survey among members; ``asked`` are codes of the questions beside the panel's own."""
    _require_times(opens_at, closes_at)
    panel_id = panel.id
    with transaction():
        making.locked_panel(panel_id)
        last = db.session.scalar(select(func.max(Survey.wave)).where(Survey.panel_id == panel_id)) or 1
        survey = Survey(
            panel_id=panel_id, wave=last + 1, of_members=True, mode=SurveyMode.on_site, opens_at=opens_at,
            closes_at=closes_at, synthetic=panel.synthetic,
        )  # fmt: skip
        survey.questions = [_question(code, at) for at, code in enumerate(ASKED) if code in asked]
        db.session.add(survey)
        db.session.flush()
        audit.record("panel.wave", of=("survey", survey.id), by=by, after=_told(survey))
    return survey


def move(survey: Survey, *, opens_at: dt.datetime, closes_at: dt.datetime, by: Any) -> None:
    """Change the times of a survey; once somebody has answered, only its end. Raises ``WaveBegun``, ``WaveTimesWrong``."""
    _require_times(opens_at, closes_at)
    survey_id, panel_id = survey.id, survey.panel_id
    with transaction():
        making.locked_panel(panel_id)
        survey = db.session.get_one(Survey, survey_id)
        if answered(survey) and opens_at != survey.opens_at:
            raise WaveBegun()
        before = _told(survey)
        survey.opens_at, survey.closes_at = opens_at, closes_at
        audit.record("panel.wave", of=("survey", survey_id), by=by, before=before, after=_told(survey))


def answer(
    survey: Survey, panelist: Panelist, *, stance_id: int | None, answers: Mapping[str, str], by: Any = None
) -> None:
    """Take a member's answers, once; ``by`` is the helper who reads them from paper, and may take an empty stance.

    Raises ``WaveNotOpen``, ``SeatGivenUp``, ``WaveAnswered``, ``WaveStanceMissing``, ``WaveAnswerUnknown``.
    """
    survey_id, panelist_id = survey.id, panelist.id
    with transaction():
        panelist = seating.locked_panelist(panelist_id)
        survey = db.session.get_one(Survey, survey_id, populate_existing=True)
        if survey.panel_id != panelist.panel_id or not survey.of_members:
            raise NotFound()
        require_open(survey, by_paper=by is not None)
        entering.require_seat(panelist)
        if has_answered(survey, panelist):
            raise WaveAnswered(number=panelist.number)
        _require_known(survey, stance_id, answers, by)
        kept = {code: value for code, value in answers.items() if value and value != NOT_READ}
        db.session.add(
            SurveyAnswer(
                survey_id=survey_id, panelist_id=panelist_id, stance_id=stance_id, answers=kept, answered_at=clock.now()
            )
        )
        db.session.flush()
        if by is not None:
            audit.record("panel.wave_paper", of=("panelist", panelist_id), by=by, after={"survey": survey_id})


def require_open(survey: Survey, *, by_paper: bool = False) -> None:
    """Raise ``WaveNotOpen``. Papers are typed in later too: they were filled in while the survey ran."""
    at = clock.now()
    if at < survey.opens_at or (at >= survey.closes_at and not by_paper):
        raise WaveNotOpen(opens_at=survey.opens_at, closes_at=survey.closes_at)


def has_answered(survey: Survey, panelist: Panelist) -> bool:
    return db.session.get(SurveyAnswer, (survey.id, panelist.id)) is not None


def waves(panel: Panel) -> list[Survey]:
    """Return the surveys among members in their order."""
    query = select(Survey).where(Survey.panel_id == panel.id, Survey.of_members).order_by(Survey.wave)
    return list(db.session.scalars(query))


def wave_numbered(panel: Panel, wave: int) -> Survey:
    """Return a survey among members. Raises ``NotFound``."""
    query = select(Survey).where(Survey.panel_id == panel.id, Survey.of_members, Survey.wave == wave)
    survey = db.session.scalar(query)
    if survey is None:
        raise NotFound()
    return survey


def open_for(panelist: Panelist) -> list[Survey]:
    """Return the surveys that a member can answer now and has not."""
    at, mine = clock.now(), select(SurveyAnswer.survey_id).where(SurveyAnswer.panelist_id == panelist.id)
    query = select(Survey).where(Survey.panel_id == panelist.panel_id, Survey.of_members, Survey.id.not_in(mine))
    return list(db.session.scalars(query.where(Survey.opens_at <= at, Survey.closes_at > at).order_by(Survey.wave)))


def answered(survey: Survey) -> int:
    """Return how many have answered: all that anybody sees before the seal is opened."""
    query = select(func.count()).where(SurveyAnswer.survey_id == survey.id)
    return db.session.scalar(query) or 0


def answered_by_wave(panel: Panel) -> dict[int, int]:
    """Return the same for every wave of a panel, by the survey's id."""
    query = select(SurveyAnswer.survey_id, func.count()).join(Survey, Survey.id == SurveyAnswer.survey_id)
    found = query.where(Survey.panel_id == panel.id).group_by(SurveyAnswer.survey_id)
    return dict(iter(db.session.execute(found)))  # type: ignore[arg-type]


def _require_known(survey: Survey, stance_id: int | None, answers: Mapping[str, str], by: Any) -> None:
    if stance_id not in {stance.id for stance in survey.panel.stances} and not (stance_id is None and by is not None):
        raise WaveStanceMissing()
    known = {q.code: {row["code"] for row in q.answers} | {"", NOT_READ} for q in survey.questions}
    if any(value not in known.get(code, ()) for code, value in answers.items()):
        raise WaveAnswerUnknown()


def _require_times(opens_at: dt.datetime, closes_at: dt.datetime) -> None:
    if closes_at <= opens_at:
        raise WaveTimesWrong()


def _question(code: str, position: int) -> SurveyQuestion:
    korean, english, answers = ASKED[code]
    rows = [{"code": value, "ko": ko, "en": en} for value, ko, en in answers]
    return SurveyQuestion(code=code, text_ko=korean, text_en=english, answers=rows, position=position)


def _told(survey: Survey) -> dict[str, Any]:
    return {"wave": survey.wave, "opens_at": survey.opens_at.isoformat(), "closes_at": survey.closes_at.isoformat()}
