"""The days in Chromium as member, moderator, observer, helper and organiser, at a phone and at a desk."""

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from app.accounts.models import Account
from app.core import clock
from app.core.db import db
from app.panels.models import ClosingBallot, MaterialKind, Panel, PanelPart, Side, TableNote
from app.panels.services import asking, closing_vote, entering, floor_clock, learning, moderating, tables, waves
from tests.browser_support import check_everything, screenshot
from tests.builders import an_account
from tests.panels.days_builders import (
    MINUTE,
    a_panel_today,
    an_item,
    an_open_vote,
    early_afternoon,
    members,
    one_of_the_crew,
    the_vote_is_over,
    who_has_come,
)

__all__ = ["early_afternoon"]
pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("early_afternoon")]
SignIn = Callable[[Page, Account], None]
TEXT = (
    "2호선은 도심과 외곽을 30분 안에 잇습니다.\n건설비는 2조 원 안팎으로 추정합니다. 시가 40%를 냅니다.\n"
    "공사하는 동안 차로가 줄어 막힐 수 있습니다."
)


@pytest.fixture
def panel(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Panel:
    """Twelve members at three tables, learning of both sides with a note, questions, a survey, the vote open."""
    whole = tables.seat
    monkeypatch.setattr(tables, "seat", lambda *args, **more: whole(*args, proposals=4_000, **more))
    panel = a_panel_today(members=12)
    who_has_come(panel, 11)
    an_item(
        panel,
        "cross_examination",
        begins=-5,
        lasts=15,
        title_ko="상호 질문",
        title_en="Cross-examination",
        seconds_a_turn=60,
    )
    an_item(panel, begins=15, lasts=20, title_ko="모둠 토의: 경제", title_en="Table talk: economy")
    an_item(panel, begins=40, lasts=20, title_ko="모둠 토의: 교통 체계", title_en="Table talk: transport")
    tables.plan_tables(panel, tables=3, features=["sex", "age"], apart=[(1, 2)], accessible=[1], by=None)
    _account, adviser = one_of_the_crew(panel, PanelPart.adviser)
    for side, title in ((Side.favour, "왜 지어야 하는가"), (Side.against, "왜 멈춰야 하는가")):
        for kind in MaterialKind:
            text = learning.write(panel, kind=kind, side=side, title=title, text=TEXT, minutes=12, by=None)
            learning.remark(text, role=adviser, passage="2조 원 안팎", text="2018년 기본계획의 추정입니다.", by=None)
            learning.publish(text, by=None)
    first = asking.ask(panel, to_side=Side.favour, text="운영 적자는 누가 냅니까?", panelist=members(panel)[1])
    asking.ask(panel, to_side=Side.against, text="지금의 대안은 무엇입니까?", table_no=2)
    asking.agree(first, members(panel)[2])
    asking.put(first, by=None)
    now = clock.now()
    waves.plan(panel, opens_at=now - MINUTE, closes_at=now + 60 * MINUTE, asked=list(waves.ASKED), by=None)
    return an_open_vote(panel)


def test_a_member_enters_by_the_link_learns_asks_votes_and_answers(page: Page, panel: Panel):
    code = entering.new_link(members(panel)[0], by=None)
    page.goto(f"/i/me/{code}")
    check_everything(page)
    page.get_by_role("button", name="이 기기에서 열기").click()
    check_everything(page)
    screenshot(page, "panel-me")
    page.get_by_role("link", name="왜 지어야 하는가").first.click()
    check_everything(page)
    screenshot(page, "panel-material")
    page.goto(f"/panels/{panel.slug}/me")
    page.get_by_role("button", name="들었습니다: 왜 지어야 하는가").click()
    page.get_by_text("질문하기").click()
    page.get_by_label("찬성").check(force=True)
    page.get_by_label("질문", exact=True).fill("요금은 얼마입니까?")
    page.get_by_role("button", name="질문 내기").click()
    assert page.get_by_text("요금은 얼마입니까?").count() == 1
    page.get_by_role("link", name="투표하기").first.click()
    check_everything(page)
    screenshot(page, "panel-vote")
    page.get_by_role("button", name="고른 것 확인하기").click()
    assert page.get_by_text("아무것도 고르지 않았습니다").is_visible()
    page.get_by_text("찬성", exact=True).click()
    page.get_by_role("button", name="고른 것 확인하기").click()
    check_everything(page)
    page.get_by_role("button", name="투표하기").click()
    check_everything(page)
    assert page.get_by_text("투표가 들어갔습니다").is_visible()
    page.get_by_role("link", name="내 화면").click()
    page.get_by_role("link", name="2차 설문 답하기").click()
    check_everything(page)
    screenshot(page, "panel-wave")
    for group in page.locator("main fieldset").all():
        group.locator("label").first.click()
    page.get_by_role("button", name="답 보내기").click()
    assert page.get_by_text("답이 들어갔습니다").is_visible()
    db.session.rollback()
    assert db.session.query(ClosingBallot).count() == 1


def test_a_moderator_sees_numbers_notes_and_gives_the_floor(page: Page, sign_in_page: SignIn, panel: Panel):
    account, role = one_of_the_crew(panel, PanelPart.moderator)
    moderating.assign(panel, {2: role.id}, by=None)
    sign_in_page(page, account)
    page.goto(f"/panels/{panel.slug}/tables/2")
    check_everything(page)
    page.get_by_label("모둠에서 나온 이야기").fill("적자와 소음을 걱정함")
    page.get_by_role("button", name="기록 저장").click()
    screenshot(page, "panel-table")
    db.session.rollback()
    assert db.session.query(TableNote).one().text == "적자와 소음을 걱정함"
    page.get_by_role("link", name="발언 시계").click()
    page.get_by_role("button", name="찬성 쪽 발언").first.click()
    check_everything(page)
    expect(page.locator("[data-side=favour] [data-used]")).not_to_have_text("0:00")
    screenshot(page, "panel-clock")


def test_the_screen_follows_the_clock_of_the_moderator(desktop: Page, panel: Panel):
    item = floor_clock.on_the_floor(panel)
    desktop.goto(f"/panels/{panel.slug}/screen")
    check_everything(desktop)
    floor_clock.give_floor(item, Side.against, by=None)
    desktop.wait_for_selector("[data-side=against].speaks")
    screenshot(desktop, "panel-screen")


def test_an_observer_looks_on(page: Page, sign_in_page: SignIn, panel: Panel):
    account, _role = one_of_the_crew(panel, PanelPart.observer, side=Side.against)
    sign_in_page(page, account)
    page.goto(f"/panels/{panel.slug}/live")
    check_everything(page)
    screenshot(page, "panel-live")
    assert page.locator("main button, main form, main input").count() == 0
    for path in ("desk", "tables/1", "floor", "me"):
        answer = page.goto(f"/panels/{panel.slug}/{path}")
        assert answer is not None
        assert answer.status in (401, 403), path
        check_everything(page)


def test_a_helper_checks_the_latecomer_in_and_hands_a_paper_out(page: Page, sign_in_page: SignIn, panel: Panel):
    account, _role = one_of_the_crew(panel, PanelPart.helper)
    sign_in_page(page, account)
    page.goto(f"/panels/{panel.slug}/desk")
    check_everything(page)
    screenshot(page, "panel-desk")
    page.get_by_role("button", name="왔습니다: 12").click()
    assert page.get_by_text("12번이 출석했습니다").is_visible()
    page.get_by_role("button", name="새 주소: 12").click()
    check_everything(page)
    screenshot(page, "panel-new-link")
    page.goto(f"/panels/{panel.slug}/desk/paper")
    page.get_by_label("이름표 번호").fill("12")
    page.get_by_role("button", name="표시하고 용지 주기").click()
    assert page.get_by_text("12번을 명부에 표시했습니다").is_visible()
    for path in ("desk/papers", "desk/survey/2"):
        page.goto(f"/panels/{panel.slug}/{path}")
        check_everything(page)
    page.goto(f"/panels/{panel.slug}/booth")
    check_everything(page)


OFFICE = ("days", "agenda", "agenda/new", "tables", "tables/1", "moderators", "questions", "questions?state=put",
          "learning", "learning/new", "vote", "vote/window", "waves", "waves/new", "badges")  # fmt: skip


def test_the_organiser_s_pages_pass_every_check(page: Page, sign_in_page: SignIn, panel: Panel):
    for choice, panelist in zip(("for", "for", "against", "blank"), members(panel), strict=False):
        closing_vote.cast(panelist, choice=choice)
    sign_in_page(page, an_account("organiser"))
    for path in OFFICE:
        page.goto(f"/office/panels/{panel.slug}/{path}")
        check_everything(page)
        screenshot(page, f"panel-office-{path.replace('/', '-').replace('?', '-')}")
    the_vote_is_over(panel)
    page.goto(f"/office/panels/{panel.slug}/vote")
    page.get_by_role("button", name="개표하기").click()
    check_everything(page)
    screenshot(page, "panel-office-counted")


def test_everybody_s_pages_pass_every_check(page: Page, panel: Panel):
    for path in ("learning", "agenda"):
        for tongue in ("", "/en"):
            page.goto(f"{tongue}/panels/{panel.slug}/{path}")
            check_everything(page)
        screenshot(page, f"panel-{path}")


def test_without_script_a_member_votes_and_the_clock_is_read(without_javascript: Page, panel: Panel):
    page = without_javascript
    page.goto(f"/i/me/{entering.new_link(members(panel)[3], by=None)}")
    page.get_by_role("button", name="이 기기에서 열기").click()
    page.get_by_role("link", name="투표하기").first.click()
    page.get_by_text("반대", exact=True).click()
    page.get_by_role("button", name="고른 것 확인하기").click()
    page.get_by_role("button", name="투표하기").click()
    assert page.get_by_text("투표가 들어갔습니다").is_visible()
    page.goto(f"/panels/{panel.slug}/screen")
    assert page.get_by_text("0:00").count() == 2
