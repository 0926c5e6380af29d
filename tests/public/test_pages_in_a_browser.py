"""The public pages at a phone and at a desk: axe, Tab walk, overflow, text twice as large, forced colours, no script."""

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from app.proposals.models import Status
from tests.browser_support import check_everything, screenshot
from tests.public.builders import a_city_year

pytestmark = pytest.mark.browser

PAGES = {
    "home": "/",
    "cycles": "/cycles",
    "cycle": "/cycles/2019",
    "list": "/cycles/2019/proposals",
    "unreadable": "/cycles/2019/proposals?min_won=1O0&field=gibtsnicht&reached=selected&sort=random&seed=7f",
    "nothing": "/cycles/2019/proposals?q=없는말&status=zeroed",
    "proposal": "/cycles/2019/proposals/{cut:04d}?from=reached%3Dselected",
    "versions": "/cycles/2019/proposals/{cut:04d}/versions",
    "changes": "/changes",
    "sources": "/sources",
    "verify": "/verify?cycle=2019",
    "help": "/help",
}
WIDE = ("home", "cycle", "list", "proposal")  # the others have one column at any width


def walk(page: Page, names: tuple[str, ...]) -> None:
    numbers = a_city_year()
    for name in names:
        page.goto(PAGES[name].format(cut=numbers[Status.partly_cut]))
        screenshot(page, f"public-{name}")
        check_everything(page)


def test_every_public_page_passes_every_check_on_a_phone(app: Flask, phone: Page):
    walk(phone, tuple(PAGES))


def test_pages_of_several_columns_pass_every_check_at_a_desk(app: Flask, desktop: Page):
    walk(desktop, WIDE)


def test_a_choice_narrows_the_list_and_the_address_without_loading_the_page(app: Flask, desktop: Page):
    a_city_year()
    desktop.goto("/cycles/2019/proposals")
    desktop.evaluate("window.stays = true")
    desktop.get_by_label("지금 상태").select_option("zeroed")
    expect(desktop.locator("#found .items > li")).to_have_count(1)
    expect(desktop.locator("#found .count")).to_contain_text("1건")
    assert "status=zeroed" in desktop.url
    assert desktop.evaluate("window.stays") is True
    desktop.get_by_role("link", name="전액 삭감").click()
    expect(desktop.locator("#found .items > li")).to_have_count(5)
    assert "status" not in desktop.url


def test_one_finds_reads_and_walks_on_without_script(app: Flask, without_javascript: Page):
    a_city_year()
    page = without_javascript
    page.goto("/")
    page.get_by_role("link", name="모든 해를 표로 보기").click()
    page.get_by_role("link", name="5건").click()
    page.get_by_label("찾는 말").fill("어린이를")
    page.get_by_role("button", name="찾기").click()
    expect(page.locator(".items > li")).to_have_count(2)
    page.get_by_role("link", name="무단횡단이 잦은 학교 앞 어린이 신호등").click()
    expect(page.locator("h1")).to_have_text("무단횡단이 잦은 학교 앞 어린이 신호등")
    page.get_by_role("link", name="다음 제안").click()
    expect(page.locator("h1")).to_have_text("어린이 공원 새 단장")
    page.get_by_role("link", name="목록으로").click()
    expect(page.get_by_label("찾는 말")).to_have_value("어린이를")
