"""A worker that is killed leaves nothing behind; the next one makes the very same lottery."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from app import create_app
from app.core import clock
from app.core.db import db
from app.draws.models import Draw, DrawRecord, DrawState
from app.draws.services import ceremony, lottery, rehearsing
from tests.core.test_large_imports import SECONDS
from tests.draws.builders import DATA, DICE, PublicValue, a_committed_draw, a_draw_of_file, a_subject, an_organiser

POOL, TIMES = DATA / "synthetic_2500", 4  # large enough for a middle to kill it in


@pytest.fixture
def site(sqlite_template: Path, tmp_path: Path):
    (tmp_path / "minhoe.db").write_bytes(sqlite_template.read_bytes())
    app = create_app(INSTANCE=tmp_path, SQLALCHEMY_DATABASE_URI=f"sqlite:///{tmp_path / 'minhoe.db'}")
    with app.app_context():
        yield tmp_path
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def worker(tmp_path: Path):
    """Return a function that starts a real worker; none outlives the test."""
    started: list[subprocess.Popen[bytes]] = []
    names = ("DATABASE_URL", "JOBS_ADDRESS", "SMTP_ADDRESS", "MINHOE_ENV")
    env = {name: value for name, value in os.environ.items() if name not in names}

    def start() -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "flask", "--app", "wsgi", "jobs", "work"]
        started.append(subprocess.Popen(command, env=env | {"MINHOE_INSTANCE": str(tmp_path)}))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()


def wait_for(question: str, folder: Path) -> None:
    """Wait until the database answers with something true."""
    engine, end = create_engine(f"sqlite:///{folder / 'minhoe.db'}"), time.monotonic() + SECONDS
    with engine.connect() as connection:
        while not connection.scalar(text(question)):
            connection.rollback()
            assert time.monotonic() < end, question
            time.sleep(0.02)
    engine.dispose()


def test_a_lottery_killed_in_the_middle_is_made_again_with_the_same_fingerprint(site: Path, worker, monkeypatch):
    a_subject()
    draw = a_draw_of_file(POOL, 250, TIMES)
    ceremony.announce(draw, PublicValue.dice, DICE, None)
    draw_id, job_id = draw.id, lottery.start(draw, an_organiser()).id
    first = worker()
    wait_for(f"SELECT step >= {lottery.READ} FROM job WHERE id = '{job_id}'", site)
    first.send_signal(signal.SIGKILL)
    first.wait()
    db.session.rollback()
    left = db.session.get_one(Draw, draw_id)
    assert (left.state, left.commitment, db.session.query(DrawRecord).count()) == (DrawState.computing, None, 0)
    worker()
    wait_for(f"SELECT state = 'committed' FROM draw WHERE id = {draw_id}", site)
    db.session.rollback()
    committed = db.session.get_one(Draw, draw_id).commitment
    with db.engine.begin() as connection:  # once more from the start, in this process
        connection.execute(text("DELETE FROM draw_record"))
        connection.execute(text("UPDATE draw SET state = 'computing', commitment = NULL"))
    db.session.rollback()
    monkeypatch.setattr(lottery, "TELLS_EVERY", 0.0)
    told: list[tuple[int, int]] = []
    lottery.compute(draw_id, lambda step, steps: told.append((step, steps)))
    again = db.session.get_one(Draw, draw_id)
    assert (again.state, again.commitment) == (DrawState.committed, committed)
    assert told[0] == (0, 100)
    assert any(lottery.SOUGHT < step < lottery.FOUND for step, _ in told), told
    assert [step for step, _ in told] == sorted(step for step, _ in told)


def test_a_job_that_runs_twice_commits_once(app):
    draw = a_committed_draw()
    before = draw.commitment
    lottery.compute(draw.id, lambda *_: None)
    assert db.session.get_one(Draw, draw.id).commitment == before


def test_a_lottery_of_a_draw_given_up_meanwhile_is_called_off(app, monkeypatch):
    from app.draws.services import abandoning
    from tests.draws.builders import an_announced_draw

    draw = an_announced_draw()
    made = lottery.prepare

    def give_up_first(*arguments):
        abandoning.abandon(db.session.get_one(Draw, draw.id), "다른 날 합니다", None)
        return made(*arguments)

    monkeypatch.setattr(lottery, "prepare", give_up_first)
    lottery.start(draw, None)
    found = db.session.get_one(Draw, draw.id)
    assert (found.state, found.commitment) == (DrawState.abandoned, None)


def test_a_rehearsal_is_made_and_verified_and_the_site_says_how_long_ago(app, client):
    assert client.get("/readyz").json["checks"]["draws"] == {"ok": True, "rehearsed": None}
    rehearsing.rehearse()
    rehearsing.rehearse()
    found = client.get("/readyz")
    assert found.status_code == 200
    said = found.json["checks"]["draws"]
    assert (said["ok"], said["minutes_ago"]) == (True, 0)
    last = rehearsing.latest()
    assert last is not None
    assert last.verified
    with clock.replaying(last.made_at + 95 * clock.dt.timedelta(minutes=1)):
        assert rehearsing.health()["minutes_ago"] == 95


def test_a_rehearsal_that_does_not_verify_makes_the_site_unready(app, client, monkeypatch):
    def tampered(*arguments, **options):
        record, outcome = made(*arguments, **options)
        return json.loads(json.dumps(record).replace(record["commitment"], "0" * 64)), outcome

    made = rehearsing.transcript
    monkeypatch.setattr(rehearsing, "transcript", tampered)
    assert not rehearsing.rehearse().verified
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json["checks"]["draws"]["ok"]) == (503, False)
