"""Whatever page a role can simply open passes the page rules while there is nothing to show yet."""

import pytest
from flask import Flask
from playwright.sync_api import Page

from app.core.permissions import GRANTED, Permission, Role, declared
from tests.browser_support import axe, no_overflow
from tests.builders import a_cycle, an_account

pytestmark = [pytest.mark.browser, pytest.mark.slow]
NO_PAGES = ("/api/", "/healthz", "/readyz", "/account/export", "/gallery")


def addresses(app: Flask, permissions: set[Permission], slug: str) -> list[str]:
    """Every page that needs nothing but a cycle to be named."""
    found = set()
    for rule in app.url_map.iter_rules():
        named = rule.arguments == {"slug"} and "/selections/" not in rule.rule
        if "GET" not in (rule.methods or ()) or not (named or not rule.arguments) or rule.rule.startswith(NO_PAGES):
            continue
        if declared(app, rule.endpoint) in permissions and "." not in rule.rule:
            found.add(rule.rule.replace("<slug>", slug))
    return sorted(found)


def walk(page: Page, there: list[str]) -> list[str]:
    """Open each page, check it, and return those that showed one."""
    shown = []
    for address in there:
        answer = page.goto(address)
        assert answer is not None
        assert answer.status < 500, address
        axe(page)
        no_overflow(page)
        assert page.locator("h1").count() == 1, address
        if answer.ok:
            shown.append(address)
    return shown


def test_pages_for_anyone(app: Flask, phone: Page):
    there = addresses(app, {Permission.anyone}, a_cycle(open_now="intake").slug)
    shown = walk(phone, there)
    assert {"/", "/cycles", "/search", "/sign-in"} <= set(shown)


@pytest.mark.parametrize("role", list(Role))
def test_pages_for_a_role(app: Flask, phone: Page, sign_in_page, role: Role):
    cycle = a_cycle(open_now="intake")
    sign_in_page(phone, an_account(role))
    # What a citizen can open is walked once, as a citizen.
    more = set(GRANTED[role]) - (set(GRANTED[Role.citizen]) if role is not Role.citizen else set())
    there = addresses(app, more, cycle.slug)
    assert there
    walk(phone, there)  # where it is not hers, the refusal is a page too
