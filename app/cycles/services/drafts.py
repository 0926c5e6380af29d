"""Writing a plan: each section is saved apart, and is public and in force only once it is published."""

from typing import Any

from sqlalchemy import delete, select

from app.core import audit, clock
from app.core.db import db, locked, transaction
from app.core.errors import EditedByAnother, NotFound
from app.cycles.models import Cycle, PlanDraft, PlanSection
from app.cycles.services.checks import check_section
from app.cycles.services.contents import Content, revision_of, section_in_force
from app.cycles.services.frozen import require_changeable


def draft_of(cycle: Cycle) -> Content:
    """Return the plan as the office is writing it: what was saved, the rest as it is in force."""
    rows = db.session.scalars(select(PlanDraft).where(PlanDraft.cycle_id == cycle.id))
    saved = {row.section: row.content for row in rows}
    return {
        section: saved[section] if section in saved else section_in_force(cycle, section) for section in PlanSection
    }


def section_of(cycle: Cycle, section: PlanSection) -> Any:
    """Return one section as the office is writing it."""
    saved = db.session.get(PlanDraft, (cycle.id, section), populate_existing=True)
    return saved.content if saved is not None else section_in_force(cycle, section)


def has_draft(cycle: Cycle) -> bool:
    """Say whether something is written that is not published."""
    return db.session.scalar(select(PlanDraft.cycle_id).where(PlanDraft.cycle_id == cycle.id).limit(1)) is not None


def save_section(*, cycle_id: int, section: PlanSection, content: Any, revision: str, by: Any) -> None:
    """Keep a section of the plan. ``revision`` is of the content that was edited.

    Raises ``EditedByAnother``, a ``Frozen``, or what contradicts itself in it.
    """
    with transaction():
        cycle = locked(Cycle, cycle_id)
        if cycle is None:
            raise NotFound()
        if revision != revision_of(section_of(cycle, section)):
            raise EditedByAnother()
        check_section(section, content)
        require_changeable(cycle, section, content, clock.now())
        keep(cycle, section, content, by=by)
        audit.record("plan.draft", of=("cycle", cycle.id), by=by, after={"section": section})


def keep(cycle: Cycle, section: PlanSection, content: Any, *, by: Any) -> None:
    """Store a section inside the caller's transaction; one equal to what is in force is no draft."""
    written = db.session.get(PlanDraft, (cycle.id, section))
    if cycle.plans and content == section_in_force(cycle, section):
        if written is not None:
            db.session.delete(written)
        return
    values = {"content": content, "saved_at": clock.now(), "saved_by": by.id if by is not None else None}
    if written is None:
        db.session.add(PlanDraft(cycle_id=cycle.id, section=section, **values))
    else:
        for name, value in values.items():
            setattr(written, name, value)


def discard(*, cycle_id: int, by: Any) -> None:
    """Throw away what was written and not published; the plan in force stays."""
    with transaction():
        if locked(Cycle, cycle_id) is None:
            raise NotFound()
        db.session.execute(delete(PlanDraft).where(PlanDraft.cycle_id == cycle_id))
        audit.record("plan.discard", of=("cycle", cycle_id), by=by)
