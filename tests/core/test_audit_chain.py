"""Whoever edits, removes or adds a record by hand is named."""

import pytest
from flask import Flask
from sqlalchemy import text

from app.core import audit
from app.core.db import db, transaction


@pytest.fixture
def chain(app: Flask) -> int:
    with transaction():
        for number in range(1, 8):
            audit.record(
                "plan.change", of=("cycle", 1), before={"pot": number}, after={"pot": number + 1}, why="reason"
            )
    return 7


def by_hand(statement: str) -> None:
    with db.engine.begin() as connection:
        connection.execute(text(statement))
    db.session.remove()


def test_an_untouched_chain_verifies(chain: int):
    assert audit.verify() is None


@pytest.mark.parametrize(
    ("statement", "seq", "what"),
    [
        ("UPDATE audit_entry SET action = 'other' WHERE seq = 3", 3, "edited"),
        ("UPDATE audit_entry SET actor = 'account:9' WHERE seq = 7", 7, "edited"),
        ("UPDATE audit_payload SET why = 'better reason' WHERE seq = 4", 4, "payload_edited"),
        ("DELETE FROM audit_payload WHERE seq = 5; DELETE FROM audit_entry WHERE seq = 5", 5, "removed"),
        ("DELETE FROM audit_payload WHERE seq = 7; DELETE FROM audit_entry WHERE seq = 7", 7, "removed"),
        (
            "INSERT INTO audit_entry SELECT 8, at, actor, role, action, object_type, object_key, payload_hash, "
            "hash, 'x' || substr(hash, 2), seal FROM audit_entry WHERE seq = 7",
            8,
            "added",
        ),
    ],
)
def test_verify_names_the_first_record_touched_by_hand(chain: int, statement: str, seq: int, what: str):
    for part in statement.split(";"):
        by_hand(part)
    fault = audit.verify()
    assert fault is not None
    assert (fault.seq, fault.what) == (seq, what)


def test_an_erased_payload_leaves_the_chain_whole(chain: int):
    by_hand("DELETE FROM audit_payload WHERE seq = 2")
    assert audit.verify() is None


def test_a_whole_chain_without_its_end_is_found_by_a_head_kept_outside(app: Flask, chain: int):
    assert audit.verify(kept_head=(9, "0" * 64)) == audit.Fault(8, "removed")
