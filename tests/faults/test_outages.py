"""The disk is full, the database is gone, a backup is put back: a clear error, nothing half done, the same result."""

import sqlite3
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import event, func, select, text
from sqlalchemy.exc import OperationalError

from app import create_app
from app.core import clock
from app.core.db import db
from app.polls.models import Intake, Poll, RollRow, RollState
from app.polls.services import casting, checking
from tests.polls.builders import DURING, an_open_poll, closed, counted, vote, voter
from voting.ledger.canonical import canonical


def numbers() -> tuple[int, int]:
    voted = select(func.count()).select_from(RollRow).where(RollRow.state == RollState.voted)
    found = db.session.scalar(select(func.count()).select_from(Intake)), db.session.scalar(voted)
    db.session.rollback()
    return found


def test_a_full_disk_refuses_and_the_same_form_is_cast_once_there_is_room(app: Flask):
    if db.engine.dialect.name != "sqlite":
        pytest.skip("a full disk of PostgreSQL needs a file system of its own")
    poll = an_open_poll()
    who = voter(poll, 1)
    with clock.replaying(DURING):
        field = casting.draft(poll, who, ["1"]).field
        db.session.rollback()
        db.session.execute(text("PRAGMA max_page_count=1"))  # no page beyond those that are there
        db.session.rollback()
        forms = [(voter(poll, n), casting.draft(poll, voter(poll, n), ["1"]).field) for n in range(2, 25)]
        refused, said, before = [], set(), numbers()
        for person, form in [(who, field), *forms]:
            try:
                casting.cast(poll, person, form)
            except OperationalError as full:
                refused.append((person, form))
                said.add(str(full.orig))
        assert said == {"database or disk is full"}
        waiting, voted = numbers()
        assert waiting == voted == before[0] + 24 - len(refused)
        db.session.execute(text("PRAGMA max_page_count=1000000"))
        db.session.rollback()
        for person, form in refused:
            casting.cast(poll, person, form)
        assert numbers() == (24, 24)


def test_a_database_that_goes_away_before_the_commit_has_stored_nothing(app: Flask):
    poll = an_open_poll()
    who = voter(poll, 1)

    def cut(*_: object) -> None:
        raise OperationalError("COMMIT", {}, Exception("server closed the connection unexpectedly"))

    with clock.replaying(DURING):
        field = casting.draft(poll, who, ["1"]).field
        event.listen(db.engine, "commit", cut)
        try:
            with pytest.raises(OperationalError):
                casting.cast(poll, who, field)
        finally:
            event.remove(db.engine, "commit", cut)
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
