"""An import over fifty rows is a job: the request answers at once, the rows come all or none."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from flask import url_for
from sqlalchemy import create_engine, func, select, text

from app import create_app
from app.core.db import db, transaction
from app.core.imports import carrying_out, jobs
from app.core.imports.kinds import Target, kind_called
from app.core.imports.models import ImportBatch
from app.core.jobs import queue
from app.core.jobs.models import Job, JobState
from app.cycles.models import PhaseKind
from app.proposals.models import Proposal
from tests.builders import DAY, a_cycle, an_account
from tests.proposals.test_import_of_proposals import row, sheet

SECONDS = 20


def looked_at(rows: int, cycle, organiser) -> tuple[int, str]:
    """A file of proposals that was looked at: its id, and the mark of its report."""
    content = sheet(*(row(number=str(1000 + i), title=f"제안 {i}") for i in range(rows)))
    batch = carrying_out.look_at(content, "제안.csv", kind_called("proposals"), Target(cycle.id, organiser))
    return batch.id, carrying_out.report_of(batch, organiser).mark


def proposals() -> int:
    return db.session.scalar(select(func.count()).select_from(Proposal)) or 0


@pytest.fixture
def organiser(app):
    return an_account("organiser")


@pytest.fixture
def browser(organiser, sign_in):
    return sign_in(organiser)


def test_sixty_rows_are_taken_and_taken_back_by_jobs_whose_pages_lead_back(app, organiser, browser):
    batch_id, mark = looked_at(60, a_cycle(), organiser)
    sent = browser.post(f"/office/imports/{batch_id}/carry-out", data={"mark": mark})
    assert sent.headers["Location"].startswith("/jobs/")
    assert f'href="/office/imports/{batch_id}"' in browser.get(sent.headers["Location"]).text
    assert proposals() == 60
    undone = browser.post(f"/office/imports/{batch_id}/undo", data={"why": "다른 파일"})
    assert undone.headers["Location"].startswith("/jobs/")
    assert proposals() == 0
    assert [job.state for job in db.session.scalars(select(Job))] == [JobState.done] * 2


@pytest.mark.one_database
def test_fifty_rows_are_taken_in_the_request(app, organiser, browser):
    batch_id, mark = looked_at(50, a_cycle(), organiser)
    sent = browser.post(f"/office/imports/{batch_id}/carry-out", data={"mark": mark})
    assert sent.headers["Location"] == f"/office/imports/{batch_id}"
    assert proposals() == 50


def test_a_report_that_is_no_longer_true_is_refused_on_the_jobs_page(app, organiser, browser):
    batch_id, _mark = looked_at(60, a_cycle(), organiser)
    page = browser.get(browser.post(f"/office/imports/{batch_id}/carry-out", data={"mark": "old"}).headers["Location"])
    assert "살펴보신 뒤에 이 파일과 관계있는 것이 바뀌었습니다" in page.text
    assert f'href="/office/imports/{batch_id}"' in page.text
    assert proposals() == 0
    assert db.session.get_one(ImportBatch, batch_id).imported_at is None


def test_intake_that_closed_meanwhile_is_told_with_its_time_and_nothing_is_there(app, organiser, browser):
    cycle = a_cycle()
    batch_id, mark = looked_at(60, cycle, organiser)
    with transaction():
        for phase in db.session.get_one(type(cycle), cycle.id).phases:
            if phase.kind is PhaseKind.intake:
                phase.closes_at = phase.opens_at + DAY / 2
    sent = browser.post(f"/en/office/imports/{batch_id}/carry-out", data={"mark": mark})
    assert "This was possible until" in browser.get(sent.headers["Location"]).text
    assert proposals() == 0


def test_a_job_of_an_import_that_is_carried_out_already_changes_nothing(app, organiser):
    batch_id, mark = looked_at(60, a_cycle(), organiser)
    batch = db.session.get_one(ImportBatch, batch_id)
    for kind, argument in ((jobs.CARRY_OUT, {"mark": mark}), (jobs.UNDO, {"why": "다른 파일"})):
        first = jobs.start(kind, batch, by=organiser, **argument).id
        with transaction():
            db.session.get_one(Job, first).state = JobState.running  # as if its worker had died before saying so
        queue.run(first)
        assert db.session.get_one(Job, first).state is JobState.done
        with app.test_request_context():
            assert db.session.get_one(Job, first).result == {"next": url_for("imports.show", batch_id=batch_id)}
    assert db.session.get_one(ImportBatch, batch_id).undone_at is not None


@pytest.mark.one_database
def test_who_writes_while_an_import_holds_sqlite_is_asked_to_come_again(app, organiser, browser):
    batch_id, mark = looked_at(2, a_cycle(), organiser)
    db.session.rollback()
    app.config["PROPAGATE_EXCEPTIONS"] = False
    with db.engine.connect() as held, db.engine.connect() as waiting:
        waiting.execute(text("PRAGMA busy_timeout = 20"))
        held.rollback()
        held.execution_options(writing=True).execute(text("SELECT 1"))
        waiting.close()
        answer = browser.post(f"/office/imports/{batch_id}/carry-out", data={"mark": mark})
    assert answer.status_code == 503
    assert "데이터베이스" in answer.text
    assert proposals() == 0


@pytest.fixture
def instance(sqlite_template: Path, tmp_path: Path) -> Path:
    """The folder of a site with an empty database, as a worker of its own is told of it."""
    (tmp_path / "minhoe.db").write_bytes(sqlite_template.read_bytes())
    return tmp_path


@pytest.fixture
def worker(instance: Path):
    """Return a function that starts a real worker; none outlives the test."""
    started: list[subprocess.Popen[bytes]] = []
    names = ("DATABASE_URL", "JOBS_ADDRESS", "SMTP_ADDRESS", "MINHOE_ENV")
    env = {name: value for name, value in os.environ.items() if name not in names}

    def start() -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "flask", "--app", "wsgi", "jobs", "work"]
        started.append(subprocess.Popen(command, env=env | {"MINHOE_INSTANCE": str(instance)}))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()


def wait_for(state: JobState, instance: Path) -> None:
    """Wait until the only job is in a state; fail after ``SECONDS``."""
    engine, end = create_engine(f"sqlite:///{instance / 'minhoe.db'}"), time.monotonic() + SECONDS
    with engine.connect() as connection:
        while (now := connection.scalar(text("SELECT state FROM job"))) != state:
            connection.rollback()
            assert time.monotonic() < end, f"still {now}"
            time.sleep(0.02)
    engine.dispose()


def test_worker_killed_in_the_middle_leaves_nothing_and_the_next_one_does_it_all(instance: Path, worker):
    site = create_app(INSTANCE=instance, SQLALCHEMY_DATABASE_URI=f"sqlite:///{instance / 'minhoe.db'}")
    with site.app_context():
        organiser = an_account("organiser")
        batch_id, mark = looked_at(150, a_cycle(), organiser)
        jobs.start(jobs.CARRY_OUT, db.session.get_one(ImportBatch, batch_id), by=organiser, mark=mark)
        first = worker()
        wait_for(JobState.running, instance)
        first.send_signal(signal.SIGKILL)
        first.wait()
        db.session.rollback()
        assert (proposals(), db.session.scalars(select(Job.state)).one()) == (0, JobState.running)
        worker()
        wait_for(JobState.done, instance)
        db.session.rollback()
        assert proposals() == 150
        db.session.remove()
        db.engine.dispose()
