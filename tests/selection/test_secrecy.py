"""What the stored data tell of who voted what: nothing by order, place or transaction."""

import threading
from collections import Counter
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from app.accounts.models import Account
from app.core.audit import AuditEntry
from app.core.db import Base, db
from app.core.errors import RuleError
from app.selection import services as selection
from app.selection.models import SelectionMark, SelectionPoll, SelectionRoll
from tests.selection.builders import a_selection, an_open_poll, members_of, time_is_over, vote


def cast_one_by_one(members: int = 8) -> SelectionPoll:
    """The first member votes yes to the first option only, the second to the second, and so on."""
    poll = an_open_poll(a_selection(members=members, costs=tuple(range(10, 10 + members))))
    for index, seat in enumerate(members_of(poll)):
        vote(seat, poll, *("yes" if index == place else None for place in range(members)))
    return poll


def test_roll_and_box_share_nothing_that_could_join_them(app: Flask):
    box, roll = Base.metadata.tables["selection_mark"], Base.metadata.tables["selection_roll"]
    assert set(box.c.keys()) == {"key", "poll_id", "proposal_id", "value"}
    assert set(roll.c.keys()) == {"poll_id", "seat_id", "voted"}
    assert not {fk.column.table.name for fk in box.foreign_keys} & {"seat", "account", "selection_roll", "audit_entry"}


def test_casting_writes_no_other_row(app: Flask):
    poll = an_open_poll(a_selection())

    def rows() -> Counter:
        return Counter(
            {t.name: db.session.scalar(select(func.count()).select_from(t)) for t in Base.metadata.sorted_tables}
        )

    before = rows()
    vote(members_of(poll)[0], poll, "yes", "no", "yes")
    assert rows() - before == Counter({"selection_mark": 3})
    assert db.session.scalar(select(AuditEntry.action).order_by(AuditEntry.seq.desc())) == "selection.open"


@pytest.mark.postgres
def test_every_row_of_roll_and_box_carries_one_transaction_and_lies_in_key_order(app: Flask):
    if db.engine.dialect.name != "postgresql":
        pytest.skip("SQLite keeps no transaction with a row; the box lies in key order by WITHOUT ROWID")
    poll = cast_one_by_one()
    for table, order in (("selection_mark", "key"), ("selection_roll", "seat_id")):
        rows = db.session.execute(text(f"SELECT xmin::text, {order} FROM {table} ORDER BY ctid")).all()
        assert len({row[0] for row in rows}) == 1
        keys = [bytes(row[1]) if isinstance(row[1], memoryview) else row[1] for row in rows]
        assert keys == sorted(keys)
    pairs = db.session.scalar(
        text(
            "SELECT count(*) FROM selection_mark JOIN selection_roll USING (poll_id) "
            "WHERE selection_mark.xmin::text = selection_roll.xmin::text AND selection_mark.poll_id = :poll"
        ),
        {"poll": poll.id},
    )
    assert pairs == 8 * 8  # everybody joins with everything: the join says nothing


def test_no_earlier_version_of_a_row_is_left_to_compare_after_any_ballot(app: Flask):
    """PostgreSQL keeps rows that were written over, SQLite pages in its log: an administrator could set them apart."""
    if db.engine.dialect.name == "postgresql":
        with db.engine.begin() as connection:
            connection.execute(text("CREATE EXTENSION IF NOT EXISTS pageinspect"))
    poll = an_open_poll(a_selection(members=6, costs=(10, 11, 12)))
    for seat in members_of(poll):
        vote(seat, poll, "yes", "no", "yes")
        assert versions_beside_the_living(poll) == 0
        db.session.rollback()
    time_is_over(poll)
    selection.close(poll)
    assert versions_beside_the_living(poll) == 0


def versions_beside_the_living(poll: SelectionPoll) -> int:
    """Count what the files hold of roll and box besides the rows that a query gives."""
    if db.engine.dialect.name == "sqlite":
        return Path(f"{db.engine.url.database}-wal").stat().st_size
    extra = 0
    for table in ("selection_mark", "selection_roll"):
        stored = text(
            f"SELECT count(*) FROM generate_series(0, (pg_relation_size('{table}') / 8192)::int - 1) AS page, "
            f"heap_page_items(get_raw_page('{table}', page)) WHERE t_data IS NOT NULL"
        )
        extra += db.session.scalar(stored) - db.session.scalar(text(f"SELECT count(*) FROM {table}"))
    db.session.rollback()
    return extra


def test_the_first_voter_is_not_the_first_mark_of_the_file(app: Flask):
    """Eight members voted in a known order; what the file gives back in its own order is the order of random keys."""
    in_order = 0
    for _ in range(2):
        poll = cast_one_by_one(6)
        found = db.session.scalars(text(f"SELECT proposal_id FROM selection_mark WHERE poll_id = {poll.id}")).all()
        in_order += found == sorted(found)
    assert in_order <= 1  # by chance 1 in 720 each


def test_64_parallel_ballots_of_one_member_are_one(app: Flask):
    """64 threads with connections of their own press at the same moment, half of them otherwise than the others."""
    poll = an_open_poll(a_selection(members=3))
    poll_id, account_id = poll.id, members_of(poll)[0].account_id
    first = poll.options[0].proposal_id
    db.session.rollback()
    start, answers = threading.Barrier(64), []

    def press(number: int) -> None:
        with app.app_context():
            poll, account = db.session.get(SelectionPoll, poll_id), db.session.get(Account, account_id)
            db.session.rollback()
            start.wait()
            try:
                selection.cast(poll, marks={first: "yes" if number % 2 else "no"}, by=account)
                answers.append("cast")
            except RuleError as refused:
                answers.append(refused.code)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=press, args=(number,)) for number in range(64)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Counter(answers) == {"cast": 1, "already_voted": 63}
    assert db.session.scalar(select(func.count(SelectionMark.key))) == 1
    assert db.session.scalar(select(func.count()).select_from(SelectionRoll).where(SelectionRoll.voted)) == 1
