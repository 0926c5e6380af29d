"""Coming in and going out: sessions live on the server, and nothing tells who has an account."""

import datetime as dt
import statistics
import time

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from app.accounts.models import Account, LoginSession
from app.accounts.passwords import is_outdated
from app.core import clock
from app.core.db import db
from tests.accounts.builders import PASSWORD, someone


def sign_in_by_form(client: FlaskClient, email: str, password: str = PASSWORD, onwards: str = ""):
    return client.post(f"/sign-in{onwards}", data={"email": email, "password": password})


def token_of(client: FlaskClient) -> str:
    with client.session_transaction() as session:
        return session.get("_user_id", "")


def test_the_right_password_leads_to_what_is_to_do(app: Flask, client: FlaskClient):
    assert sign_in_by_form(client, someone().email).location == "/my"
    assert "지금 하실 일이 없습니다" in client.get("/my").text


def test_unknown_address_and_wrong_password_look_the_same(app: Flask, client: FlaskClient):
    known = someone().email
    wrong = sign_in_by_form(client, known, "not the password")
    unknown = sign_in_by_form(client, "nobody@example.org", "not the password")
    assert wrong.status_code == unknown.status_code == 200
    same = unknown.text.replace("nobody@example.org", known)
    assert without_nonce(wrong.text) == without_nonce(same)


def without_nonce(page: str) -> str:
    import re

    return re.sub(r'nonce="[^"]*"', "", page)


def test_unknown_and_known_addresses_take_the_same_time(app: Flask, client: FlaskClient):
    """Medians of twelve each, taken in turn; the defence must hold with hashes as slow as in earnest."""
    app.config.update(ARGON2_MEMORY_KIB=16 * 1024, ARGON2_PASSES=1)
    known = someone().email
    sign_in_by_form(client, "warm@example.org")
    took: dict[str, list[float]] = {known: [], "nobody@example.org": []}
    for _ in range(12):
        for email, times in took.items():
            begin = time.process_time()  # of this process alone: other work on the machine must not decide
            sign_in_by_form(client, email, "not the password")
            times.append(time.process_time() - begin)
    medians = [statistics.median(times) for times in took.values()]
    assert abs(medians[0] - medians[1]) < 0.010


def test_a_closed_account_cannot_sign_in(app: Flask, client: FlaskClient):
    account = someone()
    client_of_hers = app.test_client()
    sign_in_by_form(client_of_hers, account.email)
    client_of_hers.post("/account/close", data={"present_password": PASSWORD})
    assert "맞지 않습니다" in sign_in_by_form(client, account.email).text


def test_signing_in_begins_a_new_session_and_the_old_one_is_worth_nothing(app: Flask, client: FlaskClient):
    with client.session_transaction() as session:
        session["_user_id"] = "a secret that an attacker planted"
    sign_in_by_form(client, someone().email)
    assert token_of(client) != "a secret that an attacker planted"
    assert len(token_of(client)) >= 43  # 32 random bytes


def test_after_signing_out_the_cookie_of_before_is_dead(app: Flask, client: FlaskClient):
    sign_in_by_form(client, someone().email)
    token = token_of(client)
    assert client.post("/sign-out").status_code == 302
    with client.session_transaction() as session:
        session["_user_id"] = token
    assert client.get("/my").status_code == 302


def test_signing_out_everywhere_ends_the_other_device_too(app: Flask, client: FlaskClient):
    account, other = someone(), app.test_client()
    sign_in_by_form(client, account.email)
    sign_in_by_form(other, account.email)
    client.post("/account/sign-out-everywhere")
    assert other.get("/my").status_code == client.get("/my").status_code == 302


@pytest.mark.parametrize(("role", "idle"), [("citizen", 120), ("organiser", 30)])
def test_an_idle_session_ends(app: Flask, client: FlaskClient, role: str, idle: int):
    sign_in_by_form(client, someone(role).email)
    for minutes, status in ((idle - 1, 200), (idle + 1, 302)):
        with time_machine.travel(clock.now() + dt.timedelta(minutes=minutes), tick=False):
            seen = clock.now()
            assert client.get("/my").status_code == status
        assert seen
        db.session.query(LoginSession).update({"seen_at": clock.now()})
        db.session.commit()


def test_a_session_ends_after_twelve_hours_however_busy(app: Flask, client: FlaskClient):
    sign_in_by_form(client, someone().email)
    begin = clock.now()
    for hours in range(1, 13):
        with time_machine.travel(begin + dt.timedelta(hours=hours, minutes=-1), tick=False):
            assert client.get("/my").status_code == 200
    with time_machine.travel(begin + dt.timedelta(hours=12, minutes=1), tick=False):
        assert client.get("/my").status_code == 302


def test_a_hash_of_old_parameters_is_made_anew_at_sign_in(app: Flask, client: FlaskClient):
    account_id, email = (account := someone()).id, account.email
    app.config["ARGON2_MEMORY_KIB"] = 16
    assert is_outdated(db.session.get_one(Account, account_id).password_hash)
    sign_in_by_form(client, email)
    assert not is_outdated(db.session.get_one(Account, account_id).password_hash)


def test_passwords_are_kept_as_argon2id_of_64_mebibytes_and_two_passes():
    from argon2 import extract_parameters

    from app.accounts.passwords import hashed_password

    with create_app(TESTING=True, SQLALCHEMY_DATABASE_URI="sqlite://").app_context():
        found = extract_parameters(hashed_password(PASSWORD))
    assert (found.type.name, found.memory_cost, found.time_cost, found.parallelism) == ("ID", 65536, 2, 1)


@pytest.mark.parametrize(
    ("onwards", "leads"),
    [
        ("?next=/cycles/2019", "/cycles/2019"),
        ("?next=/en/my", "/en/my"),
        ("?next=//evil.example", "/my"),
        ("?next=%5C%5Cevil.example", "/my"),
        ("?next=/%5Cevil.example", "/my"),
        ("?next=https://evil.example", "/my"),
        ("?next=javascript:alert(1)", "/my"),
        ("?next=/%0d%0aSet-Cookie:a=b", "/my"),
        ("?next=/%09/evil.example", "/my"),
        ("?next=%20//evil.example", "/my"),
        ("?next=evil", "/my"),
    ],
)
def test_one_is_led_on_within_the_site_only(app: Flask, client: FlaskClient, onwards: str, leads: str):
    assert sign_in_by_form(client, someone().email, onwards=onwards).location == leads


def test_who_is_not_signed_in_is_led_to_the_sign_in_and_back(app: Flask, client: FlaskClient):
    answer = client.get("/account?tab=1")
    assert answer.location == "/sign-in?next=/account?tab%3D1"
    assert sign_in_by_form(client, someone().email, onwards="?next=/account?tab%3D1").location == "/account?tab=1"


def test_the_sign_in_page_in_english_stays_english(app: Flask, client: FlaskClient):
    assert client.get("/en/my").location == "/en/sign-in?next=/en/my"
