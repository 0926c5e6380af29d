"""Chromium walks: who designs a poll, who votes on a phone without script, the booth, the auditor."""

import time

import pytest
from flask import Flask
from playwright.sync_api import Page

from app.committee.models import Office, Seat
from app.core import clock
from app.core.db import db, transaction
from app.core.permissions import Role
from app.polls.services import booth_desk
from app.polls.services.finding import poll_called
from tests.browser_support import PHONE, axe, check_everything, no_overflow, screenshot
from tests.builders import an_account
from tests.polls import builders as machine
from tests.polls.pages.builders import HOUR, a_voter, an_open_poll
from tests.polls.pages.test_roll_call import a_meeting

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
        ("closes_at", local(clock.now() + 5 * HOUR)), ("electorates-0-name_ko", "시민"), ("auditors", "이름뿐"),
    ):  # fmt: skip
        desktop.fill(f"[name={name}]", text)
    for summary in desktop.locator("main summary").all():
        summary.click()
    desktop.fill("[name=threshold]", "2")
    desktop.get_by_role("button", name="초안 저장").click()
    axe(desktop)
    screenshot(desktop, "poll-designer-faults")
    assert desktop.locator("[name=threshold]").is_visible(), "what was typed stays in sight"
    desktop.fill("[name=auditors]", "")
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


# Seconds in which a practised adult decides on a target and hits it (Card, Moran and Newell 1980: M + P).
A_TAP = 1.35 + 1.10


def test_a_citizen_picks_ten_of_a_hundred_on_a_phone_without_script_in_a_minute_and_finds_the_receipt(app: Flask, without_javascript: Page, sign_in_page):  # fmt: skip
    poll, phone = an_open_poll(options=100, form_numbers={"at_most": 10}), without_javascript
    sign_in_page(phone, a_voter())
    phone.goto(f"/polls/{poll.slug}")
    screenshot(phone, "poll-show")
    began, taps = time.monotonic(), 0
    for step in (
        lambda: phone.get_by_role("link", name="투표하기").click(),
        *(lambda n=n: phone.locator("label[for^=option-]").nth(n).click() for n in range(0, 30, 3)),
        lambda: phone.get_by_role("button", name="고른 것 확인하기").click(),
        lambda: phone.get_by_role("button", name="투표하기", exact=True).click(),
    ):
        step()
        taps += 1
    code = phone.locator(".receipt-sheet .code-groups").inner_text()
    screenshot(phone, "poll-receipt")
    phone.get_by_role("button", name="확인번호로 찾아보기").click()
    assert "이 투표는 들어왔고" in phone.locator("main").inner_text()
    machine_takes = time.monotonic() - began
    assert phone.locator("[name=receipt]").input_value().replace("-", "") == "".join(code.split())
    person_takes = (taps + 1) * A_TAP
    assert person_takes + machine_takes < 60, (
        f"{person_takes:.0f} s of the person, {machine_takes:.1f} s of the machine"
    )


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
    counted = machine.an_open_poll(voters=25, auditors=[{"name": "김감사", "role": "외부", "key": "ab" * 32}])
    machine.voted_by(counted, 22)
    machine.published(machine.counted(machine.closed(counted)))
    for path in (
        f"/polls/{counted.slug}/result",
        f"/polls/{counted.slug}/log",
        f"/polls/{counted.slug}/auditors",
        "/verify",
        "/polls",
    ):
        page.goto(path)
        axe(page)
        no_overflow(page)
        screenshot(page, "poll-" + path.rsplit("/", 1)[1])


def test_a_chair_runs_a_roll_call_that_members_vote_in_and_visitors_read(
    app: Flask, page: Page, open_page, sign_in_page
):
    meeting, seats = a_meeting(3)
    with transaction():
        db.session.get_one(Seat, seats[0].id).office = Office.chair
    address = f"/meetings/{meeting.id}/votes"
    size = page.viewport_size
    chair, member, visitor = page, open_page(size), open_page(size)
    for who, seat in ((chair, seats[0]), (member, seats[1])):
        sign_in_page(who, seat.account)
        who.goto(address)
    axe(member)
    member.get_by_role("button", name="왔습니다").click()
    chair.get_by_label("안건", exact=True).fill("예산안을 원안대로 의결하는 건")
    chair.get_by_role("button", name="표결에 부치기").click()
    (check_everything if size == PHONE else axe)(chair)
    assert chair.locator(f"#seat-{seats[1].id}").is_checked(), "the member said so"
    chair.locator(f"label[for=seat-{seats[0].id}]").click()
    chair.get_by_role("button", name="자리에 있는 사람 저장").click()
    for who in (chair, member):
        who.goto(address)
        who.get_by_role("button", name="찬성").click()
    axe(member)
    screenshot(member, "roll-call-member")
    visitor.goto(address)
    assert "찬성" not in visitor.locator("section.card").inner_text(), "nobody sees votes before the announcement"
    screenshot(chair, "roll-call-chair")
    chair.get_by_role("button", name="결과 선포").click()
    axe(chair)
    visitor.reload()
    visitor.locator("section.card summary").click()
    assert seats[1].account.name in visitor.locator("section.card").inner_text()
    axe(visitor)
    screenshot(visitor, "roll-call-visitor")
