"""The queue: a kind of job is a function in a table; starting one is a row and a message to a worker.

Without ``JOBS_ADDRESS`` the queue is a file beside the database and the worker a child of the
server; with it (``redis://...``) several machines share one queue. The code is the same.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import structlog
from flask import Flask, current_app
from huey import RedisHuey, SqliteHuey, crontab
from huey.api import Huey
from sqlalchemy import select

from app.core import clock
from app.core.db import after_commit, db, transaction
from app.core.errors import RuleError
from app.core.jobs.models import Job, JobState

log = structlog.get_logger()
WORK = "work"  # the name of the messages that mean a job
Work = Callable[..., Any]
KINDS: dict[str, Work] = {}
BEGUN = (JobState.queued, JobState.running)
REGULAR: list[tuple[int, Callable[[], object]]] = []  # every so many minutes


@dataclass(frozen=True)
class Progress:
    """What a job tells of itself while it runs."""

    job_id: str

    def at(self, step: int, steps: int) -> None:
        """Say that ``step`` of ``steps`` is done. Call it outside of a transaction."""
        with transaction():
            job = db.session.get_one(Job, self.job_id)
            job.step, job.steps = min(step, steps), steps


def job(kind: str) -> Callable[[Work], Work]:
    """Declare ``(progress, **arguments) -> dict or nothing`` as a kind of job. It may run twice without harm."""

    def declare(work: Work) -> Work:
        KINDS[kind] = work
        return work

    return declare


def regularly(minutes: int) -> Callable[[Callable[[], object]], Callable[[], object]]:
    """Declare a function that a worker calls every so many minutes."""

    def declare(work: Callable[[], object]) -> Callable[[], object]:
        REGULAR.append((minutes, work))
        return work

    return declare


def start(kind: str, *, by: Any = None, leads_to: str | None = None, **arguments: Any) -> Job:
    """Queue a job with its page, together with what the caller's transaction does.

    ``leads_to``: the address, without its language, where the page leads once the job is over, done or refused.
    """
    with transaction():
        row = Job(
            id=secrets.token_hex(16),
            kind=kind,
            arguments=arguments,
            started_by=by.id if by is not None else None,
            queued_at=clock.now(),
            result={"next": leads_to} if leads_to else None,
        )
        db.session.add(row)
        db.session.flush()
        job_id, send = row.id, current_app.extensions["jobs"].send
        after_commit(lambda: send(job_id))
    return row


def run(job_id: str) -> None:
    """Do a queued job; what it raises is its result. A job that was started before begins again."""
    with transaction():
        row = db.session.get(Job, job_id, with_for_update=True)
        if row is None or row.state not in BEGUN:
            return
        row.state, row.step = JobState.running, 0
        kind, arguments = row.kind, dict(row.arguments)
    try:
        result = KINDS[kind](Progress(job_id), **arguments)
    except RuleError as refusal:
        _end(job_id, JobState.failed, result={"refusal": refusal.as_json()}, error=refusal.code)
    except Exception:
        log.exception("job failed", job=job_id, kind=kind)
        _end(job_id, JobState.failed, error="broken")
    else:
        _end(job_id, JobState.done, result=result)


def _end(job_id: str, state: JobState, *, result: dict[str, Any] | None = None, error: str | None = None) -> None:
    with transaction():
        row = db.session.get_one(Job, job_id, with_for_update=True)
        if row.state is JobState.done:  # by another worker that had it too
            return
        row.state, row.error, row.ended_at = state, error, clock.now()
        row.result = {**(row.result or {}), **(result or {})} or None
        if state is JobState.done:
            row.step = row.steps


def resume() -> list[str]:
    """Send the jobs again that no message speaks of, because a worker or the queue was lost; return their ids.

    Called when a worker starts. Where several share a queue, what another is at may be done twice, without harm.
    """
    jobs: Queue = current_app.extensions["jobs"]
    sent = {task.args[0] for task in jobs.huey.pending() if task.name == WORK}
    begun = db.session.scalars(select(Job.id).where(Job.state.in_(BEGUN)).order_by(Job.queued_at)).all()
    db.session.rollback()
    lost = [job_id for job_id in begun if job_id not in sent]
    for job_id in lost:
        jobs.send(job_id)
    return lost


@dataclass(frozen=True)
class Queue:
    huey: Huey
    send: Callable[[str], object]


def register(app: Flask) -> None:
    """Bind the queue that the settings name; under test a job runs at once."""
    address = app.config["JOBS_ADDRESS"]
    options: dict[str, Any] = {"immediate": app.testing, "results": False}
    if address:
        huey: Huey = RedisHuey("minhoe", url=address, **options)
    else:
        huey = SqliteHuey("minhoe", filename=str(app.config["INSTANCE"] / "jobs.db"), **options)

    def work(job_id: str) -> None:
        if app.testing:
            run(job_id)
            return
        with app.app_context():
            run(job_id)

    def regular(act: Callable[[], object]) -> Callable[[], None]:
        def once() -> None:
            with app.app_context():
                act()

        once.__name__ = f"regular_{act.__module__}_{act.__name__}"
        return once

    for minutes, act in REGULAR:
        huey.periodic_task(crontab(minute=f"*/{minutes}"))(regular(act))
    app.extensions["jobs"] = Queue(huey, huey.task(name=WORK)(work))
