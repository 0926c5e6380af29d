"""Workers, sequencer and database are killed while people vote: nothing that was acknowledged is lost or counted twice.

A short form by default; ``make faults`` sets FAULT_ROUNDS.
"""

import datetime as dt
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from app.core import clock
from app.core.db import Base, db
from app.polls.services import publishing
from tests.faults.conftest import LONG, ROUNDS, long_form
from tests.faults.harness import Town, rounds, what_holds
from tests.faults.servers import Server
from tests.polls.builders import an_open_poll
from voting.ledger.verify import verify

VOTERS = 60 * ROUNDS if LONG else 16 * ROUNDS  # enough that people still vote when the last one is killed


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
        poll = what_holds(found, found.told())
        verify(publishing.bundle(poll))
        db.session.remove()
        db.engine.dispose()


def test_killed_workers_lose_and_double_no_ballot_on_sqlite(folder: Path):
    """On SQLite the worker is the database: every third time all are killed at once."""
    found = town(f"sqlite:///{folder / 'town.db'}", folder)
    assert rounds(found, ROUNDS) > 0
    check(found)


@long_form
@pytest.mark.postgres
def test_a_killed_postgresql_loses_and_doubles_no_ballot(folder: Path):
    with Server(folder) as server:
        found = town(server.address, folder)
        assert rounds(found, ROUNDS, server.kill) > 0
        check(found)
