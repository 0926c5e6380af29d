"""Finding a proposal: what is asked stands in the address, narrows, orders, pages, and leads from item to item."""

import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.core.db import db, transaction
from app.proposals.models import Proposal, Status
from tests.builders import BUKGU, a_cycle, a_proposal
from tests.public.builders import a_life

LIST = "/cycles/2019/proposals"


def titles(page: str) -> list[str]:
    """The titles in a list, in order."""
    return [unescape(title) for title in re.findall(r'<h2><a href="[^"]+">([^<]+)</a></h2>', page)]


def count(page: str) -> str:
    found = re.search(r'<p class="count" role="status"><strong>([^<]+)</strong>', page)
    assert found
    return found[1]


@pytest.fixture
def three(app: Flask) -> None:
    cycle = a_cycle(slug="2019")
    a_life(cycle, 500, title="어린이 공원 그늘", status=Status.zeroed, voted=500, bill=500, standing=0, plenary=0)
    a_life(
        cycle, 300, title="학교 앞 신호등", status=Status.done, field=1, voted=300, bill=300, plenary=300, executed=200
    )
    a_life(cycle, 100, title="도로 포장", status=Status.ineligible)


FOUND = (
    ("", ["어린이 공원 그늘", "학교 앞 신호등", "도로 포장"]),
    ("q=어린이공원을", ["어린이 공원 그늘"]),
    ("q=신호", ["학교 앞 신호등"]),
    ("status=ineligible", ["도로 포장"]),
    ("field=welfare", ["학교 앞 신호등"]),
    (f"district={BUKGU}&type=city_type", ["어린이 공원 그늘", "학교 앞 신호등", "도로 포장"]),
    ("district=city", []),
    ("type=youth_type", []),
    ("reached=selected", ["어린이 공원 그늘", "학교 앞 신호등"]),
    ("reached=touched", ["어린이 공원 그늘"]),
    ("reached=zeroed", ["어린이 공원 그늘"]),
    ("reached=without_reason", ["어린이 공원 그늘"]),
    ("reached=passed_council", ["학교 앞 신호등"]),
    ("min_won=150", ["학교 앞 신호등"]),
    ("max_won=100원", ["어린이 공원 그늘", "도로 포장"]),
    ("sort=now", ["학교 앞 신호등", "도로 포장", "어린이 공원 그늘"]),
    ("sort=asked&status=zeroed&q=그늘", ["어린이 공원 그늘"]),
)


def test_what_is_asked_is_found(client: FlaskClient, three: None):
    for asked, found in FOUND:
        page = client.get(f"{LIST}?{asked}").text
        assert (titles(page), count(page)) == (found, f"{len(found)}건"), asked


def test_each_filter_can_be_dropped_by_itself(client: FlaskClient, three: None):
    page = unescape(client.get(f"{LIST}?q=공원&reached=selected&field=transport").text)
    chosen = re.findall(r'<li><a href="([^"]+)">[^<]+<span aria-hidden="true">×', page)
    assert len(chosen) == 3
    assert [sorted(address.split("?")[1].split("&")) for address in chosen] == [
        ["field=transport", "reached=selected"],
        ["field=transport", "q=%EA%B3%B5%EC%9B%90"],
        ["q=%EA%B3%B5%EC%9B%90", "reached=selected"],
    ]


def test_nothing_found_says_what_was_searched_and_ways_on(client: FlaskClient, three: None):
    page = client.get(f"{LIST}?q=없는말&status=zeroed").text
    assert "찾는 것이 없습니다" in page
    assert "찾은 조건: “없는말”, 지금 상태: 전액 삭감 (1)" in page
    assert "“없는말” 빼고 찾기" in page
    assert "/search?q=" in page


def test_a_random_order_is_drawn_once_and_stays_by_its_seed(app: Flask, client: FlaskClient):
    cycle = a_cycle(slug="2019")
    for _ in range(25):
        a_proposal(cycle)
    drawn = client.get(f"{LIST}?sort=random")
    assert drawn.status_code == 302
    address = drawn.headers["Location"]
    assert re.search(r"seed=[0-9a-f]{4}$", address)
    both = [titles(client.get(f"{address}&page={page}").text) for page in (1, 2)]
    assert both == [titles(client.get(f"{address}&page={page}").text) for page in (1, 2)]
    assert len(set(both[0] + both[1])) == 25
    assert both[0] + both[1] != titles(client.get(LIST).text) + titles(client.get(f"{LIST}?page=2").text)
    assert titles(client.get(f"{LIST}?sort=random&seed=other").text) != both[0]


