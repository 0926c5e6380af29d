"""The notice: the plan is public for so many days before intake opens (operating ordinance, art. 6)."""

import datetime as dt

from sqlalchemy import Select, select

from app.core.db import db
from app.core.errors import N_, RuleError
from app.cycles.models import Cycle, PlanVersion


class PlanNotPublished(RuleError):
    code = "plan_not_published"
    sentence = N_(
        "Intake cannot open: the operating plan has not been published. It must be public %(days)s days before."
    )


class NoticeTooShort(RuleError):
    code = "notice_too_short"
    sentence = N_(
        "Intake cannot open at %(opens_at)s: the plan must be public %(days)s days before. "
        "Published at %(published_at)s, intake can open from %(earliest_at)s."
    )


def first_published_at(cycle: Cycle) -> dt.datetime | None:
    """Return since when the plan of the cycle is public; later versions do not begin the notice anew."""
    return db.session.scalar(first_published(cycle.id))


def first_published(cycle_id: int) -> Select[tuple[dt.datetime]]:
    """Return a query of the instant since when the plan of a cycle is public."""
    first = select(PlanVersion.published_at).where(PlanVersion.cycle_id == cycle_id)
    return first.order_by(PlanVersion.number).limit(1)


def earliest_intake(published_at: dt.datetime, notice_days: int) -> dt.datetime:
    """Return the first instant at which intake may open."""
    return published_at + dt.timedelta(days=notice_days)


def require_notice(published_at: dt.datetime | None, notice_days: int, opens_at: dt.datetime) -> None:
    """Raise ``PlanNotPublished`` or ``NoticeTooShort`` if intake may not open then."""
    if published_at is None:
        raise PlanNotPublished(days=notice_days)
    earliest = earliest_intake(published_at, notice_days)
    if opens_at < earliest:
        raise NoticeTooShort(opens_at=opens_at, days=notice_days, published_at=published_at, earliest_at=earliest)
