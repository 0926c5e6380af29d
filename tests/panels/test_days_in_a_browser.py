"""The days in Chromium as member, moderator, observer, helper and organiser, on telephones, a desk and the big screen."""

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from app.accounts.models import Account
from app.core import clock
from app.core.db import db
from app.panels.models import Item, MaterialKind, Panel, PanelPart, Side, TableNote
from app.panels.services import asking, closing_vote, entering, learning, moderating, tables, waves
from tests.browser_support import DESKTOP, PHONE, OpenPage, axe, check_everything, no_overflow, screenshot
from tests.builders import an_account
from tests.panels.days_builders import (
    MINUTE,
    a_panel_today,
    an_item,
    an_open_vote,
    early_afternoon,
    few_swaps,
    members,
    one_of_the_crew,
    the_vote_is_over,
    vote,
    who_has_come,
)

__all__ = ["early_afternoon", "few_swaps"]
pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("early_afternoon", "few_swaps")]
SignIn = Callable[[Page, Account], None]
TEXT = (
    "2호선은 도심과 외곽을 30분 안에 잇습니다.\n건설비는 2조 원 안팎으로 추정합니다. 시가 40%를 냅니다.\n"
    "공사하는 동안 차로가 줄어 막힐 수 있습니다."
)
OFFICE = ("days", "agenda", "agenda/new", "tables", "tables/1", "moderators", "questions", "learning", "learning/new",
          "vote", "vote/window", "waves", "waves/new", "badges")  # fmt: skip


@pytest.fixture
def panel(app: Flask) -> Panel:
    """Twelve members, eleven of them here, three tables, learning of both sides, questions, a survey, the vote open."""
    panel = a_panel_today(members=12)
    who_has_come(panel, 11)
    cross_examination(panel)
    an_item(panel, begins=15, lasts=20, title_ko="모둠 토의: 경제", title_en="Table talk: economy")
    an_item(panel, begins=40, lasts=20, title_ko="모둠 토의: 교통 체계", title_en="Table talk: transport")
    tables.plan_tables(panel, tables=3, features=["sex", "age"], apart=[(1, 2)], accessible=[1], by=None)
    texts_of_both_sides(panel)
    first = asking.ask(panel, to_side=Side.favour, text="운영 적자는 누가 냅니까?", panelist=members(panel)[1])
    asking.ask(panel, to_side=Side.against, text="지금의 대안은 무엇입니까?", table_no=2)
    asking.agree(first, members(panel)[2])
    asking.put(first, by=None)
    now = clock.now()
    waves.plan(panel, opens_at=now - MINUTE, closes_at=now + 60 * MINUTE, asked=list(waves.ASKED), by=None)
    return an_open_vote(panel)


def cross_examination(panel: Panel) -> Item:
    titles = {"title_ko": "상호 질문", "title_en": "Cross-examination"}
    return an_item(panel, "cross_examination", begins=-5, lasts=15, seconds_a_turn=60, **titles)


def texts_of_both_sides(panel: Panel) -> None:
    _account, adviser = one_of_the_crew(panel, PanelPart.adviser)
    for side, title in ((Side.favour, "왜 지어야 하는가"), (Side.against, "왜 멈춰야 하는가")):
        for kind in MaterialKind:
            text = learning.write(panel, kind=kind, side=side, title=title, text=TEXT, minutes=12, by=None)
            learning.remark(text, role=adviser, passage="2조 원 안팎", text="2018년 기본계획의 추정입니다.", by=None)
            learning.publish(text, by=None)


def seen(page: Page, name: str) -> None:
    """Keep a picture; axe finds nothing and nothing lies beyond the edge."""
    screenshot(page, f"panel-{name}")
    axe(page)
    no_overflow(page)


def test_a_member_enters_by_the_link_learns_asks_votes_and_answers(phone: Page, panel: Panel):
    page = phone
    page.goto(f"/i/me/{entering.new_link(members(panel)[0], by=None)}")
    seen(page, "enter")
    page.get_by_role("button", name="이 기기에서 열기").click()
    screenshot(page, "panel-me")
    check_everything(page)
    page.get_by_role("link", name="왜 지어야 하는가").first.click()
    seen(page, "material")
    page.goto(f"/panels/{panel.slug}/me")
    page.get_by_role("button", name="들었습니다: 왜 지어야 하는가").click()
    page.get_by_text("질문하기").click()
    page.get_by_label("찬성").check(force=True)
    page.get_by_label("질문", exact=True).fill("요금은 얼마입니까?")
    page.get_by_role("button", name="질문 내기").click()
    assert page.get_by_text("요금은 얼마입니까?").count() == 1
    page.get_by_role("link", name="투표하기").first.click()
    seen(page, "vote")
    votes(page, "찬성")
    seen(page, "voted")
    page.get_by_role("button", name="확인번호로 찾아보기").click()
    assert page.get_by_text("기록에 옮겨지기를 기다립니다").is_visible()
    page.goto(f"/panels/{panel.slug}/me")
    page.get_by_role("link", name="2차 설문 답하기").click()
    seen(page, "wave")
    for group in page.locator("main fieldset").all():
        group.locator("label").first.click()
    page.get_by_role("button", name="답 보내기").click()
    assert page.get_by_text("답이 들어갔습니다").is_visible()
    db.session.rollback()
    assert closing_vote.standing(panel).voted == 1


