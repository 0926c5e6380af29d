"""The public pages at a phone and at a desk: axe, Tab walk, overflow, text twice as large, forced colours."""

import pytest
from flask import Flask
from playwright.sync_api import Page

from app.proposals.models import Status
from tests.browser_support import check_everything, screenshot
from tests.public.builders import a_city_year

pytestmark = pytest.mark.browser

PAGES = {
    "home": "/",
    "cycles": "/cycles",
    "cycle": "/cycles/2019",
    "list": "/cycles/2019/proposals",
    "narrowed": "/cycles/2019/proposals?q=어린이&reached=selected&min_won=1&sort=random&seed=7f",
    "nothing": "/cycles/2019/proposals?q=없는말&status=zeroed",
    "unreadable": "/cycles/2019/proposals?min_won=1O0&field=gibtsnicht",
    "proposal": "/cycles/2019/proposals/{cut:04d}?from=reached%3Dselected",
    "versions": "/cycles/2019/proposals/{cut:04d}/versions",
    "search": "/search?q=신호등",
    "changes": "/changes",
    "sources": "/sources",
    "verify": "/verify?cycle=2019",
    "help": "/help",
}


def test_every_public_page_passes_every_check(app: Flask, page: Page):
    numbers = a_city_year()
    for name, address in PAGES.items():
        page.goto(address.format(cut=numbers[Status.partly_cut]))
        screenshot(page, f"public-{name}-{page.viewport_size['width']}")
        check_everything(page)