def test_a_new_proposal_does_not_shuffle_the_others(app: Flask, client: FlaskClient):
    cycle = a_cycle(slug="2019")
    for _ in range(8):
        a_proposal(cycle)
    before = titles(client.get(f"{LIST}?sort=random&seed=7f").text)
    new = a_proposal(cycle)
    title = new.current.title
    after = titles(client.get(f"{LIST}?sort=random&seed=7f").text)
    assert [other for other in after if other != title] == before


def test_pages_hold_twenty_each_and_say_where_one_is(app: Flask, client: FlaskClient):
    cycle = a_cycle(slug="2019")
    for _ in range(41):
        a_proposal(cycle)
    pages = [client.get(f"{LIST}?page={page}").text for page in (1, 2, 3)]
    assert [len(titles(page)) for page in pages] == [20, 20, 1]
    assert "21~40번째" in pages[1]
    assert titles(client.get(f"{LIST}?page=99").text) == titles(pages[2])


def test_what_is_no_page_is_the_first(client: FlaskClient, three: None):
    for page in ("0", "-1", "x", "²", "1.5", "99999999999999", ""):
        assert len(titles(client.get(f"{LIST}?page={page}").text)) == 3, page


def test_an_unreadable_amount_is_said_and_kept_and_asks_for_nothing(client: FlaskClient, three: None):
    page = client.get(f"{LIST}?min_won=1O0").text
    assert "1O0" in page
    assert "영문 O" in page
    assert len(titles(page)) == 3


def test_a_filter_that_no_list_has_is_left_out_and_said(client: FlaskClient, three: None):
    page = client.get(f"{LIST}?field=%3Cb%3E&status=nonsense&sort=nonsense").text
    assert "&lt;b&gt;" in page
    assert "nonsense" in page
    assert len(titles(page)) == 3


def test_an_item_shows_its_neighbours_in_the_list_one_came_from(client: FlaskClient, three: None):
    page = unescape(client.get(f"{LIST}?sort=now").text)
    middle = re.findall(r'<h2><a href="([^"]+)">', page)[1]
    assert "from=sort%3Dnow" in middle
    item = unescape(client.get(middle).text)
    beside = re.findall(r'rel="(prev|next)"><span class="note">[^<]+</span>([^<]+)</a>', item)
    assert beside == [("prev", "학교 앞 신호등"), ("next", "어린이 공원 그늘")]
    assert re.search(r'href="/cycles/2019/proposals\?sort=now"><span class="note">뒤로', item)


def test_a_made_up_way_back_leads_to_the_whole_list(client: FlaskClient, three: None):
    number = db.session.query(Proposal).first().number
    for way in ("javascript:alert(1)", "q=" + "x" * 2000, "slug=2016&page=3&_external=1", "min_won=abc&status=zz"):
        answer = client.get(f"{LIST}/{number:04d}", query_string={"from": way})
        assert answer.status_code == 200
        assert "javascript" not in answer.text.replace("javascript:alert(1)", "", 0).split('<nav class="neighbours"')[1]


def test_a_hidden_proposal_keeps_its_place_without_its_title(client: FlaskClient, three: None):
    with transaction():
        row = db.session.query(Proposal).order_by(Proposal.id).first()
        row.hidden_at, row.hidden_reason = row.submitted_at, "욕설이 있습니다."
        number = row.number
    page = client.get(LIST).text
    assert titles(page)[0] == "가려진 제안"
    assert "어린이 공원 그늘" not in page
    assert count(client.get(f"{LIST}?q=어린이").text) == "0건"
    item = client.get(f"{LIST}/{number:04d}").text
    assert "욕설이 있습니다." in item
    assert "어린이 공원 그늘" not in item
    assert client.get(f"{LIST}/{number:04d}/versions").status_code == 404


def test_search_finds_over_all_years(client: FlaskClient, three: None):
    a_proposal(a_cycle(slug="2027"), title="어린이 도서관")
    page = client.get("/search?q=어린이").text
    assert sorted(titles(page)) == ["어린이 공원 그늘", "어린이 도서관"]


def test_the_list_is_downloaded_as_it_is_asked(client: FlaskClient, three: None):
    answer = client.get(f"{LIST}.csv?reached=selected&sort=now")
    lines = answer.data.decode("utf-8-sig").splitlines()
    assert answer.data.startswith(b"\xef\xbb\xbf")
    assert [line.split(",")[2] for line in lines[1:]] == ["학교 앞 신호등", "어린이 공원 그늘"]
    assert lines[1].split(",")[8:11] == ["300", "200", "executed"]


def test_public_pages_set_no_cookie(client: FlaskClient, three: None):
    number = db.session.query(Proposal).first().number
    for address in (
        "/",
        "/cycles",
        "/cycles/2019",
        LIST,
        f"{LIST}/{number:04d}",
        "/changes",
        "/verify",
        "/help",
        "/search",
    ):
        assert "Set-Cookie" not in client.get(address).headers, address
