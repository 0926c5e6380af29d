"""The pages about accounts in Chromium, at a phone and at a desk: axe, Tab walk, overflow, forced colours."""

import pytest
from flask import Flask
from playwright.sync_api import Page

from app.accounts.services import grants
from app.core import audit
from app.core.db import transaction
from app.core.permissions import Role
from tests.accounts.builders import PASSWORD, letters, link_in, someone
from tests.browser_support import check_everything, screenshot
from tests.builders import an_account, the_city

pytestmark = pytest.mark.browser


def test_the_pages_before_the_sign_in(app: Flask, page: Page):
    the_city()
    for path, name in (("/sign-in", "sign-in"), ("/register", "register"), ("/forgot", "forgot")):
        page.goto(path)
        screenshot(page, f"accounts-{name}")
        check_everything(page)


def test_errors_of_the_registration(app: Flask, page: Page):
    page.goto("/register")
    page.get_by_role("button", name="확인 편지 받기").click()
    screenshot(page, "accounts-register-errors")
    check_everything(page)


def test_registering_on_a_phone_without_script(app: Flask, without_javascript: Page):
    page = without_javascript
    the_city()
    page.goto("/register")
    page.get_by_label("이메일 주소", exact=True).fill("hong@example.org")
    page.get_by_label("이름", exact=True).fill("홍길동")
    page.get_by_label("비밀번호", exact=True).fill(PASSWORD)
    page.locator("label", has_text="만 14세 이상").click()
    page.locator("label", has_text="이용 약관에 동의합니다").click()
    page.locator("label", has_text="이름과 이메일 주소를 보관하는 데 동의합니다").click()
    page.get_by_role("button", name="확인 편지 받기").click()
    assert page.get_by_role("heading", level=1).inner_text() == "메일함을 확인하세요"
    page.goto(link_in(letters()[0]))
    page.get_by_label("비밀번호", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="확인하고 로그인").click()
    assert page.get_by_role("heading", level=1).inner_text() == "할 일"


def test_ones_own_pages(app: Flask, page: Page, sign_in_page):
    sign_in_page(page, someone())
    for path in ("/my", "/account", "/account/consents", "/account/password", "/account/close"):
        page.goto(path)
        screenshot(page, "accounts" + path.replace("/", "-"))
        check_everything(page)


def test_the_pages_of_administrator_and_auditor(app: Flask, page: Page, sign_in_page):
    admin, officer = an_account("administrator"), someone("officer")
    grants.grant(admin, role=Role.auditor)
    with transaction():
        audit.record("plan.change", of=("cycle", 1), by=admin, before={"pot": 1}, after={"pot": 2}, why="고침")
    sign_in_page(page, admin)
    for path, name in (
        ("/admin", "people"),
        (f"/admin/people/{officer.id}", "person"),
        ("/admin/letters", "letters"),
        ("/audit", "audit"),
    ):
        page.goto(path)
        screenshot(page, f"admin-{name}")
        check_everything(page)
