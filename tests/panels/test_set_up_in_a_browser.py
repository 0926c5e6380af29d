"""Chromium walks the set-up as organiser, respondent and member drawn, on a phone and on a wide screen."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page

from app.accounts.models import Account
from app.core import clock
from app.core.db import db, transaction
from app.panels.models import SurveyMode
from app.panels.services import inviting, links, seating
from tests.browser_support import check_everything, screenshot
from tests.panels.builders import DAY, a_drawn_panel, a_panel, a_survey, an_organiser

pytestmark = pytest.mark.browser
SignIn = Callable[[Page, Account], None]
PAGES = ("", "/edit", "/rule", "/people", "/people/new", "/survey", "/survey/design", "/design", "/members",
         "/members/1", "/members/lottery", "/composition")  # fmt: skip


def test_every_page_of_the_office_passes_every_check(page: Page, sign_in_page: SignIn, app: Flask):
    panel = a_drawn_panel(seats=30)
    seating.leave(seating.panelists(panel, *seating.SEATED)[0], why="이사", by=None)
    sign_in_page(page, an_organiser())
    for path in PAGES:
        page.goto(f"/office/panels/{panel.slug}{path}")
        screenshot(page, f"panel-office{path.replace('/', '-')}")
        check_everything(page)


def test_an_empty_panel_and_the_list_pass_every_check(page: Page, sign_in_page: SignIn, app: Flask):
    panel = a_panel(committee=0, published=False)
    sign_in_page(page, an_organiser())
    for address in ("/office/panels", "/office/panels/new", f"/office/panels/{panel.slug}",
                    f"/office/panels/{panel.slug}/survey", f"/office/panels/{panel.slug}/members"):  # fmt: skip
        page.goto(address)
        check_everything(page)


def test_a_citizen_answers_the_survey_by_link(page: Page, app: Flask):
    survey = a_survey(mode=SurveyMode.links)
    with transaction():
        links.send_link(survey, contact="hong@example.org")
    page.goto(link_sent(app, "survey"))
    check_everything(page)
    page.get_by_role("button", name="답 보내기").click()
    page.get_by_text("고칠 곳이").wait_for()
    check_everything(page)
    page.get_by_role("group", name="물음에 대한 의견").get_by_text("찬성").click()
    page.get_by_role("group", name="성별").get_by_text("여성").click()
    page.get_by_label("나이(만)").fill("34")
    page.get_by_label("사는 곳").select_option("북구")
    screenshot(page, "panel-survey-answer")
    page.get_by_role("button", name="답 보내기").click()
    page.get_by_role("heading", name="답이 들어갔습니다").wait_for()
    check_everything(page)


def test_a_member_says_yes_by_link(page: Page, app: Flask):
    panel = a_drawn_panel(seats=30, reserves=0)
    inviting.invite(panel, until=clock.now() + 7 * DAY, by=None)
    page.goto(link_sent(app, "seat"))
    screenshot(page, "panel-seat")
    check_everything(page)
    page.get_by_text("아이 돌봄").click()
    page.get_by_role("button", name="네, 참여하겠습니다").click()
    page.get_by_role("heading", name="자리가 정해졌습니다").wait_for()
    check_everything(page)
    assert db.session.scalar(db.select(db.func.count()).where(seating.Panelist.needs.is_not(None))) == 1


def link_sent(app: Flask, kind: str) -> str:
    """Return the path in the first message of a kind."""
    texts = [path.read_text("utf-8") for path in sorted(Path(app.config["OUTBOX"]).glob("*"))]
    return next(found[0] for text in texts if (found := re.findall(rf"/i/{kind}/[\w-]+", text)))
