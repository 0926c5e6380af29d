"""Where a panel stands: its steps in order, each done, now or next, derived from what there is."""

from dataclasses import dataclass

from app.core import clock
from app.core.errors import N_
from app.panels.models import Panel, PanelistState
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
    """Return the steps of setting a panel up. Numbers in them tell nothing of the answers."""
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
        Step(N_("Invitations"), "panels.members", bool(count) and coming == panel.seats,
             N_("%(coming)s of %(seats)s will come"), (("coming", coming), ("seats", panel.seats))),
    ]  # fmt: skip
