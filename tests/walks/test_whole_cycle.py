"""One cycle from the plan to the settlement, in Chromium, by everyone who takes part in it, as time goes by.

At a phone, at a desk, and at a phone without script: nothing is done but what the pages offer.
"""

import datetime as dt
import re
from collections.abc import Iterator

import pytest
import time_machine
from flask import Flask
from playwright.sync_api import Locator, Page, expect

from app.accounts.models import Account
from app.core import clock
from app.core.clock import SEOUL, seoul
from app.core.db import db
from app.core.permissions import Role, Scope
from tests.browser_support import DESKTOP, PHONE
from tests.builders import DONG, a_department, an_account, the_city

pytestmark = [pytest.mark.browser, pytest.mark.slow]
YEAR = 2031
NOTICE, INTAKE = seoul(2030, 2, 1, 10), seoul(2030, 3, 20, 10)
REVIEW, COMMITTEE, SCREENING = seoul(2030, 5, 10, 10), seoul(2030, 7, 3, 10), seoul(2030, 7, 25, 10)
BETWEEN, SELECTION, COUNTED = seoul(2030, 8, 20, 10), seoul(2030, 8, 25, 10), seoul(2030, 8, 29, 10)
BILL, COUNCIL, EXECUTION = seoul(2030, 9, 10, 10), seoul(2030, 12, 5, 15), seoul(2031, 7, 5, 10)


class Day:
    """The clock of the whole process: the server sees the day that the story is at."""

    def __init__(self) -> None:
        self.now: time_machine.travel | None = None

    def goes_to(self, at: dt.datetime) -> None:
        self.ends()
        self.now = time_machine.travel(at, tick=True)
        self.now.start()

    def ends(self) -> None:
        if self.now is not None:
            self.now.stop()


@pytest.fixture
def day() -> Iterator[Day]:
    story = Day()
    yield story
    story.ends()


@pytest.fixture(
    params=[(PHONE, True), pytest.param((DESKTOP, True), marks=pytest.mark.night), (PHONE, False)],
    ids=["390", "1280", "390 without script"],
)
def browser_page(request: pytest.FixtureRequest, open_page) -> Page:
    viewport, script = request.param
    return open_page(viewport, java_script_enabled=script)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click()


def choose(box: Locator) -> None:
    """Choose a box as people do: by its label, which KRDS draws in its place."""
    box.page.locator(f"label[for='{box.get_attribute('id')}']").click()


def typed(at: dt.datetime) -> str:
    return f"{at.astimezone(SEOUL):%Y-%m-%dT%H:%M}"


class People:
    """Everybody who takes part."""

    def __init__(self) -> None:
        self.department = a_department()
        self.organiser = an_account(Role.organiser)
        self.officer = an_account(Role.officer, scope=Scope.department, scope_key=str(self.department.id))
        self.council = an_account(Role.council_staff)
        self.proposers = [an_account(), an_account()]
        self.members = [an_account() for _ in range(3)]


TITLES = ("학교 앞 바닥 신호등", "골목 작은 도서관")


def open_and_publish(page: Page) -> None:
    page.goto("/office/cycles")
    page.locator("main a.primary").first.click()
    page.locator("#budget_year").fill(str(YEAR))
    page.locator("main button.primary").click()
    page.goto(f"/office/cycles/{YEAR}/plan")
    page.locator("main button.primary").last.click()
    page.goto(f"/cycles/{YEAR}/plan")
    expect(page.locator("h1")).to_contain_text(str(YEAR))


def propose(page: Page, title: str, won: str) -> None:
    page.goto(f"/cycles/{YEAR}/proposals/new")
    page.locator("#title").fill(title)
    page.locator("#type_id").select_option(index=1)
    page.locator("#field_id").select_option(index=1)
    page.locator("#place_code").select_option(DONG)
    page.locator("#problem").fill("아이들이 휴대전화를 보며 건널목에 들어섭니다.")
    page.locator("#idea").fill("바닥에 신호등을 놓아 주세요.")
    page.locator("#cost_lines-0-label").fill("공사")
    page.locator("#cost_lines-0-amount_won").fill(won)
    page.locator("#asked_won").fill(won)
    press(page, "확인하기")
    press(page, "제안 내기")
    expect(page.locator("main")).to_contain_text(re.compile(rf"{YEAR}-000[12]"))


def assign_all(page: Page, people: People) -> None:
    page.goto(f"/office/cycles/{YEAR}/assign")
    for box in page.locator("main input[name=proposal]").all():
        choose(box)
    page.locator("#department_id").select_option(str(people.department.id))
    page.locator("#due_at").fill(typed(REVIEW + dt.timedelta(days=30)))
    page.locator("main button.primary").first.click()
    page.locator("button[name=carry_out]").click()


def conclude(page: Page, number: int, won: str) -> None:
    page.goto(f"/desk/{YEAR}-{number:04d}")
    choose(page.locator("input[name=kind][value=eligible]"))
    page.locator("#reason").fill("한 해 안에 할 수 있습니다.")
    page.locator("#cost_won").fill(won)
    page.locator("main button.primary").last.click()


