"""Rounds of a select stage that were held before there were polls keep their outcome and their numbers."""

import sqlite3
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import downgrade, upgrade

from app import create_app

MIGRATIONS = str(Path(__file__).parent.parent.parent / "migrations")
BEFORE, AFTER = "0070", "0071"
AT = "2018-08-28 00:00:00.000000"


def _fill(rows: sqlite3.Connection, table: str) -> None:
    """Write one row with key 1 in which everything that must be there is there; checks are not asked."""
    columns = rows.execute(f"PRAGMA table_info({table})").fetchall()
    needed = [(name, kind) for _, name, kind, needed, _, key in columns if needed or key]
    values = [1 if any(word in kind for word in ("INT", "BOOL")) else "1" for _, kind in needed]
    rows.execute("PRAGMA ignore_check_constraints=ON")
    marks = ", ".join("?" * len(needed))
    rows.execute(f"INSERT INTO {table} ({', '.join(name for name, _ in needed)}) VALUES ({marks})", values)


@pytest.fixture
def old_city(tmp_path: Path) -> tuple[Flask, sqlite3.Connection]:
    """A city as it was before, with a round that is decided, one that is void, and a list that never opened."""
    file = tmp_path / "old.db"
    app = create_app(TESTING=True, SQLALCHEMY_DATABASE_URI=f"sqlite:///{file}", INSTANCE=tmp_path)
    with app.app_context():
        upgrade(directory=MIGRATIONS, revision=BEFORE)
    rows = sqlite3.connect(file, isolation_level=None)
    for table in ("place", "account", "cycle", "body", "proposal"):
        _fill(rows, table)
    for number, (opened, closed, met, outcome) in enumerate(
        ((AT, AT, 1, '{"void": false}'), (AT, AT, 0, '{"void": true}'), (None, None, None, None)), 1
    ):
        rows.execute(
            "INSERT INTO selection_poll (id, slug, cycle_id, round, body_id, form, opens_at, closes_at, rule, frozen_hash, "
            "frozen_at, opened_at, closed_at, quorum_met, enrolled, voted, outcome) VALUES (?, ?, 1, ?, 1, 'yes_no_each', "
            "'2018-08-20', '2018-08-28', '{}', 'h', '2018-08-17', ?, ?, ?, 3, 3, ?)",
            (number, f"round-{number}", number, opened, closed, met, outcome),
        )
        rows.execute("INSERT INTO selection_option (poll_id, proposal_id, position) VALUES (?, 1, 1)", (number,))
    rows.executemany(
        "INSERT INTO selection_mark (key, poll_id, proposal_id, value) VALUES (?, 1, ?, ?)",
        [(b"1" * 16, 1, "yes"), (b"2" * 16, 1, "yes"), (b"3" * 16, 1, "no"), (b"4" * 16, None, "blank")],
    )
    return app, rows


def test_what_was_decided_stays_and_single_marks_become_numbers(old_city):
    app, rows = old_city
    with app.app_context():
        upgrade(directory=MIGRATIONS, revision=AFTER)
    kept = rows.execute("SELECT slug, quorum_met, outcome, vote_id FROM selection_poll ORDER BY id").fetchall()
    assert kept == [("round-1", 1, '{"void": false}', None), ("round-2", 0, '{"void": true}', None)]
    assert rows.execute("SELECT poll_id FROM selection_option").fetchall() == [(1,), (2,)]
    tally = rows.execute("SELECT poll_id, proposal_id, value, marks FROM selection_tally ORDER BY value").fetchall()
    assert tally == [(1, 1, "no", 1), (1, 1, "yes", 2)]
    with app.app_context():
        downgrade(directory=MIGRATIONS, revision=BEFORE)
    again = rows.execute("SELECT value, count(*), count(DISTINCT key) FROM selection_mark GROUP BY value").fetchall()
    assert again == [("no", 1, 1), ("yes", 2, 2)]
    assert rows.execute("SELECT slug, opened_at FROM selection_poll").fetchall() == [("round-1", AT), ("round-2", AT)]


def test_a_vote_that_is_open_stops_the_upgrade_until_it_is_counted(old_city):
    app, rows = old_city
    rows.execute("UPDATE selection_poll SET opened_at = ? WHERE id = 3", (AT,))
    with app.app_context(), pytest.raises(SystemExit):  # and the reason in the log
        upgrade(directory=MIGRATIONS, revision=AFTER)
    assert rows.execute("SELECT count(*) FROM selection_mark").fetchone() == (4,)
