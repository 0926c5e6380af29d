"""What every answer says of itself, and that looking changes nothing."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, text

from app.accounts.models import Account, RoleGrant
from app.core import clock
from app.core.db import Base, db, transaction
from app.core.permissions import Permission, Role, declared
from tests.builders import a_cycle, a_proposal, an_account
from tests.core.routes import routes

pytestmark = pytest.mark.one_database

FIXED = {
    "X-Content-Type-Options": "nosniff",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
OPEN = "Cross-Origin-Resource-Policy"  # the API's data is for every site
DIRECTIVES = ("default-src 'none'", "frame-ancestors 'none'")


def test_every_route_carries_the_headers(app: Flask, client: FlaskClient):
    wrong = []
    for route in routes(app):
        headers = client.open(route.path, method=route.method).headers
        open_to_all = {OPEN} if route.path.startswith("/api/") else set()
        lacking = [name for name in FIXED.keys() - open_to_all if headers.get(name) != FIXED[name]]
        lacking += [part for part in DIRECTIVES if part not in headers.get("Content-Security-Policy", "")]
        lacking += [] if headers.get("Referrer-Policy") in ("same-origin", "no-referrer") else ["Referrer-Policy"]
        lacking += [] if re.fullmatch("[0-9A-F]{8}", headers.get("X-Request-Id", "")) else ["X-Request-Id"]
        if lacking:
            wrong.append((str(route), lacking))
    assert wrong == []


def test_https_is_asked_for_where_there_is_https(client: FlaskClient):
    assert "Strict-Transport-Security" not in client.get("/healthz").headers
    secure = client.get("/healthz", base_url="https://localhost")
    assert secure.headers["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains"


def test_public_pages_set_no_cookie(app: Flask, client: FlaskClient):
    a_proposal(a_cycle(slug="2999"))
    forms = {"/sign-in", "/register", "/forgot", "/booth/<slug>"}  # their token needs one
    setting = [
        str(route)
        for route in routes(app)
        if route.method == "GET"
        and declared(app, route.rule.endpoint) is Permission.anyone
        and route.rule.rule not in forms
        and not route.rule.rule.startswith("/gallery")
        and client.get(route.path).headers.get("Set-Cookie")
    ]
    assert setting == []


def test_pages_of_a_signed_in_person_are_stored_by_nobody(app: Flask, client: FlaskClient, sign_in):
    sign_in(an_account())
    assert client.get("/my").headers["Cache-Control"] == "no-store"
    assert client.get("/account").headers["Cache-Control"] == "no-store"


def test_the_cookie_is_for_this_site_and_no_script(app: Flask, client: FlaskClient):
    app.config["WTF_CSRF_ENABLED"] = True
    cookie = client.get("/sign-in").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Path=/" in cookie


def test_a_foreign_origin_gets_no_leave_to_read(client: FlaskClient):
    answer = client.get("/healthz", headers={"Origin": "https://evil.example"})
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_a_forged_host_is_not_believed(app: Flask, client: FlaskClient):
    client.post("/forgot", data={"email": an_account().email}, headers={"X-Forwarded-Host": "evil.example"})
    [letter] = [path.read_text("utf-8") for path in app.config["OUTBOX"].iterdir()]
    assert "evil.example" not in letter


def test_looking_changes_nothing(app: Flask, client: FlaskClient, sign_in):
    """No GET of any route writes a row, even for who may look everywhere."""
    a_proposal(a_cycle(slug="2999"), by=an_account())
    sign_in(somebody_with_every_role())
    writes: list[str] = []

    def watch(_connection, _cursor, statement, *_rest) -> None:
        if statement.lstrip().split(None, 1)[0].upper() in ("INSERT", "UPDATE", "DELETE"):
            writes.append(statement)

    before = counts()
    event.listen(db.engine, "before_cursor_execute", watch)
    try:
        for route in routes(app):
            if route.method == "GET":
                client.get(route.path)
    finally:
        event.remove(db.engine, "before_cursor_execute", watch)
    assert writes == []
    assert counts() == before


def somebody_with_every_role() -> Account:
    account = an_account()
    with transaction():
        for role in set(Role) - {Role.citizen}:
            db.session.add(RoleGrant(account_id=account.id, role=role, from_at=clock.now()))
    return account


def counts() -> dict[str, int]:
    return {
        table.name: db.session.execute(text(f'SELECT count(*) FROM "{table.name}"')).scalar_one()
        for table in Base.metadata.sorted_tables
    }
