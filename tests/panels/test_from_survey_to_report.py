"""From a table of the survey to the report in Chromium: the organiser uses nothing but pages, members only their links."""

import datetime as dt
import json
import random
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Locator, Page

from app.core import clock
from app.core.db import db
from app.panels.models import Panel, PanelistState
from app.panels.services import seating
from app.panels.services.population import DISTRICTS
from tests.browser_support import DESKTOP, PHONE, OpenPage, axe, no_overflow, screenshot
from tests.builders import CITY, the_city
from tests.panels.builders import an_organiser, links_sent, rows_of
from tests.panels.days_builders import few_swaps
from voting.sortition.verify import verify

__all__ = ["few_swaps"]
pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("few_swaps")]
GoesTo = Callable[..., None]
HEADER = ("번호", "의견", "성별", "나이", "사는 구", "참여 의향", "공무원", "이름", "연락처", "주소")
OFFICE, PUBLIC = "/office/panels/metro-2", "/panels/metro-2"
PANEL = {"주소에 쓸 짧은 이름": "metro-2", "한국어 제목": "도시철도 2호선", "영어 제목": "Metro line 2", "물음(한국어)": "2호선을 지을까요?",
         "물음(영어)": "Shall line 2 be built?", "첫날": "2027-11-09", "마지막 날": "2027-11-10", "참여자 수당": "30만 원"}  # fmt: skip


@pytest.fixture
def goes_to(monkeypatch: pytest.MonkeyPatch) -> GoesTo:
    """A function that brings the clock to an hour of a day in Gwangju, from where it runs on."""
    real, ahead = clock.now, [dt.timedelta(0)]
    for asked in ("now", "replayed"):  # the database's own time stands aside for a replayed one
        monkeypatch.setattr(clock, asked, lambda: real() + ahead[0])

    def do(*at: int) -> None:
        ahead[0] = clock.seoul(*at) - real()

    return do


def answers(people: int) -> bytes:
    """A survey as the office sends it: the first is an official, every fifth pair of people shares a home."""
    by_chance = random.Random(2018)
    stances, ages = ("찬성", "찬성", "찬성", "반대", "판단 유보"), ("25", "34", "41", "56", "60대 이상")
    rows = [
        (i, by_chance.choice(stances), by_chance.choice("여남"), by_chance.choice(ages), by_chance.choice(list(DISTRICTS)),
         "예", "예" if i == 1 else "아니오", f"사람{i}", f"p{i}@example.org", f"상무대로 {i - (i % 10 == 0)}")
        for i in range(1, people + 1)
    ]  # fmt: skip
    return rows_of(HEADER, *rows)


def seen(page: Page, name: str) -> None:
    screenshot(page, f"walk-{name}")
    axe(page)
    no_overflow(page)


def press(page: Page, name: str | re.Pattern[str]) -> None:
    """Press a button; where a job does the work, go on from its page."""
    page.get_by_role("button", name=name, exact=isinstance(name, str)).first.click()
    if "/jobs/" in page.url:
        page.get_by_role("link", name="계속하기").click()


def field(page: Page, label: str) -> Locator:
    """Return a field by its label, which may go on by saying that it need not be filled in."""
    return page.get_by_label(re.compile(rf"^\s*{re.escape(label)}\s*(쓰지 않아도 됩니다)?\s*$"))


def fill(page: Page, fields: dict[str, str]) -> None:
    for label, text in fields.items():
        field(page, label).fill(text)


def choose(page: Page, *labels: str) -> None:
    for label in labels:
        field(page, label).check(force=True)


@pytest.mark.parametrize(
    ("people", "seats", "width"), [(300, 30, PHONE), pytest.param(2500, 250, DESKTOP, marks=pytest.mark.night)]
)
def test_an_organiser_goes_from_a_table_to_the_report(
    app: Flask, client: FlaskClient, open_page: OpenPage, sign_in, sign_in_page, goes_to: GoesTo, tmp_path: Path, people: int,
    seats: int, width: dict[str, int],
):  # fmt: skip
    the_city()
    organiser, office = an_organiser(), app.test_client()
    page, phone = open_page(width), open_page(PHONE)

    def on_the(*day: int) -> None:
        goes_to(2027, *day)
        sign_in_page(page, organiser)
        sign_in(organiser, on=office)

    on_the(10, 4, 10)
    the_panel_is_made(page, office, seats)
    the_survey_is_brought_in(page, on_the, tmp_path, people)
    draw_id = the_panel_is_drawn(page)
    assert client.get(f"/draws/{draw_id}/transcript.json").status_code == 403  # sealed
    members_say_yes(app, page, phone, seats)
    the_days_are_planned(page)
    on_the(11, 9, 13)
    cast = members_meet_and_vote(app, office, seats)
    on_the(11, 12, 10)
    the_report_is_opened(page, cast)
    verify(json.loads(client.get(f"/draws/{draw_id}/transcript.json").data))
    assert client.get(f"{PUBLIC}/report.pdf").data.startswith(b"%PDF")
    told = client.get("/api/v1/panels/metro-2").json
    assert told["report"]["result"] == cast | {"blank": 0}


