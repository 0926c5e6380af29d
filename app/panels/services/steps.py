"""Where a panel stands: its steps in order, each done, now or next, derived from what there is."""

from dataclasses import dataclass

from sqlalchemy import exists, func, select

from app.core import clock
from app.core.db import db
from app.core.errors import N_
from app.panels.models import ClosingCount, Item, Panel, PanelistState
from app.panels.services import making, parts, seating, surveys


@dataclass(frozen=True)
class Step:
    """A step, its page (a view of the area), how far it is; ``params`` go into ``note``."""

    name: str  # marked by N_
    endpoint: str
    done: bool
    note: str = ""
    params: tuple[tuple[str, object], ...] = ()


def steps(panel: Panel) -> list[Step]:
    """Return the steps from the committee to the report. Numbers in them tell nothing of the answers."""
    survey, ready = making.first_survey(panel), len(parts.committee_in_force(panel))
    answered = surveys.answered(survey) if survey else 0
    weighed = survey is not None and survey.weighting is not None and survey.weighting["people"] == answered
    count = seating.by_state(panel)
    coming = count.get(PanelistState.accepted, 0)
    return [
        Step(N_("Neutral committee"), "panels.people", ready == parts.COMMITTEE_SEATS,
             N_("%(ready)s of %(seats)s declared without an interest"),
             (("ready", ready), ("seats", parts.COMMITTEE_SEATS))),
        Step(N_("Rule of decision published"), "panels.rule", panel.rule_published_at is not None),
        Step(N_("First survey"), "panels.survey", survey is not None and survey.closes_at <= clock.now() and answered > 0,
             N_("%(answered)s answers, sealed"), (("answered", answered),)),
        Step(N_("Weights"), "panels.survey", weighed),
        Step(N_("Design and draw"), "panels.design", bool(count)),
        Step(N_("Invitations"), "panels.members", bool(count) and (coming == panel.seats or _has_begun(panel)),
             N_("%(coming)s of %(seats)s will come"), (("coming", coming), ("seats", panel.seats))),
        *_days(panel),
    ]  # fmt: skip


def _has_begun(panel: Panel) -> bool:
    return panel.first_day is not None and panel.first_day <= clock.today()


def _days(panel: Panel) -> list[Step]:
    points = select(func.count()).select_from(Item).where(Item.panel_id == panel.id).scalar_subquery()
    counted = exists().where(ClosingCount.panel_id == panel.id)
    agenda, is_counted = db.session.execute(select(points, counted)).one()
    last, is_open = panel.last_day or panel.first_day, panel.unsealed_at is not None
    return [
        Step(N_("The days"), "panels.days", last is not None and last < clock.today(),
             N_("%(points)s points on the agenda"), (("points", agenda),)),
        Step(N_("Closing vote"), "panels.keep_vote", bool(is_counted)),
        Step(N_("Seal opened"), "panels.keep_vote", is_open),
        Step(N_("Recommendation"), "panels.recommendation", panel.reported_at is not None),
    ]  # fmt: skip
