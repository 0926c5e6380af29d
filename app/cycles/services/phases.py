"""What is open when: judged by the clock inside the transaction of the act that asks."""

import datetime as dt

from sqlalchemy import select

from app.core import clock
from app.core.db import db
from app.core.errors import N_, RuleError
from app.cycles.models import Cycle, Phase, PhaseKind


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
    """Return a phase of the cycle as the database has it now."""
    return db.session.scalar(select(Phase).where(Phase.cycle_id == cycle.id, Phase.kind == kind))


def require_open(cycle: Cycle, kind: PhaseKind) -> Phase:
    """Return the phase if it is open at this moment; raise ``PhaseClosed`` or ``PhaseNotOpen`` if not."""
    phase, at = phase_of(cycle, kind), clock.now()
    if phase is None:
        raise PhaseNotPlanned()
    if at < phase.opens_at:
        raise PhaseNotOpen(opens_at=phase.opens_at)
    if at >= phase.closes_at:
        raise PhaseClosed(closed_at=phase.closes_at)
    return phase


def current_phase(phases: list[Phase], at: dt.datetime) -> Phase | None:
    """Return the latest phase that is open, or that closed last, or nothing before the first."""
    begun = [phase for phase in phases if phase.opens_at <= at]
    open_now = [phase for phase in begun if phase.is_open(at)]
    return max(open_now or begun, key=lambda phase: phase.opens_at, default=None)


def next_phase(phases: list[Phase], at: dt.datetime) -> Phase | None:
    """Return the phase that opens next, or nothing after the last."""
    return min((phase for phase in phases if phase.opens_at > at), key=lambda phase: phase.opens_at, default=None)
