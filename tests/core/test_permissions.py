"""Who may come where: the table of roles, walked over every route as every role."""

import pytest
from flask import Blueprint, Flask
from flask.testing import FlaskClient

from app import create_app
from app.core.permissions import GRANTED, Permission, Place, Role, Scope, allowed, declared, needs
from tests.builders import an_account
from tests.core.routes import Route, routes

REFUSED, LED_AWAY = 403, 302
PEOPLE = [None, *Role]

pytestmark = pytest.mark.one_database


def answer_to(client: FlaskClient, route: Route):
    return client.open(route.path, method=route.method)


def is_led_to_sign_in(answer) -> bool:
    return answer.status_code == LED_AWAY and answer.location.startswith("/sign-in?next=")


@pytest.mark.parametrize("who", PEOPLE, ids=str)
def test_every_route_lets_in_exactly_whom_the_table_names(app: Flask, client: FlaskClient, sign_in, who: Role | None):
    """Things that do not exist are asked for: who is let in gets "no such page" or a form, never a refusal."""
    held = frozenset({Permission.anyone}) | (GRANTED[who] if who else frozenset())
    wrong = []
    if who is not None:
        sign_in(an_account(who))
    for route in routes(app):
        if "sign-out" in route.path:
            continue  # has its own tests
        answer, needed = answer_to(client, route), declared(app, route.rule.endpoint)
        if needed in held:
            good = answer.status_code != REFUSED and (who is None or not is_led_to_sign_in(answer))
        elif who is None:
            good = is_led_to_sign_in(answer)
        else:
            good = answer.status_code == REFUSED
        if not good or answer.status_code >= 500:
            wrong.append((str(route), answer.status_code))
    assert wrong == []


def test_every_route_declares_what_it_needs(app: Flask):
    assert [rule.rule for rule in app.url_map.iter_rules() if declared(app, rule.endpoint) is None] == []


@pytest.mark.own_app
def test_a_route_that_declares_nothing_is_refused_to_everybody(app: Flask, sign_in):
    careless = Blueprint("careless", __name__)
    careless.get("/careless")(lambda: "secret")
    app.register_blueprint(careless)
    client = app.test_client()
    for who in Role:
        assert sign_in(an_account(who), client).get("/careless").status_code == REFUSED


@pytest.mark.own_app
def test_a_permission_check_that_fails_lets_nobody_in(app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch):
    reached = []
    careful = Blueprint("careful", __name__)
    careful.get("/careful")(needs(Permission.signed_in)(lambda: reached.append(1) or "secret"))
    app.register_blueprint(careful)
    monkeypatch.setattr("app.core.permissions.may", lambda *_: 1 / 0)
    answer = client.get("/careful")
    assert answer.status_code == 500
    assert reached == []


def test_every_permission_is_somebodys_and_every_role_can_do_something():
    given = frozenset().union(*GRANTED.values())
    assert given | {Permission.anyone} == frozenset(Permission)
    assert set(GRANTED) == set(Role)


@pytest.mark.parametrize("who", Role, ids=str)
def test_nobody_decides_who_may_what_but_the_administrator(who: Role):
    assert (Permission.manage_accounts in GRANTED[who]) == (who is Role.administrator)


@pytest.mark.parametrize("decides", [Permission.score, Permission.select])
def test_only_members_score_and_vote(decides: Permission):
    assert {role for role in Role if decides in GRANTED[role]} == {Role.member}


def test_a_role_for_one_department_holds_nowhere_else(app: Flask):
    grants = an_account("officer", scope=Scope.department, scope_key="7").grants
    here, there = (Place(frozenset({(Scope.department, key)})) for key in ("7", "8"))
    assert allowed(grants, Permission.give_verdict, here)
    assert not allowed(grants, Permission.give_verdict, there)


def test_two_roles_do_not_lend_each_other_their_place(app: Flask):
    both = [
        *an_account("officer", scope=Scope.department, scope_key="7").grants,
        *an_account("organiser", scope=Scope.district, scope_key="2917000000").grants,
    ]
    assert not allowed(both, Permission.give_verdict, Place(frozenset({(Scope.district, "2917000000")})))
    assert not allowed(both, Permission.assign, Place(frozenset({(Scope.department, "7")})))


@pytest.fixture
def strict(database: str, tmp_path) -> Flask:
    """The application as in earnest: with tokens against forged forms."""
    app = create_app(
        TESTING=True, SQLALCHEMY_DATABASE_URI=database, INSTANCE=tmp_path, UPLOADS=tmp_path / "uploads",
        OUTBOX=tmp_path / "outbox", RATELIMIT_ENABLED=False, SERVER_NAME="localhost",
    )  # fmt: skip
    return app


# A mail program posts it for its reader (RFC 8058); the secret of the letter is the proof.
PROVEN_BY_ITS_ADDRESS = {"/matters/unsubscribe/<token>"}


def test_every_post_without_a_token_is_refused(strict: Flask):
    client = strict.test_client()
    wrong = [
        (str(route), status)
        for route in routes(strict)
        if route.method == "POST"
        and route.rule.rule not in PROVEN_BY_ITS_ADDRESS
        and (status := answer_to(client, route).status_code) != 400
    ]
    assert wrong == []


def test_no_route_changes_by_other_ways_than_post(app: Flask):
    assert {route.method for route in routes(app)} <= {"GET", "POST"}