def seat_committee(page: Page, people: People) -> None:
    page.goto(f"/office/cycles/{YEAR}/committee/new")
    page.locator("#name_ko").fill("시민참여예산위원회")
    page.locator("#name_en").fill("Committee")
    page.locator("#slug").fill("walk")
    page.locator("main button.primary").click()
    page.goto("/office/committees/walk/subcommittees/new")
    page.locator("#name_ko").fill("교통건설 분과")
    page.locator("#name_en").fill("Transport")
    page.locator("#slug").fill("walk-transport")
    for box in page.locator("main input[name=field_ids]").all():
        choose(box)
    page.locator("main button.primary").click()
    for member in people.members:
        page.goto("/office/committees/walk/seats/new")
        page.locator("#email").fill(member.email)
        page.locator("#name").fill(member.name)
        choose(page.locator("input[name=route][value=open_call]"))
        page.locator("#subcommittee_id").select_option(index=1)
        page.locator("#from_at").fill(typed(COMMITTEE - dt.timedelta(days=30)))
        page.locator("#until_at").fill(typed(COMMITTEE + dt.timedelta(days=700)))
        page.locator("main button.primary").click()
        expect(page.locator("main")).to_contain_text(member.name)


def score_all(page: Page) -> None:
    for number in (1, 2):
        page.goto(f"/cycles/{YEAR}/screening/{number}")
        for group in page.locator("fieldset.criterion").all():
            choose(group.locator("input[type=radio]").nth(3))
        press(page, "점수 내고 다음 제안으로")


def put_to_the_vote(page: Page) -> None:
    page.goto(f"/office/cycles/{YEAR}/screening/walk-transport?first=2")
    page.locator("#first").fill("2")
    press(page, "투표에 부치기")
    page.goto(f"/office/cycles/{YEAR}/selection")
    page.locator("form[action$='/prepare'] button").first.click()
    press(page, "시연용 열쇠로 고정")


def vote(page: Page, *, yes: tuple[int, ...]) -> None:
    page.goto(f"/selections/{YEAR}-selection")
    page.get_by_role("link", name="투표하기", exact=True).click()
    for number, card in enumerate(page.locator("#ballot fieldset").all()):
        value = "yes" if number in yes else "no"
        choose(card.locator(f"input[type=radio][value={value}]"))
    press(page, "고른 것 확인하기")
    press(page, "투표하기")
    expect(page.locator("h1")).to_contain_text("투표가 들어갔습니다")


def cut_one(page: Page) -> None:
    page.goto(f"/council-desk/{YEAR}/sittings/new")
    page.locator("#body_ko").fill("산업건설위원회")
    page.locator("#decided_at").fill(typed(COUNCIL - dt.timedelta(hours=3)))
    page.locator("main button.primary").click()
    page.goto(f"/council-desk/{YEAR}/1")
    page.locator("#amount_won").fill("1억 2천만")
    page.locator("main button.primary").click()


def report_done(page: Page) -> None:
    page.goto(f"/execution-desk/{YEAR}/1")
    page.locator("#year").fill("2031")
    page.locator("#quarter").select_option("2")
    choose(page.locator("input[name=progress][value=done]"))
    page.locator("#spent_won").fill("1억 1,500만")
    page.locator("main button.primary").first.click()


def test_a_cycle_from_the_plan_to_the_last_won(app: Flask, browser_page: Page, sign_in_page, day: Day):
    page = browser_page
    day.goes_to(NOTICE)
    the_city()
    people = People()

    def comes(account: Account, at: dt.datetime | None = None) -> None:
        if at is not None:
            day.goes_to(at)
        page.context.clear_cookies()
        sign_in_page(page, db.session.get_one(Account, account.id))

    comes(people.organiser)
    open_and_publish(page)
    for account, title, won in zip(people.proposers, TITLES, ("2억", "9천만"), strict=True):
        comes(account, INTAKE)
        propose(page, title, won)
    comes(people.organiser, REVIEW)
    assign_all(page, people)
    comes(people.officer)
    conclude(page, 1, "2억")
    conclude(page, 2, "9천만")
    comes(people.organiser, COMMITTEE)
    seat_committee(page, people)
    for member in people.members:
        comes(member, SCREENING)
        score_all(page)
    comes(people.organiser, BETWEEN)
    put_to_the_vote(page)
    for member in people.members:
        comes(member, SELECTION)
        vote(page, yes=(0, 1))
    comes(people.organiser, COUNTED)
    page.goto(f"/office/cycles/{YEAR}/selection")
    page.get_by_role("link", name="투표 관리로").click()
    page.locator("form[action$='/close'] button").first.click()
    page.locator("form[action$='/count/demonstration'] button").first.click()
    page.goto(f"/selections/{YEAR}-selection/result")
    expect(page.locator("main")).to_contain_text(TITLES[0])
    comes(people.organiser, BILL)
    page.goto(f"/office/cycles/{YEAR}/bill")
    press(page, "모두 예산안에 넣기")
    comes(people.council, COUNCIL)
    cut_one(page)
    comes(people.officer, EXECUTION)
    report_done(page)

    page.context.clear_cookies()
    page.goto(f"/cycles/{YEAR}/council")
    expect(page.locator("main")).to_contain_text("8,000만 원")
    expect(page.locator("main")).to_contain_text("이유를 밝히지 않음")
    page.goto(f"/cycles/{YEAR}/proposals/0001")
    history = page.locator("ol.amount-history")
    for amount in ("2억 원", "1억 2,000만 원", "1억 1,500만 원"):
        expect(history).to_contain_text(amount)
    assert clock.now() > EXECUTION
