"""A year's page: its totals come from the records, and each number opens the proposals behind it."""

import re
from html import unescape

from flask import Flask
from flask.testing import FlaskClient

from app.core.db import db, transaction
from app.cycles.models import Cycle
from app.proposals.models import Status
from tests.builders import a_cycle, a_proposal
from tests.public.builders import a_city_year, a_fact, a_life, a_source


def test_the_sentence_says_what_was_chosen_cut_and_carried_out(app: Flask, client: FlaskClient):
    cycle = a_cycle(slug="2019", open_now="execution")
    a_proposal(cycle, asked_won=200_000_000)
    a_life(cycle, 500_000_000, voted=460_000_000, bill=460_000_000, standing=360_000_000, plenary=360_000_000,
           executed=340_000_000)  # fmt: skip
    page = re.sub(r"</?strong>", "", client.get("/cycles/2019").text)
    assert (
        "시민이 낸 제안 2건 가운데 1건, 4.6억 원을 시민위원이 골랐습니다. "
        "의회가 1억 원을 줄여 1건, 3.4억 원을 집행했습니다." in page
    )
    page = re.sub(r"</?strong>", "", client.get("/en/cycles/2019").text)
    assert (
        "Of 2 proposals the committee chose 1 project at KRW 460 million. "
        "The council cut KRW 100 million; 1 project at KRW 340 million were carried out." in page
    )


def test_the_sentence_goes_no_further_than_the_year(app: Flask, client: FlaskClient):
    cycle = a_cycle(slug="2027")
    assert "아직 들어온 제안이 없습니다." in client.get("/cycles/2027").text
    a_proposal(cycle, asked_won=150_000_000)
    page = re.sub(r"</?strong>", "", client.get("/cycles/2027").text)
    assert "지금까지 제안 1건이 들어왔습니다. 요청한 돈은 모두 1.5억 원입니다." in page


def test_every_number_of_the_bars_opens_as_many_proposals(app: Flask, client: FlaskClient):
    a_city_year()
    page = unescape(client.get("/cycles/2019").text)
    rows = re.findall(
        r'<th scope="row"><a href="([^"]+)">([^<]+)</a>.*?<td class="num main"[^>]*>([^<]+)</td>', page, re.S
    )
    assert [words for _, words, _ in rows][:2] == ["낸 제안", "부서 검토를 통과한 제안"]
    assert len(rows) == 7
    for address, words, number in rows:
        assert f'role="status"><strong>{number}</strong>' in client.get(address).text, words


def test_the_phase_and_the_primary_button_follow_the_clock(app: Flask, client: FlaskClient):
    a_cycle(slug="2027", open_now="intake")
    a_cycle(slug="2028", open_now=None)
    page = client.get("/cycles/2027").text
    assert "지금 접수 중" in page
    assert "다음: 접수" in client.get("/cycles/2028").text
    done = a_cycle(slug="2019", open_now="execution")
    a_life(done, 500, voted=500)
    page = client.get("/cycles/2019").text
    assert "지금 집행 중" in page
    assert re.search(r'class="krds-btn xlarge primary"[^>]*>\s*고른 사업 1건 보기', page)


def test_sources_that_differ_stand_side_by_side_and_say_which_is_used(app: Flask, client: FlaskClient):
    cycle = a_cycle(slug="2019")
    a_fact(cycle, "council_cut_won", 2_340_000_000, unit="won", source=a_source("council", "시의회 회의록"))
    a_fact(cycle, "council_cut_won", 23_000_000_000, unit="won", source=a_source("book", "책의 한 장"), used=False)
    for address in ("/cycles/2019", "/sources"):
        page = re.sub(r"<[^>]+>", "", client.get(address).text)
        assert "230억 원 (책의 한 장" in page, address
        assert "여기서 쓰는 값: 23.4억 원 (시의회 회의록" in page, address


def test_a_year_known_by_published_figures_alone_shows_those(app: Flask, client: FlaskClient):
    cycle = a_cycle(slug="2016", open_now=None)
    with transaction():
        db.session.get_one(Cycle, cycle.id).recorded_only = True
    a_fact(cycle, "proposals", 467, source=a_source())
    page = client.get("/cycles/2016").text
    assert "공개된 수치만 알려져 있습니다" in page
    assert "467건" in page
    assert "아직 들어온 제안이 없습니다" not in page
    assert "467건" in client.get("/cycles").text


def test_the_front_page_offers_what_is_open_first_and_the_next_opening_else(app: Flask, client: FlaskClient):
    a_cycle(slug="2028", open_now=None)
    page = client.get("/").text
    assert "지금 열린 참여가 없습니다." in page
    assert "다음은 접수입니다." in page
    a_cycle(slug="2019", open_now="execution")
    a_cycle(slug="2027", open_now="intake")
    cards = re.findall(r'<div class="card">.*?</h3>', client.get("/").text, re.S)
    assert ["/cycles/2027" in cards[0], "/cycles/2019" in cards[1]] == [True, True]


def test_an_unknown_year_or_proposal_is_not_found(app: Flask, client: FlaskClient):
    a_cycle(slug="2019")
    for address in (
        "/cycles/1999",
        "/cycles/1999/proposals",
        "/cycles/2019/proposals/0001",
        "/cycles/2019/proposals/12",
    ):
        assert client.get(address).status_code == 404, address


def test_statuses_have_words_in_both_languages(app: Flask, client: FlaskClient):
    cycle = a_cycle(slug="2019")
    for status in Status:
        a_life(cycle, 500, status=status, voted=400, bill=400, plenary=300)
    for root in ("", "/en"):
        page = (
            client.get(f"{root}/cycles/2019/proposals").text + client.get(f"{root}/cycles/2019/proposals?page=2").text
        )
        assert page.count('<li class="with-amount">') == len(Status)
        for number in range(1, len(Status) + 1):
            answer = client.get(f"{root}/search?q=2019-{number:04d}")
            assert answer.status_code == 200