def votes(page: Page, choice: str) -> None:
    """From the way to the ballot over choice and check to the receipt."""
    page.get_by_role("button", name="투표용지 열기").click()
    page.get_by_text(choice, exact=True).first.click()
    screenshot(page, "panel-ballot")
    page.get_by_role("button", name="확인").click()
    assert page.get_by_text(choice, exact=True).first.is_visible()
    page.get_by_role("button", name="투표하기", exact=True).click()
    assert page.get_by_text("투표가 들어갔습니다").is_visible()


def test_moderator_observer_and_helper_do_their_part(open_page: OpenPage, sign_in_page: SignIn, panel: Panel):
    account, role = one_of_the_crew(panel, PanelPart.moderator)
    moderating.assign(panel, {2: role.id}, by=None)
    screen = open_page(DESKTOP)
    screen.goto(f"/panels/{panel.slug}/screen")
    seen(screen, "screen")
    page = open_page(PHONE)
    sign_in_page(page, account)
    page.goto(f"/panels/{panel.slug}/tables/2")
    check_everything(page)
    page.get_by_label("모둠에서 나온 이야기").fill("적자와 소음을 걱정함")
    page.get_by_role("button", name="기록 저장").click()
    screenshot(page, "panel-table")
    db.session.rollback()
    assert db.session.query(TableNote).one().text == "적자와 소음을 걱정함"
    page.get_by_role("link", name="발언 시계").click()
    page.get_by_role("button", name="반대 쪽 발언").first.click()
    expect(page.locator("[data-side=against] [data-used]")).not_to_have_text("0:00")
    seen(page, "clock")
    screen.wait_for_selector("[data-side=against].speaks")  # the screen follows the telephone

    page = open_page(PHONE)
    sign_in_page(page, one_of_the_crew(panel, PanelPart.observer, side=Side.against)[0])
    page.goto(f"/panels/{panel.slug}/live")
    seen(page, "live")
    assert page.locator("main button, main form, main input").count() == 0
    for path in ("desk", "tables/1", "floor", "me"):
        answer = page.goto(f"/panels/{panel.slug}/{path}")
        assert answer is not None
        assert answer.status in (401, 403), path

    page = open_page(PHONE)
    sign_in_page(page, one_of_the_crew(panel, PanelPart.helper)[0])
    page.goto(f"/panels/{panel.slug}/desk")
    seen(page, "desk")
    page.get_by_role("button", name="왔습니다: 12").click()
    assert page.get_by_text("12번이 출석했습니다").is_visible()
    page.get_by_role("button", name="새 주소: 12").click()
    seen(page, "new-link")
    page.goto(f"/panels/{panel.slug}/desk/paper")
    page.get_by_label("이름표 번호").fill("12")
    page.get_by_role("button", name="표시하고 용지 주기").click()
    assert page.get_by_text("12번을 명부에 표시했습니다").is_visible()
    for path in ("desk/survey/2", "booth"):
        page.goto(f"/panels/{panel.slug}/{path}")
        seen(page, path.replace("/", "-"))


def test_the_organiser_runs_the_days_and_counts_the_vote(open_page: OpenPage, sign_in_page: SignIn, panel: Panel):
    """Each page at one width by turns; what everybody sees stands in both languages."""
    vote(panel, "for", "for", "against", "blank")
    telephone, desk = open_page(PHONE), open_page(DESKTOP)
    organiser = an_account("organiser")
    for page in (telephone, desk):
        sign_in_page(page, organiser)
    for at, path in enumerate(OFFICE):
        page = (telephone, desk)[at % 2]
        page.goto(f"/office/panels/{panel.slug}/{path}")
        seen(page, f"office-{path.replace('/', '-')}")
    for page, path in ((telephone, "learning"), (desk, "agenda")):
        for tongue in ("", "/en"):
            page.goto(f"{tongue}/panels/{panel.slug}/{path}")
            seen(page, f"{path}{tongue.replace('/', '-')}")
    the_vote_is_over(panel)
    survey = waves.wave_numbered(panel, 2)
    waves.move(survey, opens_at=survey.opens_at, closes_at=clock.now(), by=None)
    telephone.goto(f"/office/panels/{panel.slug}/vote")
    telephone.get_by_role("link", name="열쇠, 마감, 개표").click()
    telephone.get_by_role("button", name="기록 닫기").click()
    telephone.get_by_role("button", name="시연용 열쇠로 개표하기").click()
    telephone.goto(f"/office/panels/{panel.slug}/vote")
    seen(telephone, "office-counted")
    telephone.get_by_role("link", name="결과 보고서 보기").click()
    expect(telephone.get_by_text("4표 가운데 2표").first).to_be_visible()


def test_without_script_a_member_votes_and_the_clock_is_read(without_javascript: Page, panel: Panel):
    page = without_javascript
    page.goto(f"/i/me/{entering.new_link(members(panel)[3], by=None)}")
    page.get_by_role("button", name="이 기기에서 열기").click()
    page.get_by_role("link", name="투표하기").first.click()
    votes(page, "반대")
    page.goto(f"/panels/{panel.slug}/screen")
    assert page.get_by_text("0:00").count() == 2
