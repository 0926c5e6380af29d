"""What is open when: judged by the clock inside the transaction of the act that asks."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import select

from app.core import clock
from app.core.db import db
from app.core.errors import N_, RuleError
from app.cycles.models import Cycle, Phase, PhaseKind
from app.cycles.services.notice import first_published, require_notice


class PhaseClosed(RuleError):
    code = "phase_closed"
    sentence = N_("This was possible until %(closed_at)s. Nothing was changed.")


class PhaseNotOpen(RuleError):
    code = "phase_not_open"
    sentence = N_("This will be possible from %(opens_at)s.")


class PhaseNotPlanned(RuleError):
    code = "phase_not_planned"
    sentence = N_("The operating plan has no time for this yet.")


def phase_of(cycle: Cycle, kind: PhaseKind) -> Phase | None:
    """Return a phase of the cycle, if the plan has one. Whether it is open an act asks ``require_open``."""
    return next((phase for phase in cycle.phases if phase.kind is kind), None)


def require_open(cycle: Cycle, kind: PhaseKind) -> Phase:
    """Return the phase if it is open at this moment; raise ``PhaseClosed`` or ``PhaseNotOpen`` if not.

    Intake is not open either where the plan was published too late: ``PlanNotPublished``, ``NoticeTooShort``.
    """
    published = first_published(cycle.id).scalar_subquery()
    found = select(Phase, published).where(Phase.cycle_id == cycle.id, Phase.kind == kind)
    row, at = db.session.execute(found).one_or_none(), clock.now()
    if row is None:
        raise PhaseNotPlanned()
    phase, published_at = row
    if at < phase.opens_at:
        raise PhaseNotOpen(opens_at=phase.opens_at)
    if at >= phase.closes_at:
        raise PhaseClosed(closed_at=phase.closes_at)
    if kind is PhaseKind.intake:
        require_notice(published_at, cycle.notice_days, phase.opens_at)
    return phase


def require_one_open(cycle: Cycle, kinds: Sequence[PhaseKind]) -> Phase:
    """Return the phase among several that is open; raise when the next of them opens, or the last closed."""
    at = clock.now()
    phases = [phase for phase in (phase_of(cycle, kind) for kind in kinds) if phase is not None]
    if not phases:
        raise PhaseNotPlanned()
    current, following = current_phase(phases, at), next_phase(phases, at)
    if current is not None and current.is_open(at):
        return current
    if following is not None:
        raise PhaseNotOpen(opens_at=following.opens_at)
    raise PhaseClosed(closed_at=max(phase.closes_at for phase in phases))


def current_phase(phases: list[Phase], at: dt.datetime) -> Phase | None:
    """Return the latest phase that is open, or that closed last, or nothing before the first."""
    begun = [phase for phase in phases if phase.opens_at <= at]
    open_now = [phase for phase in begun if phase.is_open(at)]
    return max(open_now or begun, key=lambda phase: phase.opens_at, default=None)


def next_phase(phases: list[Phase], at: dt.datetime) -> Phase | None:
    """Return the phase that opens next, or nothing after the last."""
    return min((phase for phase in phases if phase.opens_at > at), key=lambda phase: phase.opens_at, default=None)