def the_panel_is_made(page: Page, office: FlaskClient, seats: int) -> None:
    """Question, seven of the neutral committee with their declarations, rule; the page says what is next."""
    page.goto("/office/panels/new")
    fill(page, PANEL | {"자리 수": str(seats)})
    page.get_by_label("어느 곳 시민에게 묻나요").select_option(CITY)
    seen(page, "new")
    press(page, "공론화 만들기")
    page.get_by_role("link", name="다음: 중립 위원회").click()
    seen(page, "people-none")
    for number in range(2, 8):
        office.post(f"{OFFICE}/people/new", data={"part": "committee", "side": "neutral", "name": f"위원 {number}"})
        office.post(f"{OFFICE}/people/{number - 1}/declare", data={"has_interest": "no"})
    page.get_by_role("link", name="사람 넣기").click()
    fill(page, {"이름": "위원 1"})
    seen(page, "people-new")
    press(page, "넣기")
    page.get_by_role("link", name=re.compile("밝힌 내용 적기.*위원 1")).click()
    choose(page, "없음(없다고 밝힘)")
    seen(page, "declare")
    press(page, "기록하기")
    seen(page, "people")
    page.goto(f"{OFFICE}/rule")
    choose(page, "단순 다수결(한 표 차이도)")
    seen(page, "rule")
    press(page, "저장하기")
    press(page, "물음과 규칙 공개하기")
    seen(page, "desk")


def the_survey_is_brought_in(page: Page, on_the: GoesTo, folder: Path, people: int) -> None:
    page.goto(f"{OFFICE}/survey/plan")
    choose(page, "전화 조사(파일로 가져옴)")
    fill(page, {"시작": "2027-10-05T09:00", "끝": "2027-10-12T18:00"})
    seen(page, "survey-plan")
    press(page, "저장하기")
    on_the(10, 12, 17)
    file = folder / "survey.csv"
    file.write_bytes(answers(people))
    page.get_by_role("link", name="응답 가져오기").click()
    page.locator("input[type=file]").set_input_files(file)
    press(page, "살펴보기")
    seen(page, "import")
    press(page, re.compile("줄 가져오기"))
    on_the(10, 13, 9)
    page.goto(f"{OFFICE}/survey")
    assert page.get_by_text(f"{people}명이 답했습니다").or_(page.get_by_text(f"{people:,}명이 답했습니다")).count()
    choose(page, "성별", "나이", "사는 구")
    press(page, "가중치 내기")
    assert page.get_by_text("유효 표본").first.is_visible()
    seen(page, "survey")


def the_panel_is_drawn(page: Page) -> int:
    """Designs side by side, the choice with its reason, announcement, lottery, the public value; return the draw's id."""
    page.goto(f"{OFFICE}/design")
    assert page.get_by_text("의견마다 같은 수").first.is_visible()
    assert page.get_by_text("1차 조사에 비례").first.is_visible()
    seen(page, "design")
    choose(page, "1차 조사에 비례")
    fill(page, {"이 설계를 고른 이유": "위원회 의결", "예비자 수": "5"})
    press(page, "추첨 준비하기")
    choose(page, "증인 앞에서 던진 주사위")
    fill(page, {"정확히 무엇을, 언제 어디서 모두가 볼 수 있는지": "십면체 주사위 세 개, 10월 15일 시청 로비"})
    seen(page, "draw")
    press(page, "알리기")
    press(page, "추첨표 만들기")
    fill(page, {"공개 숫자": "437", "누가 보았는지, 어디서 확인할 수 있는지": "참관인 세 명"})
    press(page, "추첨")
    seen(page, "drawn")
    return int(page.url.rsplit("/", 1)[1])


def members_say_yes(app: Flask, page: Page, phone: Page, seats: int) -> None:
    """One on a telephone with what she needs, one says no, the others yes."""
    page.goto(f"{OFFICE}/members")
    seen(page, "members-drawn")
    press(page, "전자우편과 문자로 보내기")
    first, last, *others = links_sent(app, "seat")
    phone.goto(first)
    phone.get_by_text("아이 돌봄").click()
    seen(phone, "seat")
    press(phone, "네, 참여하겠습니다")
    seen(phone, "seat-done")
    app.test_client().post(last, data={"answer": "no"})
    for link in others:
        app.test_client().post(link, data={"other_needs": ""})
    panel = db.session.scalars(db.select(Panel)).one()
    assert len(seating.panelists(panel, PanelistState.accepted)) == seats - 1
    for name in ("members", "members/1", "members/2", "members/lottery", "composition", "survey/design", "edit", ""):
        page.goto(f"{OFFICE}/{name}".rstrip("/"))
        seen(page, f"{name.replace('/', '-') or 'desk'}-coming")


