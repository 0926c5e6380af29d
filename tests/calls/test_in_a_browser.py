"""The pages of a call in Chromium, at both widths: every check, and the form without script."""

import pytest
from playwright.sync_api import Page

from app.calls import forms
from app.calls.services import applying, appointing, calling
from app.core.db import db
from app.core.permissions import Role
from tests.browser_support import check_everything, screenshot
from tests.builders import an_account
from tests.calls.builders import a_call, a_closed_call, an_application
from tests.calls.test_draw_and_seats import drawn

pytestmark = pytest.mark.browser


def test_the_pages_of_a_call_pass_every_check(page: Page, sign_in_page, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(appointing, "new_token", lambda: "token")
    call = a_call()
    an_application(call, 1)
    page.goto(f"/calls/{call.id}")
    check_everything(page)
    screenshot(page, "call")
    page.goto("/calls")
    check_everything(page)
    sign_in_page(page, an_account())
    page.goto(f"/calls/{call.id}/apply")
    check_everything(page)
    screenshot(page, "call-apply")


def test_the_offices_pages_of_a_call_pass_every_check(page: Page, sign_in_page, monkeypatch: pytest.MonkeyPatch):
    call = a_closed_call(people=60)
    draw = drawn(call, reserves=10)
    office = an_account(Role.organiser)
    tokens = iter(f"token{number}" for number in range(100))
    monkeypatch.setattr(appointing, "new_token", lambda: next(tokens))
    appointing.ask(call, by=office)
    for one in applying.applicants_of(call)[::2]:
        if one.standing == "drawn":
            appointing.accept(one, by=office)
    left = next(one.application.number for one in applying.applicants_of(call) if one.standing == "drawn")
    sign_in_page(page, office)
    for name, path in (
        ("call-desk", f"/office/calls/{call.id}"), ("call-check", f"/office/calls/{call.id}/applications/1"),
        ("call-place", f"/office/calls/{call.id}/place"), ("calls-office", "/office/calls"),
        ("call-paper", f"/office/calls/{call.id}/paper"), ("call-new", f"/office/committees/{call.body.slug}/calls/new"),
        ("call-answer-for", f"/office/calls/{call.id}/applications/{left}/answer"), ("call-closed", f"/calls/{call.id}"),
    ):  # fmt: skip
        page.goto(path)
        assert page.locator("h1").count() == 1, path
        check_everything(page)
        screenshot(page, name)
    waiting = next(number for number in range(20) if _still_asks(f"token{number}"))
    page.goto(f"/calls/answer/token{waiting}")
    check_everything(page)
    screenshot(page, "call-answer")
    assert draw.size == 20


def _still_asks(token: str) -> bool:
    try:
        appointing.asked_by(token)
    except appointing.LinkOver:
        return False
    return True


def test_the_application_is_sent_without_script(without_javascript: Page, sign_in_page, monkeypatch):
    monkeypatch.setattr(forms, "LEAST_SECONDS", 0.0)
    call, citizen = a_call(), an_account()
    sign_in_page(without_javascript, citizen)
    without_javascript.goto(f"/calls/{call.id}/apply")
    without_javascript.locator("label[for=sex-0]").click()
    without_javascript.select_option("#birth_band", "40-49")
    without_javascript.select_option("#district_code", "2917000000")
    without_javascript.locator("label[for=agree]").click()
    without_javascript.get_by_role("button", name="신청서 내기").click()
    assert "신청서가 들어갔습니다: 1번" in without_javascript.content()
    db.session.rollback()
    assert applying.own(calling.call_numbered(call.id), citizen) is not None
