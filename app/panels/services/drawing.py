"""The panel's draw: prepared from the survey and a design, drawn by ``app.draws``, its people made members."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.core import audit, clock
from app.core.db import db, transaction
from app.core.errors import N_, RuleError
from app.core.permissions import Place
from app.draws.models import Draw, DrawState
from app.draws.services import preparing, subjects
from app.panels.models import Panel, Panelist, Respondent, Survey
from app.panels.services import (
    designs,
    finding,
    identity,
    making,
    pools,
    population,
    sealing,
    seating,
    weighting,
    within_stances,
)
from app.panels.services.surveys import SUBJECT

FEATURES = {code: population.NAMES[code] for code in population.NAMES}


class SurveyNotOver(RuleError):
    code = "survey_not_over"
    sentence = N_("The first survey runs until %(closes_at)s. Draw after that.")


class NotWeighed(RuleError):
    code = "survey_not_weighed"
    sentence = N_("The answers have no weights yet, or some came in since they were weighed.")


class NoSurvey(RuleError):
    code = "no_first_survey"
    sentence = N_("There is no first survey yet.")


class DesignWhyNeeded(RuleError):
    code = "design_why_needed"
    sentence = N_("Say why this design. The reason is published.")
    field = "why"


def survey_for_the_draw(panel: Panel) -> Survey:
    """Return the first survey once people can be drawn from it. Raises ``NoSurvey``, ``SurveyNotOver``, ``NotWeighed``."""
    survey = making.first_survey(panel)
    if survey is None:
        raise NoSurvey()
    if clock.now() < survey.closes_at:
        raise SurveyNotOver(closes_at=survey.closes_at)
    if not weighting.is_weighed(survey):
        raise NotWeighed()
    return survey


def prepare(panel: Panel, *, plan: str, why: str, reserves: int, one_per_home: bool, by: Any) -> Draw:
    """Make the draw of a design, or prepare the one anew that is not announced.

    Raises as ``survey_for_the_draw``, ``DesignWhyNeeded``, ``PanelTooSmall``, and as ``preparing.make_draw``.
    """
    if not why.strip():
        raise DesignWhyNeeded()
    panel_id, chosen = panel.id, designs.plan_called(plan)
    with transaction():
        panel = making.locked_panel(panel_id)
        survey = survey_for_the_draw(panel)
        rows = pools.rows(panel, survey, designs.with_seats(chosen, panel))
        wanted = designs.targets(chosen, panel, survey)
        draw = _open_draw(panel) or preparing.make_draw(
            SUBJECT, panel.id, title_ko=f"{panel.title_ko} 추첨", title_en=f"Draw: {panel.title_en}"[:200],
            size=panel.seats, by=by, reserves=reserves, one_per_home=one_per_home, synthetic=panel.synthetic,
        )  # fmt: skip
        preparing.set_rules(draw, size=panel.seats, reserves=reserves, one_per_home=one_per_home, by=by)
        preparing.set_pool(draw, rows, by)
        codes = [population.STANCE, *(feature.code for feature in population.features_of(panel))]
        preparing.set_features(draw, [(code, *FEATURES[code]) for code in codes])
        preparing.set_targets(draw, [*wanted, *within_stances.joint_targets(wanted, rows, panel.seats)], by)
        panel.design, panel.design_why = chosen.design, why.strip()
        after = {"plan": chosen.code, "draw": draw.id, "one_per_home": one_per_home, "reserves": reserves}
        audit.record("panel.design", of=("panel", panel.id), by=by, after=after, why=why.strip())
    return draw


def draws_of(panel: Panel) -> list[Draw]:
    """Return every attempt to draw for a panel, newest first."""
    query = select(Draw).where(Draw.subject == SUBJECT, Draw.subject_id == panel.id)
    return list(db.session.scalars(query.order_by(Draw.attempt.desc())))


def latest_drawn(panel: Panel) -> Draw | None:
    """Return the last draw that seated people."""
    return next((draw for draw in draws_of(panel) if draw.state is DrawState.drawn and not draw.is_test), None)


def _open_draw(panel: Panel) -> Draw | None:
    """Return the draw of all seats that is being prepared and not announced."""
    return next(
        (
            draw
            for draw in draws_of(panel)
            if draw.state is DrawState.preparing and not draw.announced and not draw.is_test
            and draw.continues_id is None
        ),
        None,
    )  # fmt: skip


def _panel(panel_id: int) -> Panel:
    """Return the panel with its place; a page of a draw asks several times, and a session forgets what nobody holds."""
    panel = db.session.get_one(Panel, panel_id, options=[joinedload(Panel.place)])
    db.session().info["panel of a draw"] = panel
    return panel


def _title(panel_id: int) -> tuple[str, str]:
    panel = _panel(panel_id)
    return panel.title_ko, panel.title_en


def _whose(panel_id: int, token: str | None, account: Any) -> int | None:
    """Return the key in the pool of who holds an invitation or a link of the survey, or whose account has a seat."""
    if token:
        key = identity.token_key(token)
        invited = select(Panelist.respondent_id).where(Panelist.panel_id == panel_id, Panelist.link_hash == key)
        asked = select(Respondent.id).join(Survey, Survey.id == Respondent.survey_id)
        asked = asked.where(Survey.panel_id == panel_id, Respondent.link_hash == key)
        return db.session.scalar(invited) or db.session.scalar(asked)
    account_id = getattr(account, "id", None)
    if account_id is None:
        return None
    query = select(Panelist.respondent_id).where(Panelist.panel_id == panel_id, Panelist.account_id == account_id)
    return db.session.scalar(query)


def _place(panel_id: int) -> Place:
    return finding.place_of(_panel(panel_id))


subjects.register(
    SUBJECT,
    subjects.Subject(
        title=_title,
        address=lambda panel_id: f"/panels/{_panel(panel_id).slug}",
        on_drawn=lambda draw: seating.seat_drawn(_panel(draw.subject_id), draw),
        on_abandoned=lambda draw: seating.unseat(_panel(draw.subject_id), draw),
        whose=_whose,
        place=_place,
        sealed=lambda panel_id: frozenset({population.STANCE}) if sealing.is_sealed(_panel(panel_id)) else frozenset(),
    ),
)
