"""An import over fifty rows is a job: the request answers at once, the rows come all or none."""

import io
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from flask import url_for
from sqlalchemy import create_engine, event, func, select, text

from app import create_app
from app.core import audit
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

SECONDS = 60


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


def send(browser, cycle, content: bytes):
    form = {"file": (io.BytesIO(content), "제안.csv")}
    return browser.post(f"/office/imports/new/proposals/{cycle.id}", data=form, content_type="multipart/form-data")


def test_a_large_file_is_looked_at_by_a_job_that_leads_to_its_report(app, organiser, browser):
    cycle = a_cycle()
    rows = [row(number=str(1000 + i), title=f"제안 {i}") for i in range(60)]
    sent = send(browser, cycle, sheet(*rows, row(number="칠")))
    assert sent.headers["Location"].startswith("/jobs/")
    job = db.session.scalars(select(Job)).one()
    assert (job.kind, job.state, job.steps) == (jobs.LOOK, JobState.done, 62)
    batch = db.session.scalars(select(ImportBatch)).one()
    assert (batch.rows_in, batch.rows_taken, len(batch.sample)) == (61, 60, 10)
    assert f'href="/office/imports/{batch.id}"' in browser.get(sent.headers["Location"]).text
    page = browser.get(f"/office/imports/{batch.id}").text
    assert "61줄 중 60줄을 읽었습니다. 1줄은 뺐습니다." in page
    assert "5,000만 원" in page
    done = browser.post(f"/office/imports/{batch.id}/carry-out", data={"mark": batch.mark})
    assert done.headers["Location"].startswith("/jobs/")
    assert proposals() == 60


def test_a_large_file_that_is_no_table_of_proposals_is_told_on_the_jobs_page_and_not_kept(app, organiser, browser):
    cycle = a_cycle()
    page = browser.get(send(browser, cycle, b"a,b\r\n" * 60).headers["Location"]).text
    assert "열 이름" in page
    assert f'href="/office/imports/new/proposals/{cycle.id}"' in page
    assert db.session.scalars(select(ImportBatch)).all() == []


def test_a_report_that_is_no_longer_true_is_made_anew_and_can_be_asked_for(app, organiser, browser):
    cycle = a_cycle()
    batch_id, mark = looked_at(60, cycle, organiser)
    other_id, other = looked_at(60, cycle, organiser)
    browser.post(f"/office/imports/{other_id}/carry-out", data={"mark": other})
    browser.post(f"/office/imports/{batch_id}/carry-out", data={"mark": mark})
    batch = db.session.get_one(ImportBatch, batch_id)
    assert (batch.rows_taken, batch.rows_unchanged) == (0, 60)
    assert "모두 이미 있습니다" in browser.get(f"/office/imports/{batch_id}").text
    browser.post(f"/office/imports/{other_id}/undo", data={"why": "다른 파일"})
    assert browser.post(f"/office/imports/{batch_id}/look").headers["Location"].startswith("/jobs/")
    db.session.expire_all()
    assert batch.rows_taken == 60


@pytest.mark.one_database
def test_taking_632_rows_holds_the_database_for_less_than_two_seconds(app, organiser):
    batch_id, mark = looked_at(632, a_cycle(), organiser)
    statements: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *about: statements.append(about[2]))
    began = time.perf_counter()
    carrying_out.carry_out(batch_id, mark=mark, by=organiser)
    assert time.perf_counter() - began < 10  # 0.8 s on a quiet machine; before, 4.5 s
    assert len(statements) < 5 * 632  # before, 19 a row
    assert audit.verify() is None


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


def wait_for(condition: str, instance: Path) -> None:
    """Wait until the only job meets a condition; fail after ``SECONDS``."""
    engine, end = create_engine(f"sqlite:///{instance / 'minhoe.db'}"), time.monotonic() + SECONDS
    with engine.connect() as connection:
        while not connection.scalar(text(f"SELECT 1 FROM job WHERE {condition}")):
            connection.rollback()
            assert time.monotonic() < end, f"never {condition}"
            time.sleep(0.005)
    engine.dispose()


def test_worker_killed_in_the_middle_leaves_nothing_and_the_next_one_does_it_all(instance: Path, worker):
    site = create_app(INSTANCE=instance, SQLALCHEMY_DATABASE_URI=f"sqlite:///{instance / 'minhoe.db'}")
    with site.app_context():
        organiser = an_account("organiser")
        batch_id, mark = looked_at(600, a_cycle(), organiser)
        jobs.start(jobs.CARRY_OUT, db.session.get_one(ImportBatch, batch_id), by=organiser, mark=mark)
        first = worker()
        wait_for("step = 600", instance)  # all is read, and being written
        first.send_signal(signal.SIGKILL)
        first.wait()
        db.session.rollback()
        assert (proposals(), db.session.scalars(select(Job.state)).one()) == (0, JobState.running)
        worker()
        wait_for("state = 'done'", instance)
        db.session.rollback()
        assert proposals() == 600
        db.session.remove()
        db.engine.dispose()
