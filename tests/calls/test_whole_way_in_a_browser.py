"""From an application to the own chance in Chromium: a citizen at 390 px, the organiser at 1280 px, axe on every page."""

import pytest
from playwright.sync_api import Page, expect

from app.calls import forms
from app.calls.services import calling
from app.core import clock
from app.core.db import db, transaction
from app.core.permissions import Role
from app.draws.models import Draw
from tests.browser_support import axe, screenshot
from tests.builders import DAY, an_account
from tests.calls.builders import a_call, an_application

pytestmark = pytest.mark.browser


def test_a_citizen_applies_the_organiser_draws_and_she_reads_her_chance(
    phone: Page, desktop: Page, sign_in_page, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(forms, "LEAST_SECONDS", 0.0)
    call = a_call(seats=10, disadvantaged_at_least=1, finance_at_least=0)
    for number in range(1, 40):
        an_application(call, number)
    sign_in_page(phone, an_account())
    applies(phone, call.id)
    with transaction():
        late = calling.call_numbered(call.id)
        late.opens_at, late.closes_at = clock.now() - 30 * DAY, clock.now() - DAY
    sign_in_page(desktop, an_account(Role.organiser))
    checks_papers(desktop, call.id)
    draws(desktop)
    db.session.rollback()
    draw = db.session.query(Draw).one()
    phone.goto(f"/calls/{call.id}")
    phone.get_by_role("link", name="내가 뽑힐 확률은?").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("내가 뽑힐 확률은?")
    expect(phone.locator(".lead")).to_contain_text("확률은")
    expect(phone.get_by_text("남성, 40-49세, 북구")).to_be_visible()
    axe(phone)
    screenshot(phone, "whole-way-chance")
    assert draw.figures["pool"] == 40


def applies(page: Page, call_id: int) -> None:
    page.goto(f"/calls/{call_id}/apply")
    page.locator("label[for=sex-1]").click()
    page.select_option("#birth_band", "40-49")
    page.select_option("#district_code", "2917000000")
    page.locator("label[for=agree]").click()
    axe(page)
    page.get_by_role("button", name="신청서 내기").click()
    expect(page.get_by_text("신청서가 들어갔습니다: 40번")).to_be_visible()


def checks_papers(page: Page, call_id: int) -> None:
    page.goto(f"/office/calls/{call_id}")
    while page.locator("main input[name=number]").count():
        for box in page.locator("main input[name=number]").all():
            box.check(force=True)
        page.get_by_role("button", name="고른 신청의 서류 통과").click()
        page.wait_for_load_state()
        if not page.locator("main input[name=number]").count() and page.get_by_role("link", name="다음").count():
            page.get_by_role("link", name="다음").first.click()
            page.wait_for_load_state()
    axe(page)
    page.goto(f"/office/calls/{call_id}")
    page.get_by_label("예비자 수").fill("3")
    page.get_by_role("button", name="추첨 준비하기").click()


def draws(page: Page) -> None:
    verdict = page.locator("#targets [role=status]")
    expect(verdict).to_contain_text("모든 목표를 함께 채울 수 있습니다")
    page.get_by_label("최소: 사회적 약자: 사회적 약자", exact=True).fill("2")
    page.keyboard.press("Tab")
    expect(verdict).to_contain_text("모든 목표를 함께 채울 수 있습니다")
    page.get_by_role("button", name="목표 저장").click()
    expect(page.get_by_text("목표를 저장했습니다")).to_be_visible()
    axe(page)
    page.get_by_label("증인 앞에서 던진 주사위").check(force=True)
    page.locator("#announced").fill("십면체 주사위 세 개, 시청 로비")
    page.get_by_role("button", name="알리기", exact=True).click()
    page.get_by_role("button", name="추첨표 만들기").click()
    page.locator("#value").fill("437")
    page.locator("#witnesses").fill("참관인 두 사람")
    axe(page)
    page.get_by_role("button", name="추첨", exact=True).click()
    expect(page.locator("table.bar-table").first).to_be_visible()
    axe(page)
    screenshot(page, "whole-way-drawn")
