"""The minutes of the day, and what the big screen shows. Once the minutes are out, names and needs are erased."""

from typing import Any

from app.assembly.models import Assembly, Stage
from app.assembly.services import attending, finding
from app.core import audit, clock
from app.core.db import transaction
from app.core.errors import N_, EditedByAnother, RuleError


class MinutesEmpty(RuleError):
    code = "minutes_empty"
    sentence = N_("Write the minutes first.")


class DayNotOver(RuleError):
    code = "minutes_day_not_over"
    sentence = N_("Minutes are published after the day: names are erased with it.")


def write(assembly: Assembly, *, minutes: str, revision: int, by: Any) -> None:
    """Write the minutes down. Raises ``EditedByAnother``."""
    assembly_id = assembly.id
    with transaction():
        assembly = finding.locked_assembly(assembly_id)
        if assembly.revision != revision:
            raise EditedByAnother()
        assembly.minutes = minutes.strip()
        audit.record("assembly.minutes", of=("assembly", assembly_id), by=by, after={"characters": len(minutes)})


def publish(assembly: Assembly, *, by: Any) -> None:
    """Let everybody read the minutes, and erase names and needs. Raises ``MinutesEmpty``, ``DayNotOver``."""
    assembly_id = assembly.id
    with transaction():
        assembly = finding.locked_assembly(assembly_id)
        if not assembly.minutes:
            raise MinutesEmpty()
        if clock.today() <= assembly.held_on:
            raise DayNotOver()
        assembly.minutes_published_at = clock.now()
        attending.forget_persons(assembly)
        audit.record("assembly.minutes_published", of=("assembly", assembly_id), by=by)


def show_on_screen(assembly: Assembly, stage: Stage | None, *, by: Any) -> None:
    """Choose which stage the big screen shows, or none."""
    assembly_id, stage_id = assembly.id, stage.id if stage is not None else None
    with transaction():
        assembly = finding.locked_assembly(assembly_id)
        assembly.screen_stage_id = stage_id
        audit.record("assembly.screen", of=("assembly", assembly_id), by=by, after={"stage": stage_id})
