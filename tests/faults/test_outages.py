"""The disk is full, the database is gone, a backup is put back: a clear error, nothing half done, the same result."""

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Connection, Engine, create_engine, event, func, select, text
from sqlalchemy.exc import OperationalError

from app import create_app
from app.core import clock
from app.core.db import db, driver
from app.polls.models import Intake, Poll, RollRow, RollState
from app.polls.services import casting, checking, locks
from tests.polls.builders import DURING, an_open_poll, closed, counted, vote, voter
from voting.ledger.canonical import canonical


def numbers() -> tuple[int, int]:
    voted = select(func.count()).select_from(RollRow).where(RollRow.state == RollState.voted)
    found = db.session.scalar(select(func.count()).select_from(Intake)), db.session.scalar(voted)
    db.session.rollback()
    return found


@contextmanager
def no_room() -> Iterator[None]:
    """Let the database have no page beyond those that are there."""

    def small(connection: sqlite3.Connection, _: object) -> None:
        connection.execute("PRAGMA max_page_count=1")

    event.listen(Engine, "connect", small)
    db.engine.dispose()
    yield
    event.remove(Engine, "connect", small)
    db.engine.dispose()


def test_a_full_disk_refuses_and_the_same_form_is_cast_once_there_is_room(app: Flask):
    if db.engine.dialect.name != "sqlite":
        pytest.skip("a full disk of PostgreSQL needs a file system of its own")
    poll = an_open_poll()
    who = voter(poll, 1)
    with clock.replaying(DURING):
        field = casting.draft(poll, who, ["1"]).field
        db.session.rollback()
        forms = [(voter(poll, n), casting.draft(poll, voter(poll, n), ["1"]).field) for n in range(2, 25)]
        refused, said, before = [], set(), numbers()
        with no_room():
            for person, form in [(who, field), *forms]:
                try:
                    casting.cast(poll, person, form)
                except OperationalError as full:
                    refused.append((person, form))
                    said.add(str(full.orig))
        assert said == {"database or disk is full"}
        waiting, voted = numbers()
        assert waiting == voted == before[0] + 24 - len(refused)
        for person, form in refused:
            casting.cast(poll, person, form)
        assert numbers() == (24, 24)


@contextmanager
def another_keeps_it_too_long(poll: Poll) -> Iterator[None]:
    """SQLite: another writer, and no patience. PostgreSQL: the connection that waits for a lock is cut off."""
    if db.engine.dialect.name == "sqlite":
        with driver() as lent:
            lent.driver_connection.execute("PRAGMA busy_timeout=50")
        with sqlite3.connect(db.engine.url.database, isolation_level=None) as other:
            other.execute("BEGIN IMMEDIATE")
            yield
            other.execute("ROLLBACK")
        return
    with create_engine(db.engine.url, isolation_level="AUTOCOMMIT").connect() as other:
        numbers = locks.cast_numbers(poll.id, bytes(32))
        other.execute(text("SELECT pg_advisory_lock(7307, :poll_number)"), numbers)
        cutter = threading.Thread(target=cut_off_who_waits, args=(other,))
        cutter.start()
        yield
        cutter.join()
        other.execute(text("SELECT pg_advisory_unlock_all()"))


def cut_off_who_waits(other: Connection) -> None:
    waiting = "FROM pg_stat_activity WHERE wait_event = 'advisory' AND datname = current_database()"
    for _ in range(500):
        if other.scalar(text(f"SELECT pg_terminate_backend(pid) {waiting}")):
            return
        time.sleep(0.01)


def test_a_vote_that_the_database_breaks_off_has_stored_nothing_and_the_same_form_is_cast_later(app: Flask):
    poll = an_open_poll()
    who = voter(poll, 1)
    with clock.replaying(DURING):
        field = casting.draft(poll, who, ["1"]).field
        with another_keeps_it_too_long(poll), pytest.raises(OperationalError):
            casting.cast(poll, who, field)
        assert numbers() == (0, 0)
        assert casting.cast(poll, who, field)
        assert numbers() == (1, 1)


@pytest.mark.one_database
def test_a_backup_taken_while_people_vote_gives_the_same_result_bit_for_bit(app: Flask, tmp_path: Path):
    """Whoever got no answer because of the outage posts the form again; who got one posts it without effect."""
    poll, forms = an_open_poll(), []
    poll_id, copy = poll.id, tmp_path / "restored.db"
    with sqlite3.connect(db.engine.url.database) as source, sqlite3.connect(copy) as target:

        def one_more(*_: int) -> None:
            if len(forms) < 24:
                number = len(forms)
                with clock.replaying(DURING):
                    who = voter(poll, number)
                    forms.append((who, casting.draft(poll, who, [str(1 + number % 3)]).field))
                    casting.cast(poll, *forms[-1])

        source.backup(target, pages=40, progress=one_more)
    target.close()
    while len(forms) < 24:
        one_more()
    first = canonical(counted(closed(poll)).result)
    restored = create_app(TESTING=True, SQLALCHEMY_DATABASE_URI=f"sqlite:///{copy}", INSTANCE=app.config["INSTANCE"])
    with restored.app_context():
        again = db.session.get(Poll, poll_id)
        assert checking.faults(again) == []
        with clock.replaying(DURING):
            for form in forms:
                casting.cast(again, *form)
        assert canonical(counted(closed(again)).result) == first
        db.session.remove()
        db.engine.dispose()


def test_votes_go_on_after_an_outage(app: Flask):
    poll = an_open_poll()
    vote(poll, 1, "1")
    db.engine.dispose()
    assert vote(poll, 2, "1")
