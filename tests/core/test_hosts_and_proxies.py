"""The site answers to its own names alone, and believes a proxy only where there is one."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask, request

from app import create_app
from app.core.permissions import Permission, needs

pytestmark = pytest.mark.one_database

Site = Callable[..., Flask]


@pytest.fixture
def site(database: str, tmp_path: Path) -> Site:
    def make(**settings: object) -> Flask:
        app = create_app(
            TESTING=True, SQLALCHEMY_DATABASE_URI=database, INSTANCE=tmp_path, WTF_CSRF_ENABLED=False,
            OUTBOX=tmp_path / "outbox", RATELIMIT_ENABLED=False, **settings,
        )  # fmt: skip
        app.get("/seen-from")(needs(Permission.anyone)(lambda: f"{request.remote_addr} {request.scheme}"))
        return app

    return make


@pytest.mark.parametrize("path", ["/", "/en/", "/sign-in", "/healthz", "/api/v1/cycles", "/no-such-page"])
@pytest.mark.parametrize("host", ["evil.example", "pb.example.kr.evil.example", "evil.pb.example.kr", "[::1", ""])
def test_a_foreign_host_is_refused(site: Site, host: str, path: str):
    client = site(TRUSTED_HOSTS=["pb.example.kr"]).test_client()
    answer = client.get(path, headers={"Host": host})
    assert answer.status_code == 400
    assert "evil" not in answer.text


def test_the_sites_own_names_are_answered(site: Site):
    client = site(TRUSTED_HOSTS=["pb.example.kr", ".city.example"]).test_client()
    for host in ("pb.example.kr", "pb.example.kr:443", "city.example", "www.city.example"):
        assert client.get("/healthz", headers={"Host": host}).status_code == 200


def test_a_form_sent_to_a_foreign_host_changes_nothing(site: Site, tmp_path: Path):
    app = site(TRUSTED_HOSTS=["pb.example.kr"])
    answer = app.test_client().post("/forgot", data={"email": "a@example.org"}, headers={"Host": "evil.example"})
    assert answer.status_code == 400
    assert not (tmp_path / "outbox").exists() or not list((tmp_path / "outbox").iterdir())


FORWARDED = {"X-Forwarded-For": "198.51.100.7", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "evil.example"}


def test_without_a_proxy_its_headers_are_not_believed(site: Site):
    answer = site(BEHIND_PROXY=False).test_client().get("/seen-from", headers=FORWARDED)
    assert answer.text == "127.0.0.1 http"
    assert "Strict-Transport-Security" not in answer.headers


def test_behind_a_proxy_the_last_address_and_the_scheme_are_believed(site: Site):
    client = site(BEHIND_PROXY=True, TRUSTED_HOSTS=["localhost"]).test_client()
    forged = FORWARDED | {"X-Forwarded-For": "203.0.113.9, 198.51.100.7"}  # the first was sent by who forges
    answer = client.get("/seen-from", headers=forged)
    assert answer.text == "198.51.100.7 https"
    assert "Strict-Transport-Security" in answer.headers
