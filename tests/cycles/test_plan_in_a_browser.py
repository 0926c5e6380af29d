"""An organiser and a citizen in front of the plan: at a phone, at a desk, and without script."""

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from app.accounts.models import Account
from app.core import clock
from tests.browser_support import PHONE, axe, check_everything, screenshot
from tests.builders import an_account
from tests.cycles.builders import a_new_cycle, a_published_cycle, publish

pytestmark = pytest.mark.browser
SignIn = Callable[[Page, Account], None]
NEXT = clock.today().year + 2


def test_the_pages_of_the_office_pass_every_check(app: Flask, page: Page, sign_in_page: SignIn):
    organiser = an_account("organiser")
    cycle = a_new_cycle(NEXT, by=organiser)
    publish(cycle)
    a_new_cycle(NEXT + 1, by=organiser)
    sign_in_page(page, organiser)
    for name, address in {
        "office": "/office/cycles",
        "new": "/office/cycles/new",
        "desk": f"/office/cycles/{NEXT + 1}",
        "edit-plan": f"/office/cycles/{NEXT}/plan",
        "types": f"/office/cycles/{NEXT}/plan/types",
        "phases": f"/office/cycles/{NEXT}/plan/phases",
        "selection": f"/office/cycles/{NEXT}/plan/selection",
    }.items():
        page.goto(address)
        screenshot(page, f"cycles-{name}")
        check_everything(page) if page.viewport_size == PHONE else axe(page)


def test_the_public_plan_passes_every_check(app: Flask, page: Page):
    a_published_cycle(NEXT)
    for address in (f"/cycles/{NEXT}/plan", f"/en/cycles/{NEXT}/plan"):
        page.goto(address)
        screenshot(page, "cycles" + address.replace("/", "-"))
        check_everything(page) if page.viewport_size == PHONE else axe(page)


def test_next_years_cycle_is_opened_and_published_without_script(
    app: Flask, without_javascript: Page, sign_in_page: SignIn
):
    a_published_cycle(NEXT)
    page = without_javascript
    sign_in_page(page, an_account("organiser"))
    page.goto("/office/cycles")
    page.locator("main a.primary").click()
    expect(page.locator("#budget_year")).to_have_value(str(NEXT + 1))
    page.locator("main button.primary").click()
    page.locator(f'a[href$="/office/cycles/{NEXT + 1}/plan/types"]').click()
    page.locator("#rows-0-ceiling_won").fill("4억 5천만")
    page.locator("main button.primary").click()
    expect(page.locator("main")).to_contain_text("4억 5,000만 원")
    page.locator("main button.primary").click()
    expect(page.locator("h1")).to_contain_text(str(NEXT + 1))
    expect(page.locator("main")).to_contain_text("4억 5,000만 원")
