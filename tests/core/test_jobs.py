import pytest
from flask import Flask

from app.core.db import db
from app.core.errors import RuleError
from app.core.jobs import queue
from app.core.jobs.models import Job, JobState
from tests.builders import an_account


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
