"""A session runs out in the middle of a long form: what was typed comes back, to its writer alone."""

import datetime as dt

import pytest
import time_machine
from flask import Blueprint, Flask, redirect
from flask.testing import FlaskClient
from wtforms import BooleanField, FieldList, StringField

from app.core import clock
from app.core.db import db
from app.core.forms import Form
from app.core.permissions import Permission, needs
from app.core.stash import KEPT, Stash
from tests.accounts.builders import PASSWORD, someone

TYPED = {
    "title": "횡단보도 <b>그늘막</b>",
    "lines-0": "기둥",
    "lines-1": "천막",
    "safe": "y",
    "spare_password": "secret",
}


class LongForm(Form):
    title = StringField()
    lines = FieldList(StringField(), min_entries=1)
    safe = BooleanField()
    spare_password = StringField()


pytestmark = pytest.mark.own_app


@pytest.fixture
def app(app: Flask) -> Flask:
    """With pages whose forms are long: one that shows its own, one whose form stands on another page, and a ballot."""
    pages = Blueprint("long", __name__)

    @pages.route("/long", methods=["GET", "POST"])
    @needs(Permission.signed_in)
    def long_page():
        form = LongForm()
        if form.validate_on_submit():
            return redirect("/my")
        return {
            "title": form.title.data,
            "lines": form.lines.data,
            "safe": form.safe.data,
            "p": form.spare_password.data,
        }

    @pages.post("/long/comment")
    @needs(Permission.signed_in)
    def comment():
        return redirect("/long")

    @pages.route("/vote", methods=["GET", "POST"])
    @needs(Permission.select)
    def vote():
        return "ballot"

    app.register_blueprint(pages)
    return app


@pytest.fixture
def idle(client: FlaskClient):
    """Somebody signed in whose session runs out; the clock stands three hours later."""
    account = someone("member")
    client.post("/sign-in", data={"email": account.email, "password": PASSWORD})
    with time_machine.travel(clock.now() + dt.timedelta(hours=3), tick=False):
        yield account


def sign_in_again(client: FlaskClient, account, address: str):
    return client.post(address, data={"email": account.email, "password": PASSWORD})


def test_what_was_typed_is_back_after_the_sign_in(client: FlaskClient, idle):
    away = client.post("/long", data=TYPED)
    assert away.location == "/sign-in?next=/long"
    assert "글은 저장했습니다" in client.get(away.location).text
    assert sign_in_again(client, idle, away.location).location == "/long"
    assert client.get("/long").json == {
        "title": "횡단보도 <b>그늘막</b>", "lines": ["기둥", "천막"], "safe": True, "p": None
    }  # fmt: skip


def test_a_password_is_never_kept(client: FlaskClient, idle):
    client.post("/long", data=TYPED)
    assert "secret" not in str(db.session.query(Stash).one().typed)


def test_it_is_dropped_once_it_was_sent(client: FlaskClient, idle):
    away = client.post("/long", data=TYPED)
    sign_in_again(client, idle, away.location)
    assert client.post("/long", data=TYPED).location == "/my"
    assert db.session.query(Stash).count() == 0
    assert client.get("/long").json["title"] is None


def test_it_stays_until_it_was_sent(client: FlaskClient, idle):
    away = client.post("/long", data=TYPED)
    sign_in_again(client, idle, away.location)
    for _ in range(2):
        assert client.get("/long").json["title"] == TYPED["title"]


def test_another_person_at_the_same_browser_sees_nothing(client: FlaskClient, idle):
    away = client.post("/long", data=TYPED)
    sign_in_again(client, someone(), away.location)
    assert client.get("/long").json["title"] is None


def test_after_a_day_it_is_gone(client: FlaskClient, idle):
    away = client.post("/long", data=TYPED)
    with time_machine.travel(clock.now() + KEPT + dt.timedelta(minutes=1), tick=False):
        sign_in_again(client, idle, away.location)
        assert client.get("/long").json["title"] is None


def test_a_form_that_stands_on_another_page_leads_back_to_that_page(client: FlaskClient, idle):
    away = client.post("/long/comment", data={"title": "댓글"}, headers={"Referer": "http://localhost/long?page=2"})
    sign_in_again(client, idle, away.location)
    assert client.get("/long").json["title"] == "댓글"


def test_a_form_with_other_fields_takes_nothing(client: FlaskClient, idle):
    away = client.post("/long/comment", data={"body": "댓글"}, headers={"Referer": "http://localhost/long"})
    sign_in_again(client, idle, away.location)
    assert client.get("/long").json["title"] is None


def test_a_foreign_page_that_sends_a_form_leads_nowhere_else(client: FlaskClient, idle):
    away = client.post("/long/comment", data={"title": "x"}, headers={"Referer": "https://evil.example/steal"})
    assert away.location == "/sign-in?next=/steal"


def test_a_ballot_is_never_kept(client: FlaskClient, idle):
    assert client.post("/vote", data={"pick": "17"}).location == "/sign-in?next=/vote"
    assert db.session.query(Stash).count() == 0


def test_who_never_signed_in_leaves_nothing_behind(app: Flask, client: FlaskClient):
    assert client.post("/long", data=TYPED).status_code == 302
    assert db.session.query(Stash).count() == 0
