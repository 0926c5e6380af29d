"""Hiding a policy or a minhoe with a reason that stays in its place, and showing it again. Nothing is deleted."""

from typing import Any

from app.assembly.models import Minhoe, Policy
from app.core import audit, clock
from app.core.db import locked, transaction
from app.core.errors import N_, NotFound, RuleError

Hideable = Minhoe | Policy


class HidingReasonMissing(RuleError):
    code = "hiding_reason_missing"
    sentence = N_("Write why: the reason stays visible in its place.")
    status = 422
    field = "reason"


def hide(thing: Hideable, *, reason: str, by: Any) -> None:
    """Hide it. Raises ``HidingReasonMissing``."""
    if not reason.strip():
        raise HidingReasonMissing()
    with transaction():
        row = _locked(thing)
        row.hidden_at, row.hidden_reason = clock.now(), reason.strip()
        audit.record(f"{row.__tablename__}.hidden", of=(row.__tablename__, row.id), by=by, after="hidden", why=reason)


def show_again(thing: Hideable, *, by: Any) -> None:
    """Undo the hiding."""
    with transaction():
        row = _locked(thing)
        before, row.hidden_at, row.hidden_reason = row.hidden_reason, None, None
        audit.record(f"{row.__tablename__}.shown_again", of=(row.__tablename__, row.id), by=by, before=before)


def _locked(thing: Hideable) -> Any:
    row = locked(type(thing), thing.id)
    if row is None:
        raise NotFound()
    return row
