"""Publishing a plan: the cycle follows it, and the whole copy is kept as a numbered version."""

import datetime as dt
from typing import Any

from sqlalchemy import delete

from app.core import audit, clock
from app.core.db import db, locked, transaction
from app.core.errors import N_, EditedByAnother, NotFound, RuleError
from app.cycles.models import Cycle, PlanDraft, PlanSection, PlanVersion
from app.cycles.services.checks import gaps, intake_opens_at
from app.cycles.services.contents import Content, plan_in_force, revision_of, write_section
from app.cycles.services.drafts import draft_of
from app.cycles.services.frozen import require_changeable
from app.cycles.services.notice import first_published_at, require_notice


class NothingToPublish(RuleError):
    code = "nothing_to_publish"
    sentence = N_("Nothing differs from the plan that is public.")


class ReasonMissing(RuleError):
    code = "reason_missing"
    sentence = N_("Say why the plan is changed. Everyone will see the reason.")
    field = "why"


def publish(*, cycle_id: int, why: str, revision: str, by: Any, at: dt.datetime | None = None) -> PlanVersion:
    """Make what is written public and in force. ``at`` is for plans taken over from the past.

    Raises what the plan lacks, ``NoticeTooShort``, a ``Frozen``, ``ReasonMissing``, ``EditedByAnother``.
    """
    with transaction():
        cycle = locked(Cycle, cycle_id)
        if cycle is None:
            raise NotFound()
        at = at or clock.now()
        plan, before = draft_of(cycle), plan_in_force(cycle)
        if revision != revision_of(plan):
            raise EditedByAnother()
        require_publishable(cycle, plan, at)
        if cycle.plans and not why.strip():
            raise ReasonMissing()
        changed = [section for section in PlanSection if not cycle.plans or plan[section] != before[section]]
        for section in changed:
            write_section(cycle, section, plan[section])
        db.session.execute(delete(PlanDraft).where(PlanDraft.cycle_id == cycle.id))
        version = _keep_version(cycle, plan, why.strip(), by, at)
        audit.record(
            "plan.publish",
            of=("cycle", cycle.id),
            by=by,
            before={section: before[section] for section in changed} if version.number > 1 else None,
            after={"version": version.number} | {section: plan[section] for section in changed},
            why=why.strip() or None,
        )
    return version


def require_publishable(cycle: Cycle, plan: Content, at: dt.datetime) -> None:
    """Raise what keeps a plan from being published at that moment."""
    for gap in gaps(plan):
        raise gap
    if cycle.plans and plan == plan_in_force(cycle):
        raise NothingToPublish()
    for section in PlanSection:
        require_changeable(cycle, section, plan[section], at)
    require_notice(first_published_at(cycle) or at, plan[PlanSection.basics]["notice_days"], intake_opens_at(plan))


def _keep_version(cycle: Cycle, plan: Content, why: str, by: Any, at: dt.datetime) -> PlanVersion:
    version = PlanVersion(
        cycle_id=cycle.id,
        number=len(cycle.plans) + 1,
        published_at=at,
        published_by=by.id if by is not None else None,
        why=why,
        content=plan,
    )
    db.session.add(version)
    db.session.flush()
    db.session.expire(cycle, ["plans"])
    return version
