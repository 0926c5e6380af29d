"""Sittings: which body of the council decided at which stage, when, and the paper that it left."""

import datetime as dt
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.core import audit, clock
from app.core.db import db, locked, transaction
from app.core.errors import N_, NotFound, RuleError
from app.core.files.models import File
from app.council.models import Sitting
from app.council.services.errors import CouncilNotBegun, DecidedInFuture
from app.cycles.models import Cycle, PhaseKind
from app.cycles.services import phases
from app.proposals.models import Stage

COUNCIL_STAGES = (Stage.standing, Stage.budget_cmte, Stage.plenary)


class SittingExists(RuleError):
    code = "sitting_exists"
    sentence = N_("A sitting of that body at that stage is already entered.")
    field = "body_ko"


def sittings_of(cycle: Cycle) -> list[Sitting]:
    """Return the sittings of a cycle in the order in which they decided."""
    query = select(Sitting).where(Sitting.cycle_id == cycle.id).order_by(Sitting.decided_at, Sitting.id)
    return list(db.session.scalars(query.options(joinedload(Sitting.document))))


def require_begun(cycle: Cycle) -> None:
    """Raise ``CouncilNotBegun`` before the council takes up the bill. Entries may come late: minutes do."""
    phase = phases.phase_of(cycle, PhaseKind.council)
    if phase is None:
        raise phases.PhaseNotPlanned()
    if clock.now() < phase.opens_at:
        raise CouncilNotBegun(opens_at=phase.opens_at)


def hold_sitting(
    cycle: Cycle, *, stage: Stage, body_ko: str, body_en: str, decided_at: dt.datetime, note: str = "",
    document: File | None = None, by: Any = None,
) -> Sitting:  # fmt: skip
    """Enter a sitting. Raises ``CouncilNotBegun``, ``DecidedInFuture``, ``SittingExists``."""
    cycle_id, document_id = cycle.id, document.id if document else None
    with transaction():
        cycle = locked(Cycle, cycle_id)
        if cycle is None:
            raise NotFound()
        require_begun(cycle)
        if decided_at > clock.now():
            raise DecidedInFuture()
        same = select(Sitting.id).where(
            Sitting.cycle_id == cycle_id, Sitting.stage == stage, Sitting.body_ko == body_ko.strip()
        )
        if db.session.scalar(same) is not None:
            raise SittingExists()
        sitting = Sitting(
            cycle_id=cycle_id, stage=stage, body_ko=body_ko.strip(), body_en=body_en.strip() or body_ko.strip(),
            decided_at=decided_at, note=note.strip(), document_id=document_id,
        )  # fmt: skip
        db.session.add(sitting)
        db.session.flush()
        audit.record("sitting.enter", of=("sitting", sitting.id), by=by, after={"stage": stage, "body": body_ko})
    return sitting
