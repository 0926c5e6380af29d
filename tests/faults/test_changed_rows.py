"""Any single row of roll, box, log, heads or audit that is changed, added or removed by hand after the closing is found.

``make faults`` tries 1,000 cases on each database, the short form 20. What a sealed ballot holds is judged at the opening.
"""

import datetime as dt
import secrets
from collections import Counter
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Column, Table, delete, insert, select, update
from sqlalchemy.exc import DataError, IntegrityError

from app.core import audit, clock
from app.core.audit import AuditEntry, AuditHead, AuditPayload
from app.core.db import db
from app.core.errors import RuleError
from app.polls.models import BoxedBallot, Leaf, LogHead, Poll, RollRow
from app.polls.services import checking, counting, keys, sequencer
from tests.faults.conftest import LONG
from tests.polls.builders import AFTER, DURING, an_open_poll, closed, voted_by

CASES = 1000 if LONG else 20
TABLES = {
    model.__tablename__: model.__table__
    for model in (RollRow, BoxedBallot, Leaf, LogHead, AuditEntry, AuditHead, AuditPayload)
}
UNSEEN = {
    # roll.channel is for the turnout alone; a payload may be erased by law, so that one that is missing is no fault
    ("poll_roll", "change", "channel"), ("audit_payload", "remove", None),
}  # fmt: skip
KEPT = ("poll_id", "id")  # what makes a row one of this poll, or the only one
SWAPPED = {"voted": "listed", "listed": "voted"}


@pytest.fixture
def poll(app: Flask) -> Poll:
    made = an_open_poll(voters=40)
    voted_by(made, 24)
    with clock.replaying(DURING):
        sequencer.run(made)
    return closed(made)


def is_found(poll_id: int) -> bool:
    """Say whether the operator's check, the audit's or the opening of the box names a fault."""
    db.session.expire_all()
    poll = db.session.get_one(Poll, poll_id)
    try:
        if checking.faults(poll) or audit.verify() is not None:
            return True
        with clock.replaying(AFTER):
            counting._tally(poll, counting._secret(poll, *keys.demonstration_shares(poll)))
    except (RuleError, ValueError, KeyError, TypeError):  # what is there is no longer what such a row holds
        return True
    return False


def other(value: Any, drawn: int) -> Any:
    """Return another value of the same kind."""
    if value is None:
        return "f" * 64
    if isinstance(value, bytes):
        place = drawn % len(value)
        return value[:place] + bytes([value[place] ^ (1 + drawn % 255)]) + value[place + 1 :]
    if isinstance(value, int):
        return value + 1 + drawn % 1000
    if isinstance(value, dt.datetime):
        return value + dt.timedelta(seconds=1 + drawn % 100_000)
    if isinstance(value, (dict, list)):
        return {"drawn": drawn}
    if value in SWAPPED:
        return SWAPPED[value]
    place = drawn % len(value) if value else 0
    return value[:place] + ("0" if value[place : place + 1] != "0" else "1") + value[place + 1 :]


def a_new_one(column: Column, value: Any) -> Any:
    """Return what a row that is added holds where no two may hold the same."""
    if value is None or column.name in KEPT or not (column.primary_key or column.unique):
        return value
    if isinstance(value, bytes):
        return secrets.token_bytes(32)
    return value + 10_000 if isinstance(value, int) else secrets.token_hex(32)


def by_hand(table: Table, act: str, column: Column, row: Any, drawn: int) -> Any:
    """Return the statement of a hand in the database."""
    this = [key == row[key.name] for key in table.primary_key]
    if act == "remove":
        return delete(table).where(*this)
    if act == "change":
        return update(table).where(*this).values({column.name: other(row[column.name], drawn)})
    return insert(table).values({name: a_new_one(table.c[name], value) for name, value in row.items()})


@settings(max_examples=CASES, deadline=None, suppress_health_check=list(HealthCheck), derandomize=not LONG)
@given(data=st.data())
def one_row(poll_id: int, seen: Counter, data: st.DataObject) -> None:
    table = TABLES[data.draw(st.sampled_from(sorted(TABLES)))]
    act = data.draw(st.sampled_from(["change", "add", "remove"]))
    column = table.c[data.draw(st.sampled_from([c.name for c in table.c if c.name not in KEPT]))]
    if (table.name, act, column.name if act == "change" else None) in UNSEEN:
        return
    db.session.rollback()
    rows = db.session.execute(select(table).order_by(*table.primary_key)).mappings().all()
    row = rows[data.draw(st.integers(0, len(rows) - 1))]
    try:
        if table is AuditEntry.__table__ and act == "remove":
            db.session.execute(delete(AuditPayload).where(AuditPayload.seq == row["seq"]))
        db.session.execute(by_hand(table, act, column, row, data.draw(st.integers(0, 1 << 20))))
    except (IntegrityError, DataError):  # the database itself refuses it
        seen["refused"] += 1
        db.session.rollback()
        return
    found = is_found(poll_id)
    db.session.rollback()
    seen["found" if found else "unseen"] += 1
    assert found, (table.name, act, column.name, dict(row))


def test_any_single_row_that_is_touched_by_hand_is_found(poll: Poll):
    seen: Counter[str] = Counter()
    assert not is_found(poll.id)
    one_row(poll.id, seen)
    print(dict(seen))  # noqa: T201
    assert seen["found"] > CASES / 2
