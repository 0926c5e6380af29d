"""A form is small, a file may be large: what is too large is refused before anything of it is looked at."""

import io

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from app.core.db import Base, db
from app.core.permissions import takes_files
from tests.builders import a_cycle, an_account
from tests.core.routes import routes

pytestmark = pytest.mark.one_database

MEGABYTE = 1024 * 1024
TOO_LARGE = {"": "보내신 것이 너무 큽니다.", "/en": "This is too large:"}


def rows() -> dict[str, int]:
    names = (table.name for table in Base.metadata.sorted_tables)
    return {name: db.session.execute(text(f'SELECT count(*) FROM "{name}"')).scalar_one() for name in names}


@pytest.mark.parametrize("language", TOO_LARGE, ids=["ko", "en"])
def test_every_route_without_files_refuses_two_megabytes_and_keeps_nothing(
    app: Flask, client: FlaskClient, sign_in, language: str
):
    sign_in(an_account("organiser"))
    before, wrong = rows(), []
    for route in routes(app):
        if takes_files(app, route.rule.endpoint):
            continue
        answer = client.open(language + route.path, method=route.method, data=b"body=" + b"x" * 2 * MEGABYTE)
        said = answer.json["error"] if answer.is_json else answer.get_data(as_text=True)
        if answer.status_code != 413 or TOO_LARGE[language] not in said:
            wrong.append((str(route), answer.status_code))
    assert wrong == []
    assert rows() == before


def test_these_routes_alone_take_files(app: Flask):
    """Whoever adds one adds it here: a route takes files because its page asks for them."""
    found = {rule.rule for rule in app.url_map.iter_rules() if takes_files(app, rule.endpoint)}
    assert found == {
        "/council-desk/<slug>/sittings/new",
        "/cycles/<slug>/proposals/new",
        "/desk/matters/sheet",
        "/execution-desk/<slug>/<int:number>",
        "/gallery/form",
        "/minhoe/<int:minhoe_id>/photos",
        "/my/proposals/<receipt_no>/edit",
        "/office/committees/<slug>/meetings/<int:meeting_id>/minutes",
        "/office/cycles/<slug>/proposals/new",
        "/office/imports/new/<kind>",
        "/office/imports/new/<kind>/<int:cycle_id>",
        "/office/panels/<slug>/learning/<int:material_id>",
        "/office/panels/<slug>/learning/new",
        "/office/polls/<slug>/voters",
    }


def test_a_route_with_files_takes_two_megabytes_and_refuses_twentytwo(app: Flask, client: FlaskClient, sign_in):
    cycle = a_cycle(slug="2999")
    sign_in(an_account())
    address = f"/cycles/{cycle.slug}/proposals/new"

    def send(megabytes: int):
        return client.post(address, data={"title": "길", "files": (io.BytesIO(b"x" * megabytes * MEGABYTE), "a.pdf")})

    taken, refused = send(2), send(22)
    assert taken.status_code == 200
    assert "받지 않는 종류의 파일입니다" in taken.text  # its kind was looked at
    assert refused.status_code == 413
    assert TOO_LARGE[""] in refused.text


def test_a_body_that_does_not_tell_its_length_is_refused(client: FlaskClient, sign_in):
    """Read up to a limit, it would pass for a whole form; browsers always tell."""
    sign_in(an_account())
    answer = client.post("/account/name", data={"name": "누구"}, headers={"Transfer-Encoding": "chunked"})
    assert answer.status_code == 411
