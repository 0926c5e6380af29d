"""What keeps the next phase from opening well, and what is left to do: each area tells its own lines."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from app.core import clock
from app.core.errors import N_, RuleError
from app.core.permissions import Role
from app.cycles.models import Cycle, Phase, PhaseKind, PlanSection
from app.cycles.services.checks import gaps, intake_opens_at
from app.cycles.services.contents import Content
from app.cycles.services.drafts import draft_of
from app.cycles.services.notice import require_notice


@dataclass(frozen=True)
class Line:
    """``title`` is a message with ``params``; a line with a refusal says what the rule says.

    ``endpoint`` and ``values`` lead to where it is done.
    """

    title: str = ""
    params: Mapping[str, object] = field(default_factory=dict)
    refusal: RuleError | None = None
    endpoint: str = ""
    values: Mapping[str, object] = field(default_factory=dict)
    role: Role = Role.organiser
    count: int | None = None


Source = Callable[[Cycle], Iterable[Line]]
_blockers: dict[PhaseKind, list[Source]] = {}
_left: list[Source] = []


def register_blocker(kind: PhaseKind, source: Source) -> Source:
    """Let an area say what must be settled before a phase opens."""
    sources = _blockers.setdefault(kind, [])
    if source not in sources:
        sources.append(source)
    return source


def register_left(source: Source) -> Source:
    """Let an area say how much is left to do, by role; at most two queries each (decorator)."""
    if source not in _left:
        _left.append(source)
    return source


def left(cycle: Cycle) -> list[Line]:
    """Return what is left to do in a cycle, by role."""
    lines = [line for source in _left for line in source(cycle) if line.count is None or line.count > 0]
    return sorted(lines, key=lambda line: list(Role).index(line.role))


def blockers(cycle: Cycle, kind: PhaseKind) -> list[Line]:
    """Return what must be settled before a phase opens."""
    return [line for source in _blockers.get(kind, ()) for line in source(cycle)]


def next_opening(cycle: Cycle, at: dt.datetime | None = None) -> Phase | None:
    """Return the phase that opens next by the plan in force."""
    at = at or clock.now()
    return min((p for p in cycle.phases if p.opens_at > at), key=lambda phase: phase.opens_at, default=None)


def plan_blockers(cycle: Cycle, plan: Content | None = None) -> list[Line]:
    """Return what keeps the plan, as the office is writing it, from being published, or intake from opening."""
    to_plan = {"endpoint": "cycles.edit_plan", "values": {"slug": cycle.slug}}
    plan = plan or draft_of(cycle)
    lines = [Line(refusal=gap, **to_plan) for gap in gaps(plan)] if not cycle.plans else []
    opens_at = intake_opens_at(plan)
    if opens_at is not None:
        try:
            published_at = cycle.plans[0].published_at if cycle.plans else clock.now()
            require_notice(published_at, plan[PlanSection.basics]["notice_days"], opens_at)
        except RuleError as refusal:
            lines.append(Line(refusal=refusal, **to_plan))
    if not cycle.plans:
        lines.append(Line(title=N_("The operating plan has not been published."), **to_plan))
    return lines


register_blocker(PhaseKind.intake, plan_blockers)
