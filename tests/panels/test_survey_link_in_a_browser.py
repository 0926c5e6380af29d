"""Chromium as a citizen whom the first survey asks by a one-time link, on a telephone; the office's pages are walked
in test_from_survey_to_report."""

import pytest
from flask import Flask
from playwright.sync_api import Page

from app.core.db import transaction
from app.panels.models import SurveyMode
from app.panels.services import links
from tests.browser_support import check_everything, screenshot
from tests.panels.builders import a_survey, links_sent

pytestmark = pytest.mark.browser


def test_a_citizen_answers_the_survey_by_link(phone: Page, app: Flask):
    survey = a_survey(mode=SurveyMode.links)
    with transaction():
        links.send_link(survey, contact="hong@example.org")
    phone.goto(links_sent(app, "survey")[0])
    check_everything(phone)
    phone.get_by_role("button", name="답 보내기").click()
    phone.get_by_text("고칠 곳이").wait_for()
    phone.get_by_role("group", name="물음에 대한 의견").get_by_text("찬성").click()
    phone.get_by_role("group", name="성별").get_by_text("여성").click()
    phone.get_by_label("나이(만)").fill("34")
    phone.get_by_label("사는 곳").select_option("북구")
    screenshot(phone, "panel-survey-answer")
    check_everything(phone)
    phone.get_by_role("button", name="답 보내기").click()
    phone.get_by_role("heading", name="답이 들어갔습니다").wait_for()
