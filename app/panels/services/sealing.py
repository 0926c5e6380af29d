"""The first survey is sealed for everybody until the closing vote is over; here alone totals by stance are read.

What may be seen before, and by whom, stands in docs/panels.md.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from sqlalchemy import func, select

from app.core import audit, clock
from app.core.db import db, transaction
from app.core.errors import N_, RuleError
from app.panels.models import Panel, Respondent, Stance, Survey
from app.panels.services import blinding, closing_vote, making

MILLIONTHS = 1_000_000  # weights are summed as whole millionths, so that both databases give the same shares


class Sealed(RuleError):
    code = "survey_sealed"
    sentence = N_("The results of the first survey are sealed for everybody until the closing vote is over.")
    status = 403


class VoteNotOver(RuleError):
    code = "vote_not_over"
    sentence = N_("The seal is opened only after the closing vote has ended.")


class SurveyRuns(RuleError):
    code = "survey_runs"
    sentence = N_("Members answer survey %(wave)s until %(closes_at)s. Open the seal after that.")


def is_sealed(panel: Panel) -> bool:
    return panel.unsealed_at is None


def require_unsealed(panel: Panel) -> None:
    """Raise ``Sealed`` while nobody may see results."""
    if is_sealed(panel):
        raise Sealed()


def unseal(panel: Panel, *, by: Any) -> None:
    """Open the seal, once, after the closing vote and the last survey. Raises ``VoteNotOver``, ``SurveyRuns``."""
    panel_id = panel.id
    with transaction():
        panel = making.locked_panel(panel_id)
        if panel.unsealed_at is not None:
            return
        if not closing_vote.is_over(panel):
            raise VoteNotOver()
        _require_surveys_over(panel)
        panel.unsealed_at = clock.now()
        audit.record("panel.unseal", of=("panel", panel.id), by=by, after={"key": blinding.key_shown(panel)})


def stance_totals(survey: Survey) -> dict[str, float]:
    """Return the weighted totals by stance of a survey that is open to all. Raises ``Sealed``."""
    require_unsealed(survey.panel)
    return {code: float(total) for code, total in _totals(survey).items()}


def shares_for_the_draw(survey: Survey) -> Mapping[str, Fraction]:
    """Return the weighted totals by stance, for targets only: whoever shows them shows letters, never stances."""
    return _totals(survey)


def _require_surveys_over(panel: Panel) -> None:
    query = select(Survey).where(Survey.panel_id == panel.id, Survey.closes_at > clock.now())
    running = db.session.scalar(query.order_by(Survey.closes_at.desc()))
    if running is not None:
        raise SurveyRuns(wave=running.wave, closes_at=running.closes_at)


def _totals(survey: Survey) -> dict[str, Fraction]:
    weight = func.coalesce(Respondent.weight, 1)
    query = (
        select(Stance.code, func.sum(func.round(weight * MILLIONTHS)))
        .join(Respondent, Respondent.stance_id == Stance.id)
        .where(Respondent.survey_id == survey.id, Respondent.answered_at.is_not(None))
        .group_by(Stance.code)
    )
    found = dict(iter(db.session.execute(query)))
    order = [stance.code for stance in survey.panel.stances]
    return {code: Fraction(int(found[code]), MILLIONTHS) for code in order if code in found}