def the_days_are_planned(page: Page) -> None:
    page.goto(f"{OFFICE}/days")
    press(page, "개인 주소가 없는 사람에게 보내기")
    page.goto(f"{OFFICE}/agenda/new")
    page.get_by_label("종류").select_option(label="모둠 토의")
    fill(
        page,
        {
            "한국어 제목": "모둠 토의: 경제",
            "영어 제목": "Table talk",
            "시작": "2027-11-09T14:00",
            "끝": "2027-11-09T15:00",
        },
    )
    press(page, "저장하기")
    page.goto(f"{OFFICE}/tables")
    fill(page, {"모둠 수": "5"})
    choose(page, "성별", "나이")
    press(page, "자리 정하기")
    page.goto(f"{OFFICE}/vote/window")
    fill(page, {"투표 시작": "2027-11-09T13:00", "투표 마감": "2027-11-09T18:00"})
    press(page, "저장하기")
    seen(page, "vote-planned")
    page.get_by_role("link", name="열쇠, 마감, 개표").click()
    press(page, "시연용 열쇠로 고정")
    page.goto(f"{OFFICE}/vote")
    seen(page, "vote-frozen")
    page.goto(f"{OFFICE}/waves/new")
    fill(page, {"시작": "2027-11-09T13:00", "끝": "2027-11-09T20:00"})
    choose(page, "공론화 과정 만족도")
    press(page, "저장하기")
    seen(page, "waves")


def members_meet_and_vote(app: Flask, office: FlaskClient, seats: int) -> dict[str, int]:
    """Everybody is checked in, votes and answers on the own page: every third against. Return the votes cast."""
    cast = {"for": 0, "against": 0}
    stances = {stance.code: stance.id for stance in db.session.scalars(db.select(Panel)).one().stances}
    numbers = {one.entry_hash: one.number for one in seating.panelists(db.session.scalars(db.select(Panel)).one())}
    for number in filter(None, (number if key else None for key, number in numbers.items())):
        assert office.post(f"{PUBLIC}/desk/{number}", data={"here": "yes"}).status_code == 302
    for at, link in enumerate(links_sent(app, "me")):
        member, choice = app.test_client(), "against" if at % 3 == 0 else "for"
        member.post(link)
        votes_from_the_page(member, choice)
        answer = {"stance_id": str(stances[choice]), "q_satisfaction": "4"}
        assert member.post(f"{PUBLIC}/me/survey/2", data=answer).status_code == 302
        cast[choice] += 1
    assert sum(cast.values()) == seats - 1
    return cast


def votes_from_the_page(member: FlaskClient, choice: str) -> None:
    """Open the ballot from the member's page, choose, check and cast, as the forms of the pages send it."""
    page = member.get(f"{PUBLIC}/me/vote").text
    address, sent = re.search(r'action="(/polls/[^"]+)/vote"', page)[1], hidden(page) | {"option": choice}
    reviewed = member.post(f"{address}/review", data=sent).text
    receipt = member.post(f"{address}/receipt", data=sent | {"draft": hidden(reviewed)["draft"]})
    assert "투표가 들어갔습니다" in receipt.text


def hidden(page: str) -> dict[str, str]:
    found = re.findall(r'type="hidden" name="(code|draft)" value="([^"]*)"', page)
    return {name: unescape(value) for name, value in found}


def the_report_is_opened(page: Page, cast: dict[str, int]) -> None:
    page.goto(f"{OFFICE}/vote")
    assert page.get_by_text("결과 보고서 보기").count() == 0
    page.get_by_role("link", name="열쇠, 마감, 개표").click()
    press(page, "기록 닫기")
    press(page, "시연용 열쇠로 개표하기")
    page.goto(f"{OFFICE}/vote")
    seen(page, "counted")
    page.goto(f"{OFFICE}/recommendation")
    field(page, "권고문(한국어)").fill("2호선을 짓기를 권고합니다.")
    field(page, "권고문(영어)").fill("We recommend building line 2.")
    choose(page, "이 내용으로 보고서 공개")
    press(page, "저장하기")
    page.goto(f"{OFFICE}/vote")
    page.get_by_role("link", name="결과 보고서 보기").click()
    seen(page, "report")
    assert page.get_by_text("2호선을 짓기를 권고합니다.").is_visible()
    assert page.get_by_text(f"{cast['for']} 대 {cast['against']}").first.is_visible()
