import datetime as dt

import pytest
from flask import Flask

from app import create_app
from app.core import clock
from app.core.db import db, transaction
from app.core.errors import N_, RuleError
from app.core.jobs import queue
from app.core.jobs.models import Job, JobState
from tests.builders import an_account


class TooLate(RuleError):
    code = "too_late"
    sentence = N_("This was possible until %(closed_at)s. Nothing was changed.")


@pytest.fixture
def kinds():
    before = dict(queue.KINDS)
    yield queue.KINDS
    queue.KINDS.clear()
    queue.KINDS.update(before)


def test_a_job_runs_after_the_commit_and_keeps_its_result(app: Flask, kinds):
    @queue.job("double")
    def double(progress: queue.Progress, number: int) -> dict[str, int]:
        progress.at(1, 2)
        return {"doubled": number * 2}

    started = queue.start("double", by=an_account(), number=21)
    row = db.session.get_one(Job, started.id)
    assert (row.state, row.result, row.step, row.steps) == (JobState.done, {"doubled": 42}, 2, 2)


def test_a_job_that_a_rule_refuses_says_which(app: Flask, kinds):
    @queue.job("refused")
    def refused(progress: queue.Progress) -> None:
        raise RuleError()

    row = db.session.get_one(Job, queue.start("refused").id)
    assert (row.state, row.error) == (JobState.failed, "refused")


def test_a_job_that_breaks_is_failed_and_not_lost(app: Flask, kinds):
    @queue.job("broken")
    def broken(progress: queue.Progress) -> None:
        raise ZeroDivisionError

    assert db.session.get_one(Job, queue.start("broken").id).state is JobState.failed


def test_a_job_that_is_done_is_not_done_again(app: Flask, kinds):
    calls = []
    queue.job("once")(lambda progress: calls.append(1))
    job_id = queue.start("once").id
    queue.run(job_id)
    assert calls == [1]


def test_the_page_of_a_job_is_its_starters_alone(client, sign_in, kinds):
    queue.job("quiet")(lambda progress: {})
    mine = an_account()
    job_id = queue.start("quiet", by=mine).id
    assert sign_in(an_account()).get(f"/jobs/{job_id}").status_code == 404


def test_the_page_of_a_refused_job_says_why_in_the_readers_language(client, sign_in, kinds):
    @queue.job("late")
    def late(progress: queue.Progress) -> None:
        raise TooLate(closed_at=dt.datetime(2026, 5, 31, 9, tzinfo=dt.UTC))

    mine = an_account()
    job_id = queue.start("late", by=mine, leads_to="/office/imports/7").id
    browser = sign_in(mine)
    for language, told in (("", "5월 31일(일) 18:00"), ("/en", "This was possible until Sun 31 May, 18:00 KST")):
        page = browser.get(f"{language}/jobs/{job_id}").text
        assert told in page
        assert f'href="{language}/office/imports/7"' in page


def test_a_job_of_one_step_shows_no_share_while_it_runs(client, sign_in, kinds):
    mine = an_account()
    browser = sign_in(mine)
    page = browser.get(f"/jobs/{a_job(JobState.running, by=mine)}").text
    assert "하는 중입니다." in page
    assert "<progress" not in page
    assert 'value="1"' in browser.get(f"/jobs/{a_job(JobState.running, by=mine, step=1, steps=3)}").text


def test_a_refused_job_is_over_and_never_begins_again(app: Flask, kinds):
    tries = []

    @queue.job("refused")
    def refused(progress: queue.Progress) -> None:
        tries.append(1)
        raise RuleError()

    queue.run(queue.start("refused").id)
    assert tries == [1]


def test_a_worker_that_comes_second_does_not_undo_what_the_first_reported(app: Flask, kinds):
    """Two workers have the same job; the slower one fails after the other was done."""

    @queue.job("twice")
    def twice(progress: queue.Progress) -> dict[str, int]:
        with transaction():
            row = db.session.get_one(Job, progress.job_id)
            row.state, row.result = JobState.done, {"by": 1}
        raise ZeroDivisionError

    row = db.session.get_one(Job, queue.start("twice").id)
    assert (row.state, row.result, row.error) == (JobState.done, {"by": 1}, None)


def a_job(state: JobState, *, by=None, step: int = 0, steps: int = 1) -> str:
    """A job of the kind "left" whose worker was lost: no message speaks of it."""
    with transaction():
        job = Job(
            id=f"{state}{step}", kind="left", arguments={}, state=state, step=step, steps=steps,
            started_by=by.id if by else None, queued_at=clock.now(),
        )  # fmt: skip
        db.session.add(job)
    return job.id


def test_what_a_lost_worker_left_behind_is_begun_again(app: Flask, kinds):
    done = []
    queue.job("left")(lambda progress: done.append(progress.job_id))
    left = {a_job(JobState.running), a_job(JobState.queued)}
    a_job(JobState.failed)
    a_job(JobState.cancelled)
    assert set(app.test_cli_runner().invoke(args=["jobs", "resume"]).output.split()) == left == set(done)
    assert queue.resume() == []


@pytest.mark.one_database
def test_a_job_whose_message_waits_is_not_sent_twice(app: Flask, tmp_path, kinds):
    queue.job("quiet")(lambda progress: None)
    site = create_app(SQLALCHEMY_DATABASE_URI=app.config["SQLALCHEMY_DATABASE_URI"], INSTANCE=tmp_path)
    with site.app_context():
        job_id = queue.start("quiet").id
        assert queue.resume() == []
        site.extensions["jobs"].huey.storage.flush_queue()
        assert queue.resume() == [job_id]
        assert site.extensions["jobs"].huey.pending_count() == 1
        db.engine.dispose()
