"""What can no longer be changed: from publication on, and from the opening of each phase on."""

import datetime as dt
from typing import Any

from app.core.errors import N_, RuleError
from app.cycles.models import Cycle, Phase, PhaseKind, PlanSection
from app.cycles.services.contents import Row, instant, plan_in_force


class Frozen(RuleError):
    code = "frozen"
    sentence = N_("This can no longer be changed.")


class RuleFrozen(Frozen):
    code = "rule_frozen"
    sentence = N_("The vote has opened at %(opens_at)s: ballot, rule, tie order and pot can no longer be changed.")


class CriteriaFrozen(Frozen):
    code = "criteria_frozen"
    sentence = N_("Screening has opened at %(opens_at)s: the criteria can no longer be changed.")


class RowInUse(Frozen):
    code = "row_in_use"
    sentence = N_('"%(name)s" cannot be taken out since %(opens_at)s: it may be in use. Its name can still be changed.')
    field = "rows"


class BodyFrozen(Frozen):
    code = "body_frozen"
    sentence = N_("Body and budget year cannot be changed once the plan is public.")
    field = "budget_year"


class NoticeLowered(Frozen):
    code = "notice_lowered"
    sentence = N_("The days of notice cannot be lowered once the plan is public (now %(days)s).")
    field = "notice_days"


class PhaseHasOpened(Frozen):
    code = "phase_has_opened"
    sentence = N_("This phase opened at %(opens_at)s: its opening can no longer be changed.")


class CloseLiesBehind(Frozen):
    code = "close_lies_behind"
    sentence = N_("The close must lie ahead: %(closes_at)s has passed.")


IN_USE_FROM = {
    PlanSection.types: PhaseKind.intake,
    PlanSection.fields: PhaseKind.intake,
    PlanSection.exclusions: PhaseKind.dept_review,
    PlanSection.verdicts: PhaseKind.dept_review,
}


def require_changeable(cycle: Cycle, section: PlanSection, content: Any, at: dt.datetime) -> None:
    """Raise a ``Frozen`` if a section of a published plan may no longer become ``content``."""
    if not cycle.plans:
        return
    now = plan_in_force(cycle)[section]
    if content == now:
        return
    opened = {phase.kind: phase for phase in cycle.phases if phase.opens_at <= at}
    if section is PlanSection.basics:
        _require_basics(now, content, opened)
    elif section is PlanSection.selection and PhaseKind.selection in opened:
        raise RuleFrozen(opens_at=opened[PhaseKind.selection].opens_at)
    elif section is PlanSection.criteria and PhaseKind.screening in opened:
        raise CriteriaFrozen(opens_at=opened[PhaseKind.screening].opens_at)
    elif section is PlanSection.phases:
        _require_phases(cycle, content, at)
    elif IN_USE_FROM.get(section) in opened:
        _require_rows_kept(now, content, opened[IN_USE_FROM[section]])


def _require_basics(now: Row, content: Row, opened: dict[PhaseKind, Phase]) -> None:
    if (now["place_code"], now["budget_year"]) != (content["place_code"], content["budget_year"]):
        raise BodyFrozen()
    if content["notice_days"] < now["notice_days"]:
        raise NoticeLowered(days=now["notice_days"])
    if content["pot_won"] != now["pot_won"] and PhaseKind.selection in opened:
        raise RuleFrozen(opens_at=opened[PhaseKind.selection].opens_at)


def _require_rows_kept(now: list[Row], content: list[Row], phase: Phase) -> None:
    kept = {row["code"] for row in content}
    for row in now:
        if row["code"] not in kept:
            raise RowInUse(name=row["name_ko"], opens_at=phase.opens_at)


def _require_phases(cycle: Cycle, content: list[Row], at: dt.datetime) -> None:
    wanted = {row["kind"]: (instant(row["opens_at"]), instant(row["closes_at"])) for row in content}
    for phase in cycle.phases:
        if phase.opens_at > at:
            continue
        opens_at, closes_at = wanted.get(phase.kind, (None, phase.closes_at))
        if opens_at != phase.opens_at:
            raise PhaseHasOpened(opens_at=phase.opens_at)
        if closes_at != phase.closes_at and closes_at <= at:
            raise CloseLiesBehind(closes_at=closes_at)
