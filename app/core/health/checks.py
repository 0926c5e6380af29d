"""What must hold for the site to serve. An area adds its own check to the table."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError

from app.core import clock
from app.core.db import db
from app.core.jobs.models import Job, JobState
from app.core.mail import Message

PATIENCE = dt.timedelta(minutes=10)
Check = Callable[[], dict[str, Any]]


def database() -> dict[str, Any]:
    db.session.execute(text("SELECT 1"))
    return {"ok": True}


def jobs() -> dict[str, Any]:
    """A job that waits longer than ten minutes means that no worker runs."""
    waiting = select(func.count()).where(Job.state == JobState.queued, Job.queued_at < clock.now() - PATIENCE)
    late = int(db.session.scalar(waiting) or 0)
    return {"ok": late == 0, "late": late}


def mail() -> dict[str, Any]:
    """Mail that was tried in vain is shown, and does not stop the site."""
    unsent = int(db.session.scalar(select(func.count()).where(Message.sent_at.is_(None), Message.tries > 0)) or 0)
    return {"ok": True, "unsent": unsent}


CHECKS: dict[str, Check] = {"database": database, "jobs": jobs, "mail": mail}


def all_checks() -> dict[str, dict[str, Any]]:
    """Return what each check found; one that breaks is not ok."""
    found = {}
    for name, check in CHECKS.items():
        try:
            found[name] = check()
        except SQLAlchemyError as broken:
            db.session.rollback()
            found[name] = {"ok": False, "error": type(broken).__name__}
    return found
