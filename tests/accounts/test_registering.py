"""How a person gets an account: a form, a letter, and the password once more."""

import datetime as dt

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Account, Claim, ClaimKind, Consent, MailLink
from app.core import clock
from app.core.db import db
from tests.accounts.builders import PASSWORD, letters, link_in, someone
from tests.builders import DONG, the_city

FILLED = {
    "email": "Hong@Example.org ",
    "name": "홍길동",
    "password": PASSWORD,
    "under_14": "no",
    "agree_terms": "y",
    "agree_privacy": "y",
}


def register(client: FlaskClient, **more: str):
    return client.post("/register", data=FILLED | more)


def the_account() -> Account:
    return db.session.query(Account).filter_by(email="hong@example.org").one()


def test_registering_sends_a_letter_and_opens_nothing_yet(app: Flask, client: FlaskClient):
    assert register(client).location == "/letter-sent"
    assert the_account().email_confirmed_at is None
    assert "To: hong@example.org" in letters()[0]
    refused = client.post("/sign-in", data={"email": FILLED["email"], "password": PASSWORD})
    assert "확인되지 않았습니다" in refused.text


def test_opening_the_link_changes_nothing_its_button_with_the_password_does(app: Flask, client: FlaskClient):
    register(client)
    path = link_in(letters()[0])
    page = client.get(path)
    assert page.status_code == 200
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert the_account().email_confirmed_at is None
    assert client.post(path, data={"password": PASSWORD}).location == "/my"
    assert the_account().email_confirmed_at is not None
    assert client.get("/my").status_code == 200
    assert client.post(path, data={"password": PASSWORD}).status_code == 410


def test_whoever_registered_anothers_address_cannot_have_her_confirm_his_password(app: Flask, client: FlaskClient):
    register(client, password="the password of a stranger")
    path = link_in(letters()[0])
    refused = client.post(path, data={"password": "what she would have chosen"})
    assert refused.status_code == 200
    assert the_account().email_confirmed_at is None


def test_a_link_is_dead_after_twenty_minutes(app: Flask, client: FlaskClient):
    register(client)
    path = link_in(letters()[0])
    with time_machine.travel(clock.now() + dt.timedelta(minutes=20, seconds=1), tick=False):
        answer = client.post(path, data={"password": PASSWORD})
    assert answer.status_code == 410
    assert "20분" in answer.text


def test_only_the_latest_link_is_alive(app: Flask, client: FlaskClient):
    register(client)
    register(client)
    first, second = (link_in(letter) for letter in letters())
    assert client.get(first).status_code == 410
    assert client.get(second).status_code == 200


def test_the_database_keeps_no_link_only_its_hash(app: Flask, client: FlaskClient):
    from app.core.mail import Message

    register(client)
    token = link_in(letters()[0]).removeprefix("/i/")
    assert len(token) >= 43  # 32 bytes
    assert token not in db.session.query(MailLink).one().token_hash
    assert token not in db.session.query(Message).one().body


def test_a_known_address_is_told_by_letter_not_on_the_page(app: Flask, client: FlaskClient):
    known = someone()
    new, old = register(client), register(client, email=known.email)
    assert (new.status_code, new.location) == (old.status_code, old.location)
    assert "이미 가입하신 주소" in letters()[1]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"password": "1234567"}, "8자 이상"),
        ({"password": "x" * 129}, "128자까지"),
        ({"password": "password1"}, "먼저 떠올리는"),
        ({"password": "qlalfqjsgh1"}, "먼저 떠올리는"),
        ({"password": "hong@example.org"}, "먼저 떠올리는"),
        ({"email": "nobody"}, "이메일 주소의 모양이 아닙니다"),
        ({"name": ""}, "채워 주세요"),
        ({"name": "길" * 41}, "40자까지"),
        ({"under_14": "yes", "agree_notices": "y"}, "보호자가 동의하기 전에는"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(app: Flask, client: FlaskClient, typed: dict, said: str):
    answer = register(client, **typed)
    assert answer.status_code == 200
    assert said in answer.text
    assert (FILLED | typed)["email"].strip() in answer.text
    assert db.session.query(Account).count() == 0


@pytest.mark.parametrize("consent", ["agree_terms", "agree_privacy"])
def test_without_a_required_consent_there_is_no_account(app: Flask, client: FlaskClient, consent: str):
    answer = client.post("/register", data={name: value for name, value in FILLED.items() if name != consent})
    assert "동의하셔야 가입할 수 있습니다" in answer.text
    assert db.session.query(Account).count() == 0


def test_no_rule_asks_for_certain_kinds_of_characters(app: Flask, client: FlaskClient):
    assert register(client, password="무등산 수박 지하철 공청회").status_code == 302


def test_where_one_lives_is_kept_only_with_its_own_consent(app: Flask, client: FlaskClient):
    the_city()
    assert "동의하실 때만" in register(client, residence=DONG).text
    assert register(client, residence=DONG, agree_residence="y").status_code == 302
    assert db.session.query(Claim).one().value == DONG
    assert {held.purpose for held in db.session.query(Consent)} == {"terms", "privacy", "residence"}


def test_a_child_is_flagged_and_nothing_else_is_kept(app: Flask, client: FlaskClient):
    register(client, under_14="yes")
    assert [claim.kind for claim in db.session.query(Claim)] == [ClaimKind.guardian_needed]


def test_fields_that_the_form_does_not_have_are_ignored(app: Flask, client: FlaskClient):
    register(client, is_admin="1", role="administrator", email_confirmed_at="2020-01-01", closed_at="2020-01-01")
    account = the_account()
    assert [grant.role for grant in account.grants] == ["citizen"]
    assert account.email_confirmed_at is None


def test_the_letter_is_in_the_language_of_the_page(app: Flask, client: FlaskClient):
    client.post("/en/register", data=FILLED)
    assert "Subject: Confirm your e-mail address" in letters()[0]
    assert link_in(letters()[0]).startswith("/en/i/")
