"""Guessing is cut off: by account, by address, by network; the right password does not help any more."""

import datetime as dt
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app import create_app
from app.core import clock, rate_counts
from app.core.db import db
from app.extensions import limiter
from tests.accounts.builders import PASSWORD, letters, someone


@pytest.fixture
def app(app: Flask, database: str, tmp_path: Path) -> Iterator[Flask]:
    """The same database behind an application whose limits are on."""
    strict = create_app(
        TESTING=True, SQLALCHEMY_DATABASE_URI=database, INSTANCE=tmp_path, OUTBOX=tmp_path / "outbox",
        WTF_CSRF_ENABLED=False, ARGON2_MEMORY_KIB=8, ARGON2_PASSES=1, SERVER_NAME="localhost", BEHIND_PROXY=True,
        RATELIMIT_ENABLED=True,
    )  # fmt: skip
    with strict.app_context():
        limiter.reset()
        yield strict
        db.session.remove()
        db.engine.dispose()


def guess(client: FlaskClient, email: str, password: str = "not it", *, address: str = "198.51.100.1"):
    return client.post("/sign-in", data={"email": email, "password": password}, headers={"X-Forwarded-For": address})


def test_the_21st_guess_at_an_account_is_refused_even_with_the_right_password(app: Flask):
    client, email = app.test_client(), someone().email
    for number in range(20):
        assert guess(client, email, address=f"10.{number}.0.1").status_code == 200
    refused = guess(client, email, PASSWORD, address="10.99.0.1")
    assert refused.status_code == 429
    assert "너무 여러 번" in refused.text
    assert guess(client, email.upper(), PASSWORD, address="10.98.0.1").status_code == 429


def test_other_accounts_are_not_locked_with_it(app: Flask):
    client, email = app.test_client(), someone().email
    for _ in range(21):
        guess(client, email)
    assert guess(client, someone().email, PASSWORD).status_code == 302


def test_who_signs_in_rightly_is_never_counted(app: Flask):
    email = someone().email
    for _ in range(25):
        assert guess(app.test_client(), email, PASSWORD).status_code == 302


def test_one_address_guesses_at_60_accounts_and_no_more(app: Flask):
    client = app.test_client()
    for number in range(60):
        assert guess(client, f"nobody{number}@example.org").status_code == 200
    assert guess(client, "another@example.org").status_code == 429
    assert guess(client, "another@example.org", address="203.0.113.9").status_code == 200


def test_a_network_of_addresses_is_one(app: Flask):
    client = app.test_client()
    for number in range(200):
        assert guess(client, f"nobody{number}@example.org", address=f"198.51.100.{number}").status_code == 200
    assert guess(client, "another@example.org", address="198.51.100.250").status_code == 429


@pytest.mark.parametrize(
    ("path", "more"),
    [
        ("/forgot", {}),
        ("/register", {"name": "x", "password": PASSWORD, "under_14": "no", "agree_terms": "y", "agree_privacy": "y"}),
    ],
)
def test_nobody_is_flooded_with_letters(app: Flask, path: str, more: dict):
    client, email = app.test_client(), someone().email
    answers = [client.post(path, data={"email": email} | more).status_code for _ in range(6)]
    assert answers == [302] * 5 + [429]
    assert len(letters()) == 5


def test_a_forged_forwarding_header_is_not_believed_without_a_proxy(app: Flask, database: str, tmp_path: Path):
    bare = create_app(
        TESTING=True, SQLALCHEMY_DATABASE_URI=database, INSTANCE=tmp_path, OUTBOX=tmp_path / "outbox",
        WTF_CSRF_ENABLED=False, ARGON2_MEMORY_KIB=8, ARGON2_PASSES=1, SERVER_NAME="localhost", RATELIMIT_ENABLED=True,
    )  # fmt: skip
    limiter.reset()
    client = bare.test_client()
    for number in range(60):
        guess(client, f"nobody{number}@example.org", address=f"10.{number}.0.1")
    assert guess(client, "another@example.org", address="10.99.0.1").status_code == 429


GUESSES = """
import sys
from app import create_app
app = create_app(WTF_CSRF_ENABLED=False, RATELIMIT_ENABLED=True, ARGON2_MEMORY_KIB=8, ARGON2_PASSES=1)
for _ in range(int(sys.argv[1])):
    answer = app.test_client().post("/sign-in", data={"email": "somebody@example.org", "password": "not it"})
    print(answer.status_code)
"""


def guesses_of_a_server(count: int, database: str, folder: Path) -> list[int]:
    """Start a server of its own, which knows the others by the database alone."""
    env = os.environ | {"DATABASE_URL": database, "MINHOE_INSTANCE": str(folder)}
    done = subprocess.run(
        [sys.executable, "-c", GUESSES, str(count)], env=env, capture_output=True, text=True, check=True
    )
    return [int(line) for line in done.stdout.split()]


def test_two_servers_on_one_database_count_together(database: str, tmp_path: Path):
    here, there = tmp_path / "here", tmp_path / "there"
    assert guesses_of_a_server(12, database, here) == [200] * 12
    assert guesses_of_a_server(10, database, there) == [200] * 8 + [429] * 2
    assert guesses_of_a_server(1, database, here) == [429]


def test_a_window_that_is_over_is_forgotten(app: Flask):
    client, email = app.test_client(), someone().email
    for _ in range(20):
        guess(client, email)
    with clock.replaying(clock.now() + dt.timedelta(minutes=61)):
        assert guess(client, email).status_code == 200  # and counts as the first of a new window
        rate_counts.sweep()
        db.session.rollback()
    assert {row.tries for row in db.session.scalars(select(rate_counts.RateCount))} == {1}
