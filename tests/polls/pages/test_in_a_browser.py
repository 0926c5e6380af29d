"""Chromium walks: who designs a poll, who votes on a phone without script, the booth, the auditor."""

import time

import pytest
from flask import Flask
from playwright.sync_api import Page

from app.core import clock
from app.core.permissions import Role
from app.polls.services import booth_desk
from app.polls.services.finding import poll_called
from tests.browser_support import axe, check_everything, no_overflow, screenshot
from tests.builders import an_account
from tests.polls import builders as machine
from tests.polls.pages.builders import HOUR, a_voter, an_open_poll

pytestmark = pytest.mark.browser


def local(at) -> str:
    return f"{at.astimezone(clock.SEOUL):%Y-%m-%dT%H:%M}"


def test_the_organiser_designs_rehearses_and_freezes_a_poll(app: Flask, desktop: Page, sign_in_page):
    sign_in_page(desktop, an_account(Role.organiser))
    desktop.goto("/office/polls/new")
    axe(desktop)
    for name, text in (
        ("title_ko", "동네 정책 고르기"), ("title_en", "Policies"), ("question_ko", "무엇을 먼저 할까요?"),
        ("question_en", "What first?"), ("slug", "walk"), ("options", "나무 심기 | Trees\n승강기 | Lift\n심야 버스 | Night bus"),
        ("at_most", "2"), ("seats", "1"), ("randomness", "주사위 네 개"), ("opens_at", local(clock.now() + HOUR)),
        ("closes_at", local(clock.now() + 5 * HOUR)), ("electorates-0-name_ko", "시민"),
    ):  # fmt: skip
        desktop.fill(f"[name={name}]", text)
    screenshot(desktop, "poll-designer")
    desktop.get_by_role("button", name="초안 저장").click()
    axe(desktop)
    no_overflow(desktop)
    screenshot(desktop, "poll-desk")
    desktop.get_by_role("button", name="지어낸 표로 시험하기").click()
    axe(desktop)
    screenshot(desktop, "poll-result")
    desktop.goto("/office/polls/walk")
    desktop.get_by_role("button", name="시연용 열쇠로 고정").click()
    assert poll_called("walk").frozen_at is not None


def test_a_citizen_votes_on_a_phone_without_script_in_a_minute_and_finds_the_receipt(app: Flask, without_javascript: Page, sign_in_page):  # fmt: skip
    poll, phone = an_open_poll(options=10), without_javascript
    sign_in_page(phone, a_voter())
    began = time.monotonic()
    phone.goto(f"/polls/{poll.slug}")
    screenshot(phone, "poll-show")
    phone.get_by_role("link", name="투표하기").click()
    for number in ("2", "5", "7"):
        phone.locator(f"label[for=option-{number}]").click()
    screenshot(phone, "poll-vote")
    phone.get_by_role("button", name="고른 것 확인하기").click()
    screenshot(phone, "poll-review")
    phone.get_by_role("button", name="투표하기", exact=True).click()
    code = phone.locator(".receipt-sheet .code-groups").inner_text()
    screenshot(phone, "poll-receipt")
    phone.get_by_role("link", name="확인번호로 찾아보기").first.click()
    phone.fill("[name=receipt]", code.lower())
    phone.get_by_role("button", name="찾아보기").click()
    assert "이 투표는 들어왔고" in phone.locator("main").inner_text()
    assert time.monotonic() - began < 60


def test_every_page_of_voting_passes_the_checks_at_a_phone(app: Flask, phone: Page, sign_in_page):
    poll = an_open_poll(options=6, costs=[40, 30, 20, 10, 10, 10], form="knapsack", form_numbers={"budget": 60})
    sign_in_page(phone, a_voter())
    phone.goto(f"/polls/{poll.slug}")
    axe(phone)
    no_overflow(phone)
    phone.goto(f"/polls/{poll.slug}/vote")
    for number in ("2", "3"):
        phone.locator(f"label[for=option-{number}]").click()
    phone.locator("label[for=option-1]").click()  # too dear: refused with a sentence
    assert "넘습니다" in phone.locator("[data-meter-text]").inner_text()
    check_everything(phone)
    screenshot(phone, "poll-vote-money")
    phone.get_by_role("button", name="고른 것 확인하기").click()
    check_everything(phone)
    phone.get_by_role("button", name="투표하기", exact=True).click()
    check_everything(phone)


def test_the_booth_and_the_auditor(app: Flask, page: Page, sign_in_page):
    poll = an_open_poll()
    ticket = booth_desk.admit(poll, a_voter().id, by=None)
    page.goto(f"/booth/{poll.slug}")
    axe(page)
    screenshot(page, "poll-booth")
    page.fill("[name=ticket]", ticket.lower())
    page.get_by_role("button", name="시작하기").click()
    page.locator("label[for=option-2]").click()
    page.get_by_role("button", name="고른 것 확인하기").click()
    page.get_by_role("button", name="투표하기", exact=True).click()
    axe(page)
    screenshot(page, "poll-booth-receipt")
    page.get_by_role("link", name="끝내고 화면 지우기").click()
    assert page.url.endswith(f"/booth/{poll.slug}")
    counted = machine.an_open_poll(voters=25)
    machine.voted_by(counted, 22)
    machine.published(machine.counted(machine.closed(counted)))
    for path in (f"/polls/{counted.slug}/result", f"/polls/{counted.slug}/log", "/verify", "/polls"):
        page.goto(path)
        axe(page)
        no_overflow(page)
        screenshot(page, "poll-" + path.rsplit("/", 1)[1])
