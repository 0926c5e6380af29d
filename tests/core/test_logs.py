"""The program's log: one JSON object a line, the number of the request, and nothing that somebody typed."""

import io
import json

import pytest
from flask import Blueprint, Flask
from flask.testing import FlaskClient

from app.core import logs
from app.core.permissions import Permission, needs
from tests.accounts.builders import PASSWORD, letters, link_in, someone
from tests.builders import an_account

pytestmark = pytest.mark.one_database

CANARY = "canary7"


pytestmark = pytest.mark.own_app


@pytest.fixture
def lines(app: Flask):
    out = io.StringIO()
    logs.configure("info", out)
    yield lambda: [json.loads(line) for line in out.getvalue().splitlines()]
    logs.configure("warning")


@pytest.fixture
def broken(app: Flask) -> None:
    page = Blueprint("broken", __name__)

    @page.post("/broken/<text>")
    @needs(Permission.anyone)
    def fail(text: str):
        raise ValueError(f"cannot read {text}")

    app.register_blueprint(page)


def test_every_request_has_a_number_in_its_answer_and_in_the_log(client: FlaskClient, lines):
    number = client.get("/healthz").headers["X-Request-Id"]
    [line] = lines()
    assert (line["request"], line["route"], line["status"], line["method"]) == (number, "/healthz", 200, "GET")


def test_a_number_from_outside_is_not_taken_over(client: FlaskClient):
    assert client.get("/healthz", headers={"X-Request-Id": "forged"}).headers["X-Request-Id"] != "forged"


def test_a_failure_shows_its_number_and_the_log_says_where_it_was(client: FlaskClient, broken, lines):
    answer = client.post(f"/broken/{CANARY}", data={"text": CANARY})
    assert answer.status_code == 500
    assert answer.headers["X-Request-Id"] in answer.text
    assert "ValueError" not in answer.text
    assert "Traceback" not in answer.text
    [failure] = [line for line in lines() if line["event"] == "unexpected"]
    assert failure["request"] == answer.headers["X-Request-Id"]
    assert failure["failure"] == "ValueError"
    assert any("test_logs.py" in where and "fail" in where for where in failure["where"])


def test_sign_ins_and_refusals_are_logged_by_number_of_account(client: FlaskClient, lines, sign_in):
    account = someone()
    client.post("/sign-in", data={"email": account.email, "password": "wrong"})
    client.post("/sign-in", data={"email": account.email, "password": PASSWORD})
    client.get("/admin")
    events = [(line["event"], line.get("account")) for line in lines() if line["event"] != "request"]
    assert events == [("sign-in refused", account.id), ("signed in", account.id), ("permission refused", account.id)]


def test_nothing_that_somebody_typed_is_in_the_log(app: Flask, client: FlaskClient, broken, lines):
    typed = {
        "email": f"{CANARY}@example.org", "name": CANARY, "password": f"{CANARY} and three more words",
        "under_14": "no", "agree_terms": "y", "agree_privacy": "y",
    }  # fmt: skip
    client.post("/register", data=typed)
    client.post("/sign-in", data={"email": typed["email"], "password": CANARY})
    client.get(f"/nowhere/{CANARY}?q={CANARY}")
    client.get(link_in(letters()[0]))
    client.post(f"/broken/{CANARY}?q={CANARY}", data={"text": CANARY}, headers={"User-Agent": CANARY})
    app.config["SMTP_ADDRESS"] = "smtp://127.0.0.1:1"
    client.post("/forgot", data={"email": typed["email"]})
    written = json.dumps(lines())
    assert len(lines()) > 6
    for secret in (CANARY, "127.0.0.1", link_in(letters()[0]).removeprefix("/i/")):
        assert secret not in written


def test_a_statement_that_fails_shows_no_parameters(app: Flask):
    from sqlalchemy import text
    from sqlalchemy.exc import DBAPIError

    from app.core.db import db

    with pytest.raises(DBAPIError) as failure:
        db.session.execute(text("SELECT * FROM no_such_table WHERE email = :email"), {"email": CANARY})
    assert CANARY not in str(failure.value)
    db.session.rollback()


def test_a_refused_permission_is_no_secret_to_the_operator(client: FlaskClient, sign_in, lines):
    sign_in(an_account())
    client.get("/audit")
    [refusal] = [line for line in lines() if line["event"] == "permission refused"]
    assert (refusal["permission"], refusal["route"]) == ("audit:read", "/audit")
