"""Reading and verifying the log: by command and on the auditor's page."""

import json

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from app.core import audit
from app.core.audit import reading
from app.core.db import db, transaction
from tests.builders import an_account


@pytest.fixture
def chain(app: Flask) -> tuple[int, str]:
    with transaction():
        for number in range(1, 6):
            audit.record(
                "plan.change" if number % 2 else "proposal.move",
                of=("cycle", number),
                after={"pot": number},
                why="이유",
            )
    return reading.head()


def run(app: Flask, *args: str):
    return app.test_cli_runner().invoke(args=["audit", *args])


def test_the_command_says_that_the_chain_is_whole_and_its_head(app: Flask, chain: tuple[int, str]):
    result = run(app, "verify")
    assert (result.exit_code, result.output) == (0, f"5 records, the chain is whole; head 5:{chain[1]}\n")
    assert run(app, "head").output == f"5:{chain[1]}\n"


def test_the_command_names_the_record_that_was_edited(app: Flask, chain: tuple[int, str]):
    with db.engine.begin() as connection:
        connection.execute(text("UPDATE audit_entry SET action = 'other' WHERE seq = 3"))
    db.session.remove()
    result = run(app, "verify")
    assert result.exit_code == 1
    assert result.output.startswith("record 3 was edited by hand")
    assert json.loads(run(app, "verify", "--json").output)["fault"] == {"seq": 3, "what": "edited"}


def test_a_kept_head_finds_a_chain_that_was_rewritten_with_the_key(app: Flask, chain: tuple[int, str]):
    with db.engine.begin() as connection:
        for table in ("audit_payload", "audit_entry", "audit_head"):
            connection.execute(text(f"DELETE FROM {table}"))
    db.session.remove()
    with transaction():
        for number in range(1, 6):
            audit.record("plan.change", of=("cycle", number), after={"pot": number})
    assert run(app, "verify").exit_code == 0
    result = run(app, "verify", "--head", f"5:{chain[1]}")
    assert (result.exit_code, result.output.startswith("record 5 ")) == (1, True)


def test_a_head_that_cannot_be_read_is_refused(app: Flask, chain: tuple[int, str]):
    assert run(app, "verify", "--head", "five").exit_code == 2


def test_the_auditor_reads_and_filters_the_log(app: Flask, client: FlaskClient, sign_in, chain: tuple[int, str]):
    sign_in(an_account("auditor"))
    page = client.get("/audit").text
    assert "기록 5건" in page
    assert chain[1][:32] in page
    assert "기록 3건" in client.get("/audit?action=plan").text
    assert "기록 1건" in client.get("/audit?object_type=cycle&object_key=2").text
    assert "맞는 기록이 없습니다" in client.get("/audit?actor=account:999").text
    assert "맞는 기록이 없습니다" in client.get("/audit?last_day=2020-01-01").text


def test_a_date_that_is_none_is_told(app: Flask, client: FlaskClient, sign_in, chain: tuple[int, str]):
    sign_in(an_account("auditor"))
    answer = client.get("/audit?first_day=yesterday")
    assert answer.status_code == 200
    assert "error-summary" in answer.text


def test_an_erased_payload_is_shown_as_erased(app: Flask, client: FlaskClient, sign_in, chain: tuple[int, str]):
    with transaction():
        assert audit.erase_payloads(of=("cycle", 2)) == 1
    sign_in(an_account("auditor"))
    assert "지움" in client.get("/audit?object_key=2").text
    assert audit.verify() is None


def test_what_somebody_wrote_is_shown_as_text(app: Flask, client: FlaskClient, sign_in):
    with transaction():
        audit.record(
            "x", of=("cycle", 1), after={"title": "<script>alert(1)</script>"}, why="<img src=x onerror=alert(1)>"
        )
    sign_in(an_account("auditor"))
    page = client.get("/audit").text
    assert "<script>alert" not in page
    assert "<img src=x" not in page
