"""An officer answers, a citizen follows, reads the digest and ends the letters; every page looks right to axe."""

import datetime as dt

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from app.core import clock
from app.core.db import db
from app.core.mail import Message
from app.followup.services import digests, matter_called
from app.followup.services.answering import answer
from app.followup.services.following import rhythm_of
from app.followup.services.replying import reply
from tests.browser_support import axe, no_overflow, screenshot, tab_walk
from tests.builders import a_department, an_account
from tests.followup.builders import a_matter, an_officer
from tests.followup.test_answering import SPRING

pytestmark = pytest.mark.browser


def looked_at(page: Page, name: str) -> None:
    axe(page)
    no_overflow(page)
    screenshot(page, f"matters-{name}")


def test_an_officer_answers_and_a_supporter_reads_of_it_and_ends_the_letters(page: Page, app, sign_in_page):
    department, citizen, proposer = a_department("보행자정책과"), an_account(), an_account()
    officer, late = an_officer(department), a_matter(received_on=clock.today() - dt.timedelta(days=45), body="council")
    matter = a_matter(
        department=department, by=proposer, title_ko="버스 정류장에 그늘 만들기", title_en="Shade at bus stops"
    )

    sign_in_page(page, citizen)
    page.goto(f"/matters/{matter.id}")
    looked_at(page, "waiting")
    page.get_by_role("button", name="바뀌면 소식 받기").click()
    expect(page.get_by_text("1명이 소식을 받습니다")).to_be_visible()
    page.goto("/my/matters")
    page.get_by_label("새 소식이 있을 때 하루에 한 번").check(force=True)
    page.get_by_role("button", name="저장하기").click()
    looked_at(page, "followed")

    page.context.clear_cookies()
    sign_in_page(page, officer)
    page.goto("/desk/matters")
    looked_at(page, "desk")
    page.goto(f"/desk/matters/{matter.id}")
    page.get_by_role("button", name="답 공개하기").click()
    expect(page.locator(".error-summary")).to_be_visible()
    looked_at(page, "desk-error")
    page.get_by_label("일부 수용").check(force=True)
    page.get_by_label("이유").fill("예산 안에서 두 곳부터 하겠습니다.")
    page.get_by_label("할 일").fill("2027-03-31 설계를 마친다\n2027-07-31 두 곳에 만든다")
    page.get_by_role("button", name="답 공개하기").click()
    expect(page.get_by_text("답을 공개했습니다.")).to_be_visible()
    page.get_by_role("button", name="마침: 설계를 마친다").click()
    looked_at(page, "desk-answered")
    page.goto("/desk/matters/sheet")
    looked_at(page, "sheet")

    db.session.rollback()
    assert matter_called(matter.id).code == "partly"
    reply(matter_id=matter.id, body="언제 시작하나요?", by=proposer)
    day = clock.today() + dt.timedelta(days=2)
    with clock.replaying(clock.seoul(day.year, day.month, day.day, 9)):
        assert digests.send_due() == 1
    letter = db.session.scalars(select(Message).where(Message.unsubscribe.is_not(None))).one()
    link = letter.unsubscribe[letter.unsubscribe.index("/matters/") :]

    page.context.clear_cookies()
    page.goto(f"/matters/{matter.id}")
    looked_at(page, "answered")
    page.goto("/matters")
    looked_at(page, "list")
    tab_walk(page)
    page.get_by_role("link", name="그 가운데 기한이 지난 것 1건").click()
    expect(page.get_by_role("link", name=late.title_ko)).to_be_visible()
    page.goto(link)
    looked_at(page, "unsubscribe")
    page.get_by_role("button", name="이 메일 그만 받기").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("소식 받는 안건의 메일을 더는 보내지 않습니다.")
    looked_at(page, "unsubscribed")
    db.session.rollback()
    assert rhythm_of(citizen.id) == "never"


def test_the_office_and_the_lists_of_many(page: Page, app, sign_in_page):
    department = a_department("보행자정책과")
    officer = an_officer(department)
    for number, code in enumerate(("accepted", "partly", "already_done", "long_term", "refused"), 1):
        given = a_matter(department=department)
        answer(matter_id=given.id, code=code, reason=f"{number}번째 이유", milestones=[SPRING], by=officer)
    waiting = a_matter()
    sign_in_page(page, an_account("organiser"))
    for address, name in (
        ("/office/matters", "office"), (f"/office/matters/{waiting.id}", "office-item"),
        (f"/office/matters/{waiting.id}/move", "move"), (f"/office/matters/{waiting.id}/deadline", "deadline"),
        ("/office/matters/kinds", "kinds"), ("/office/matters/kinds/assembly_policy", "kind"), ("/en/matters", "list-en"),
    ):  # fmt: skip
        page.goto(address)
        looked_at(page, name)
