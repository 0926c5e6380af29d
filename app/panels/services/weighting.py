"""Weights of the first survey: raked to the population, or as the survey's company delivered them.

What is kept and shown of it speaks of sex, age and district only; the stances stay sealed.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update

from app.core import audit
from app.core.db import db, transaction
from app.core.errors import N_, RuleError
from app.core.languages import chosen
from app.panels.models import Respondent, Survey
from app.panels.services import blinding, population, surveys
from voting.deliberation.design_effect import effective_size
from voting.deliberation.errors import BadInput
from voting.deliberation.raking import Raking, rake

LEAST, MOST = 0.2, 5.0  # of the mean weight, when weights are bounded


class NobodyAnswered(RuleError):
    code = "nobody_answered"
    sentence = N_("Nobody has answered yet.")


class WeightingRefused(RuleError):
    code = "weighting_refused"
    sentence = N_("No weights: %(why)s.")


class FeatureNeeded(RuleError):
    code = "weighting_feature_needed"
    sentence = N_("Choose what the weights shall make up for.")
    field = "features"


class NoWeightsDelivered(RuleError):
    code = "no_weights_delivered"
    sentence = N_("%(count)s answers have no weight of their own.")


@dataclass(frozen=True)
class _Answers:
    keys: list[int]
    columns: dict[str, list[str | None]]
    base: list[float | None]


def weigh(survey: Survey, *, features: list[str], bounded: bool, total: int | None, by: Any) -> None:
    """Rake to the population's margins of ``features``, from the weights delivered where all have one.

    ``total`` is what the weights add up to. Raises ``NobodyAnswered``, ``FeatureNeeded``, ``WeightingRefused``.
    """
    survey_id = survey.id
    with transaction():
        survey = surveys.locked_survey(survey_id)
        surveys.require_changeable(survey)
        known = {feature.code: feature for feature in population.features_of(survey.panel)}
        if not features or set(features) - set(known):
            raise FeatureNeeded()
        answers = _answers(survey)
        margins = {code: known[code].people for code in features}
        raking = _raked(answers, margins, bounded, total)
        _keep(survey, answers, [float(weight) for weight in raking.weight_i])
        survey.weighted_to, survey.margins, survey.weighting = (
            total or len(answers.keys),
            margins,
            _told(raking, bounded),
        )
        _recorded(survey, by)


def use_delivered(survey: Survey, *, by: Any) -> None:
    """Take the weights that came with the answers. Raises ``NobodyAnswered``, ``NoWeightsDelivered``."""
    survey_id = survey.id
    with transaction():
        survey = surveys.locked_survey(survey_id)
        surveys.require_changeable(survey)
        answers = _answers(survey)
        weights = [weight for weight in answers.base if weight is not None]
        if len(weights) < len(answers.keys):
            raise NoWeightsDelivered(count=len(answers.keys) - len(weights))
        _keep(survey, answers, weights)
        size = effective_size(weights)
        survey.weighted_to, survey.margins = round(sum(weights)), None
        survey.weighting = {
            "delivered": True, "people": len(weights), "effective_size": round(size, 1),
            "design_effect": round(len(weights) / size, 3), "rows": [],
        }  # fmt: skip
        _recorded(survey, by)


def is_weighed(survey: Survey) -> bool:
    """Say whether the weights are there, of as many as have answered."""
    return survey.weighting is not None and survey.weighting["people"] == surveys.answered(survey)


def _answers(survey: Survey) -> _Answers:
    query = select(Respondent.id, Respondent.answers, Respondent.base_weight).order_by(Respondent.number)
    rows = db.session.execute(query.where(Respondent.survey_id == survey.id, Respondent.answered_at.is_not(None))).all()
    if not rows:
        raise NobodyAnswered()
    codes = [feature.code for feature in population.features_of(survey.panel)]
    columns = {code: [answers.get(code) for _id, answers, _base in rows] for code in codes}
    return _Answers([row[0] for row in rows], columns, [row[2] for row in rows])


def _raked(answers: _Answers, margins: dict[str, dict[str, int]], bounded: bool, total: int | None) -> Raking:
    base = [weight for weight in answers.base if weight is not None]
    start = base if len(base) == len(answers.keys) and any(base) else None
    try:
        return rake(answers.columns, margins, start=start, bounds=(LEAST, MOST) if bounded else None, total=total)
    except BadInput as wrong:
        raise WeightingRefused(why=wrong.in_words(chosen())) from wrong


def _keep(survey: Survey, answers: _Answers, weights: list[float]) -> None:
    rows = [{"id": key, "weight": weight} for key, weight in zip(answers.keys, weights, strict=True)]
    db.session.execute(update(Respondent), rows)


def _told(raking: Raking, bounded: bool) -> dict[str, Any]:
    rows = [
        {"feature": row.feature, "value": row.value, "people": row.people, "before": round(row.share_before, 6),
         "after": round(row.share_after, 6), "wanted": round(row.share_wanted, 6)}
        for row in raking.rows
    ]  # fmt: skip
    return {
        "delivered": False, "people": int(raking.weight_i.size), "rounds": raking.rounds,
        "converged": raking.converged, "bounded": bounded, "at_bounds": raking.at_bounds,
        "effective_size": round(raking.effective_size, 1), "design_effect": round(raking.design_effect, 3),
        "least": round(float(raking.weight_i.min() / raking.weight_i.mean()), 3),
        "most": round(float(raking.weight_i.max() / raking.weight_i.mean()), 3), "rows": rows,
    }  # fmt: skip


def _recorded(survey: Survey, by: Any) -> None:
    """Write the weighing down, and deal the letters under which designs are compared from now on."""
    audit.record("survey.weigh", of=("survey", survey.id), by=by, after=_brief(survey))
    if survey.panel.blind_key is None:
        blinding.deal(survey.panel)
        sha256 = survey.panel.blind_hash
        audit.record("panel.letters", of=("panel", survey.panel_id), by=by, after={"sha256": sha256})


def _brief(survey: Survey) -> dict[str, Any]:
    told = {name: value for name, value in (survey.weighting or {}).items() if name != "rows"}
    return told | {"features": sorted(survey.margins or {}), "total": survey.weighted_to}
