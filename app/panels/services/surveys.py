"""The first survey: planned once the rule is published, its design recorded, its questions, who answered."""

import datetime as dt
from typing import Any

from sqlalchemy import exists, func, select

from app.core import audit
from app.core.db import db, transaction
from app.core.errors import N_, RuleError
from app.draws.models import Draw, DrawState
from app.panels.models import Panel, Respondent, Survey, SurveyMode, SurveyQuestion
from app.panels.services import deciding_rule, finding, making

SUBJECT = "panel"  # of draws
DESIGN = (
    "mobile_percent", "landline_percent", "dialled", "response_percent", "population_ko", "population_en",
    "source_note_ko", "source_note_en",
)  # fmt: skip


class SurveyThere(RuleError):
    code = "survey_there"
    sentence = N_("The first survey is planned already.")


class TimesWrong(RuleError):
    code = "survey_times_wrong"
    sentence = N_("The survey ends before it begins.")
    field = "closes_at"


class SharesWrong(RuleError):
    code = "survey_shares_wrong"
    sentence = N_("Mobile and landline together make 100 percent.")
    field = "landline_percent"


class NotOpenYet(RuleError):
    code = "survey_not_open_yet"
    sentence = N_("The survey begins on %(opens_at)s.")


class PoolIsDrawn(RuleError):
    code = "pool_is_drawn"
    sentence = N_("The draw has begun: the survey is not changed any more.")


class QuestionCodeTaken(RuleError):
    code = "question_code_taken"
    sentence = N_("There is a question with this code already.")
    field = "code"


def plan_survey(
    panel: Panel, *, mode: SurveyMode, opens_at: dt.datetime, closes_at: dt.datetime, by: Any, synthetic: bool = False,
    **design: Any,
) -> Survey:  # fmt: skip
    """Plan the survey among citizens. Raises ``RuleNotPublished``, ``SurveyThere``, ``TimesWrong``, ``SharesWrong``."""
    panel_id = panel.id
    _require_times(opens_at, closes_at)
    _require_shares(design)
    with transaction():
        panel = making.locked_panel(panel_id)
        deciding_rule.require_published(panel)
        if making.first_survey(panel) is not None:
            raise SurveyThere()
        survey = Survey(
            panel_id=panel_id, wave=1, of_members=False, mode=mode, opens_at=opens_at, closes_at=closes_at,
            synthetic=synthetic, **design,
        )  # fmt: skip
        db.session.add(survey)
        db.session.flush()
        audit.record("survey.plan", of=("survey", survey.id), by=by, after=_told(survey))
    return survey


def record_design(survey: Survey, *, closes_at: dt.datetime, by: Any, **design: Any) -> None:
    """Record how the survey was made. Raises ``TimesWrong``, ``SharesWrong``."""
    survey_id = survey.id
    _require_times(survey.opens_at, closes_at)
    _require_shares(design)
    with transaction():
        survey = locked_survey(survey_id)
        before = _told(survey)
        survey.closes_at = closes_at
        for name in DESIGN:
            if name in design:
                setattr(survey, name, design[name])
        audit.record("survey.design", of=("survey", survey.id), by=by, before=before, after=_told(survey))


def add_question(
    survey: Survey, *, code: str, text_ko: str, text_en: str, answers: list[dict[str, str]], by: Any
) -> SurveyQuestion:
    """Add a question beside that of the stance. Raises ``QuestionCodeTaken``, ``SurveyHasBegun``."""
    survey_id = survey.id
    with transaction():
        survey = locked_survey(survey_id)
        if making.has_begun(survey.panel):
            raise making.SurveyHasBegun()
        if any(question.code == code for question in survey.questions):
            raise QuestionCodeTaken()
        question = SurveyQuestion(
            survey_id=survey.id, code=code, text_ko=text_ko, text_en=text_en, answers=answers,
            position=len(survey.questions),
        )  # fmt: skip
        survey.questions.append(question)
        db.session.flush()
        audit.record("survey.question", of=("survey", survey.id), by=by, after={"code": code})
    return question


def locked_survey(survey_id: int) -> Survey:
    return finding.locked_row(Survey, survey_id)


def answered(survey: Survey) -> int:
    """Return how many have answered: a number that tells nothing about their stances."""
    query = select(func.count()).where(Respondent.survey_id == survey.id, Respondent.answered_at.is_not(None))
    return db.session.scalar(query) or 0


def require_changeable(survey: Survey) -> None:
    """Raise ``PoolIsDrawn`` once a draw of the panel stands."""
    stands = select(
        exists().where(
            Draw.subject == SUBJECT,
            Draw.subject_id == survey.panel_id,
            Draw.is_test.is_(False),
            Draw.state.not_in((DrawState.abandoned, DrawState.preparing)),
        )
    )
    if db.session.scalar(stands):
        raise PoolIsDrawn()


def _require_times(opens_at: dt.datetime, closes_at: dt.datetime) -> None:
    if closes_at <= opens_at:
        raise TimesWrong()


def _require_shares(design: dict[str, Any]) -> None:
    shares = [design.get("mobile_percent"), design.get("landline_percent")]
    if None not in shares and abs(sum(shares) - 100) > 0.05:
        raise SharesWrong()


def _told(survey: Survey) -> dict[str, Any]:
    times = {"opens_at": survey.opens_at.isoformat(), "closes_at": survey.closes_at.isoformat()}
    return {name: getattr(survey, name) for name in DESIGN} | times | {"mode": survey.mode.value}
