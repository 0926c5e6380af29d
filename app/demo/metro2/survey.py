"""The first survey: 2,930 made-up interviews with the weights of the institute, so that 2,500 divide as published."""

import random
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from sqlalchemy import insert

from app.core import clock
from app.core.clock import seoul
from app.core.db import db, transaction
from app.demo.metro2 import outline, texts
from app.panels.models import Panel, Respondent, Survey, SurveyMode
from app.panels.services import population, surveys, weighting
from voting.sortition.apportionment import largest_remainder

MILLION = 1_000_000  # weights are handed out in whole millionths, so that they add up exactly
Cell = tuple[str, tuple[str, ...]]  # stance; sex, age, district
OPENS, CLOSES = seoul(2018, 10, 11, 9), seoul(2018, 10, 23, 21)


def load(panel: Panel, by: Any) -> Survey:
    """Plan the survey, put the interviews in, take the delivered weights."""
    with clock.replaying(seoul(2018, 10, 10, 10)):
        survey = surveys.plan_survey(
            panel, mode=SurveyMode.telephone, opens_at=OPENS, closes_at=CLOSES, by=by, synthetic=True,
            mobile_percent=42.0, landline_percent=58.0, response_percent=18.8, **texts.FIRST_SURVEY,
        )  # fmt: skip
        survey_id = survey.id
    with transaction():
        db.session.execute(insert(Respondent), list(_interviews(panel, survey_id)))
    with clock.replaying(seoul(2018, 10, 24, 9)):
        survey = db.session.get_one(Survey, survey_id)
        weighting.use_delivered(survey, by=by)
    return survey


def _interviews(panel: Panel, survey_id: int) -> Iterator[dict[str, Any]]:
    rng = random.Random(outline.SEED)  # noqa: S311 - a fixed seed is the point
    stance_ids = {stance.code: stance.id for stance in panel.stances}
    people = population.population_of(panel)
    cells = _cells(people.people)
    answered = largest_remainder({cell: share * _reached(cell) for cell, share in cells.items()}, outline.INTERVIEWS)
    rows = [(cell, weight) for cell, weights in _weights(cells, answered).items() for weight in weights]
    rng.shuffle(rows)
    unwilling = set(rng.sample(range(len(rows)), outline.INTERVIEWS - outline.WILLING))
    for at, ((stance, values), weight) in enumerate(rows):
        yield {
            "survey_id": survey_id, "number": at + 1, "stance_id": stance_ids[stance], "base_weight": weight,
            "answers": dict(zip(people.features, values, strict=True)), "willing": at not in unwilling,
            "answered_at": CLOSES, "synthetic": True, "official": False,
        }  # fmt: skip


def _cells(people: dict[tuple[str, ...], int]) -> dict[Cell, Fraction]:
    """Return the weighted people of each cell: every stance is spread over the population alike."""
    whole = sum(people.values())
    return {
        (stance, values): Fraction(count * own, whole) for stance, count in outline.FIRST.items()
        for values, own in people.items()
    }  # fmt: skip


def _reached(cell: Cell) -> int:
    return next(readiness for age, readiness in outline.AGE_ANSWERS.items() if age in cell[1])


def _weights(cells: dict[Cell, Fraction], answered: dict[Cell, int]) -> dict[Cell, list[float]]:
    """Share the weight of each stance among its interviews so that the sum is the published number, to the millionth."""
    found: dict[Cell, list[float]] = {}
    for stance, count in outline.FIRST.items():
        own = {cell: share for cell, share in cells.items() if cell[0] == stance}
        for cell, millionths in largest_remainder(own, count * MILLION).items():
            each, rest = divmod(millionths, answered[cell])
            found[cell] = [(each + (at < rest)) / MILLION for at in range(answered[cell])]
    return found
