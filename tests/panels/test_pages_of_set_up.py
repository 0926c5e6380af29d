"""The organiser sets a panel up in pages; what is refused keeps what was typed; none of them tells a stance."""

import io
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.core import clock
from app.core.db import db
from app.core.permissions import Role
from app.panels.models import Panel
from app.panels.services.making import first_survey
from tests.builders import CITY, an_account, the_city
from tests.panels.builders import (
    DAY,
    a_panel,
    a_seated_panel,
    an_organiser,
    it_is_over,
    rows_of,
)
from tests.walks.test_queries import AT_MOST, statements

PAGES = ("", "/edit", "/rule", "/people", "/people/new", "/survey", "/survey/design", "/survey/question", "/design",
         "/members", "/members/1", "/members/lottery", "/members/allowance.csv", "/composition")  # fmt: skip
NEW = {
    "slug": "metro-2", "title_ko": "도시철도 2호선", "title_en": "Metro line 2", "question_ko": "지을까요?",
    "question_en": "Shall it be built?", "place_code": CITY, "seats": "250", "youngest": "19",
    "first_day": "2027-11-09", "last_day": "2027-11-10", "allowance_won": "30만 원",
}  # fmt: skip


@pytest.fixture
def office(client: FlaskClient, sign_in) -> FlaskClient:
    the_city()
    return sign_in(an_organiser())


def test_an_organiser_makes_a_panel(office: FlaskClient):
    answer = office.post("/office/panels/new", data=NEW)
    panel = db.session.scalar(db.select(Panel))
    assert answer.headers["Location"] == "/office/panels/metro-2"
    assert (panel.slug, panel.seats, panel.allowance_won) == ("metro-2", 250, 300_000)
    assert [stance.code for stance in panel.stances] == ["for", "against", "undecided"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"seats": "0"}, "1"),
        ({"last_day": "2027-11-01"}, "마지막 날이 첫날보다 앞입니다"),
        ({"slug": "Metro 2"}, "붙임표"),
    ],
)
def test_what_is_wrong_with_a_panel_is_said_and_what_was_typed_stays(office: FlaskClient, change, words):
    page = office.post("/office/panels/new", data=NEW | change).get_data(as_text=True)
    assert words in page
    assert "Shall it be built?" in page
    assert db.session.scalar(db.select(Panel)) is None


def test_two_who_edit_at_once_are_told(office: FlaskClient):
    panel = a_panel(slug="both")
    old = str(panel.revision)
    data = {name: NEW[name] for name in NEW if name not in ("slug", "place_code")} | {"seats": "12", "revision": old}
    assert office.post("/office/panels/both/edit", data=data | {"venue_ko": "화순"}).status_code == 302
    page = office.post("/office/panels/both/edit", data=data | {"venue_ko": "나주"}).get_data(as_text=True)
    assert "다른 분이 먼저" in page
    assert {"나주", "화순"} <= set(re.findall("나주|화순", page))


def test_every_page_of_a_drawn_panel_is_there_in_both_languages_with_twelve_queries_at_most(office: FlaskClient):
    panel = a_seated_panel(seats=30, count=60)
    for root in ("", "/en"):
        for path in PAGES:
            with statements() as asked:
                assert office.get(f"{root}/office/panels/{panel.slug}{path}").status_code == 200, path
            assert len(asked) <= AT_MOST, (path, asked)


def test_every_page_of_a_panel_without_anything_is_there(office: FlaskClient):
    panel = a_panel(committee=0, published=False)
    for path in PAGES:
        if path not in ("/members/1", "/survey/design"):
            assert office.get(f"/office/panels/{panel.slug}{path}").status_code == 200, path


@pytest.mark.one_database
def test_nobody_but_the_organiser_sees_the_office_of_a_panel(app: Flask, sign_in):
    panel = a_panel()
    for role in set(Role) - {Role.organiser, Role.administrator}:
        assert sign_in(an_account(role), on=app.test_client()).get(f"/office/panels/{panel.slug}").status_code == 403


def test_csv_to_draw_in_pages(office: FlaskClient):
    """An organiser goes from a file to a prepared draw with nothing but pages."""
    panel = a_panel(seats=30, slug="walk")
    now = clock.now()
    plan = {"mode": "telephone", "opens_at": stamp(now - DAY), "closes_at": stamp(now + DAY), "mobile_percent": "42",
            "landline_percent": "58", "response_percent": "18.8"}  # fmt: skip
    assert office.post("/office/panels/walk/survey/plan", data=plan).status_code == 302
    survey = first_survey(db.session.get_one(Panel, panel.id))
    stances, ages = ("찬성", "반대", "판단 유보"), ("25", "35", "45", "55", "65")
    districts = ("동구", "서구", "남구", "북구", "광산구")
    rows = [
        (i + 1, stances[i % 3], "여남"[i % 2], ages[i % 5], districts[(i // 5) % 5], "예", f"p{i}@example.org")
        for i in range(45)
    ]
    content = rows_of(("번호", "의견", "성별", "나이", "구", "참여 의향", "연락처"), *rows)
    address = f"/office/imports/new/first-survey/{survey.id}"
    shown = office.post(address, data={"file": (io.BytesIO(content), "a.csv")}).headers["Location"]
    mark = re.search(r'name="mark"[^>]*value="([0-9a-f]+)"', office.get(shown).get_data(as_text=True))
    assert mark is not None
    assert office.post(f"{shown}/carry-out", data={"mark": mark[1]}).status_code == 302
    it_is_over(survey)
    weights = {"features": ["sex", "age", "district"]}
    assert office.post("/office/panels/walk/survey/weights", data=weights).status_code == 302
    choice = {"plan": "proportional", "why": "위원회 결정", "reserves": "5"}
    answer = office.post("/office/panels/walk/design", data=choice)
    assert re.fullmatch(r"/office/draws/\d+", answer.headers["Location"])


def stamp(at) -> str:
    return at.astimezone(clock.SEOUL).strftime("%Y-%m-%dT%H:%M")
