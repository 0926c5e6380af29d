"""What the stored data tell of who voted what: nothing by column, order, place, transaction or remnant."""

import threading
from collections import Counter
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import BigInteger, DateTime, func, select, text

from app.accounts.models import Account
from app.core import clock
from app.core.db import db
from app.core.errors import RuleError
from app.polls.models import RECORDS, BoxedBallot, Intake, Poll, RollRow, RollState
from app.polls.services import casting, sequencer, voters
from app.polls.services.making import ElectorateRow
from tests.builders import an_account
from tests.polls.builders import DURING, LATE, an_open_poll, closed, vote, voter

PLACES = {("poll_leaf", "place"), ("poll_head", "size")}  # of whole batches, sorted by hash


@pytest.mark.one_database
def test_the_records_have_no_time_no_sequence_and_no_person(app: Flask):
    for model in RECORDS:
        table = model.__table__
        assert {key.column.table.name for key in table.foreign_keys} == {"poll"}, table.name
        for column in table.columns:
            assert not isinstance(column.type, DateTime), column
            if isinstance(column.type, BigInteger) and column.name != "poll_id":
                assert (table.name, column.name) in PLACES
        assert not any(column.identity for column in table.columns)
        assert table.dialect_options["sqlite"]["with_rowid"] is False


def cast_in_turn(poll: Poll, people: int, at=DURING) -> list[str]:
    """Return the pseudonyms in the order of voting."""
    for number in range(people):
        vote(poll, number, str(1 + number % 5), at=at)
    return [voter(poll, number).pseud for number in range(people)]


@pytest.mark.postgres
def test_no_transaction_number_and_no_place_joins_a_line_of_the_roll_with_a_ballot(app: Flask):
    if db.engine.dialect.name != "postgresql":
        pytest.skip("SQLite keeps neither; its tables lie in the order of their keys")
    poll = an_open_poll(voters=45)
    in_turn = cast_in_turn(poll, 40)
    with clock.replaying(DURING):
        sequencer.run(poll)
    joined = text("SELECT count(*) FROM poll_roll r JOIN poll_box b ON r.xmin::text = b.xmin::text")
    leaves = text(
        "SELECT count(*) FROM poll_roll r JOIN poll_leaf b ON r.xmin::text = b.xmin::text WHERE b.kind='ballot'"
    )
    assert (db.session.scalar(joined), db.session.scalar(leaves)) == (0, 0)
    boxed = [bytes(row) for row in db.session.scalars(text("SELECT leaf FROM poll_box ORDER BY ctid"))]
    assert boxed == sorted(boxed)  # the order of hashes, whoever came first
    assert in_turn != sorted(in_turn)
    closed(poll)
    rows = db.session.execute(text("SELECT xmin::text, pseud FROM poll_roll ORDER BY ctid")).all()
    assert len({row[0] for row in rows}) == 1
    assert [row[1] for row in rows] == sorted(row[1] for row in rows)


def files_of_the_database() -> list[Path]:
    """Everything that the database keeps on disk, its write-ahead log among it."""
    if db.engine.dialect.name == "sqlite":
        path = db.engine.url.database
        return [Path(path), Path(f"{path}-wal")]
    folder = Path(db.session.scalar(text("SHOW data_directory")))
    number = db.session.scalar(text("SELECT oid FROM pg_database WHERE datname = current_database()"))
    return [*folder.glob(f"base/{number}/*"), *folder.glob("pg_wal/0*")]


def times_found(needle: bytes) -> int:
    return sum(path.read_bytes().count(needle) for path in files_of_the_database() if path.is_file())


def test_no_seed_and_no_change_code_is_in_any_file_or_log(
    app: Flask, capfd: pytest.CaptureFixture, caplog: pytest.LogCaptureFixture
):
    poll, kept = an_open_poll(voters=45), []
    for number in range(20):
        who = voter(poll, number)
        with clock.replaying(DURING):
            review = casting.draft(poll, who, ["1"])
            cast = casting.cast(poll, who, review.field)
        kept.append((review.draft, cast))
    with clock.replaying(DURING):
        sequencer.run(poll)
    db.session.rollback()
    if db.engine.dialect.name == "postgresql":
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("CHECKPOINT"))
    stored = b"".join(path.read_bytes() for path in files_of_the_database() if path.is_file())
    said = (caplog.text + "".join(capfd.readouterr())).encode()
    assert kept[0][0].leaf in stored  # the search finds what is there
    for draft, cast in kept:
        secret = (draft.seed, draft.seed.hex().encode(), draft.change, cast.change_code.encode(), b'"values"')
        for needle in secret:
            assert needle not in stored
            assert needle not in said
    assert kept[0][1].receipt.leaf.encode() not in said


def test_after_a_batch_no_remnant_of_the_intake_is_left(app: Flask):
    """SQLite's pages and log hold each sealed ballot once, in the box; PostgreSQL's intake is an empty file."""
    poll = an_open_poll(voters=45)
    cast_in_turn(poll, 20)
    waiting = db.session.execute(select(Intake.body, Intake.sealed)).all()
    with clock.replaying(DURING):
        sequencer.run(poll)
    db.session.rollback()
    if db.engine.dialect.name == "postgresql":
        assert db.session.scalar(text("SELECT pg_relation_size('poll_intake')")) == 0
        return
    assert {times_found(sealed) for _, sealed in waiting} == {1}
    assert db.session.scalar(select(func.count()).select_from(BoxedBallot)) == 20


def test_nothing_leaves_the_intake_alone_in_the_last_hour(app: Flask):
    poll = an_open_poll(voters=45)
    cast_in_turn(poll, 21, at=LATE)
    with clock.replaying(LATE):
        assert sequencer.run(poll) is None


@pytest.mark.parametrize("same_form", [True, False])
def test_64_parallel_requests_of_one_voter_are_one_ballot(app: Flask, same_form: bool):
    """64 threads with connections of their own press at the same moment."""
    poll = an_open_poll(voters=0, electorates=[ElectorateRow("residents", "주민", "Residents")])
    poll_id, account_id = poll.id, an_account().id
    who = voters.voter_of_account(poll, db.session.get(Account, account_id))
    with clock.replaying(DURING):
        forms = [casting.draft(poll, who, [str(1 + n % 5)]).field for n in range(1 if same_form else 64)] * 64
    db.session.rollback()
    start, answers = threading.Barrier(64), []

    def press(number: int) -> None:
        with app.app_context(), clock.replaying(DURING):
            poll = db.session.get(Poll, poll_id)
            db.session.rollback()
            start.wait()
            try:
                answers.append(casting.cast(poll, who, forms[number]).receipt.leaf)
            except RuleError as refused:
                answers.append(refused.code)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=press, args=(number,)) for number in range(64)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    leaf = db.session.scalars(select(Intake.leaf)).one().hex()
    assert Counter(answers) == ({leaf: 64} if same_form else {leaf: 1, "already_voted": 63})
    assert db.session.query(RollRow).filter(RollRow.state == RollState.voted).count() == 1
