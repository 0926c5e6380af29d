"""The pages of a draw in Chromium at both widths, in every state: every check."""

import pytest
from playwright.sync_api import Page

from app.draws.services import abandoning
from tests.browser_support import check_everything, screenshot
from tests.draws.builders import (
    a_committed_draw,
    a_draw,
    a_drawn_draw,
    a_subject,
    an_announced_draw,
    an_organiser,
    targets,
)

pytestmark = pytest.mark.browser


def test_public_pages_of_a_draw_pass_every_check(page: Page):
    drawn = a_drawn_draw(reserves=5)
    for name, path in (("draws", "/draws"), ("draw", f"/draws/{drawn.id}"), ("draw-me", f"/draws/{drawn.id}/me")):
        page.goto(path)
        check_everything(page)
        screenshot(page, name)


def test_the_offices_page_passes_every_check_in_every_state(page: Page, sign_in_page):
    code = a_subject()
    sign_in_page(page, an_organiser())
    committed = a_committed_draw(subject=code, subject_id=3)
    given_up = a_committed_draw(subject=code, subject_id=4)
    abandoning.abandon(given_up, "잘못된 명단", None)
    for name, draw in (
        ("preparing", a_draw(subject=code, subject_id=1, of=targets(stance=(12, 12)))),
        ("announced", an_announced_draw(subject=code, subject_id=2)), ("committed", committed), ("given-up", given_up),
        ("drawn", a_drawn_draw(subject=code, subject_id=5)),
    ):  # fmt: skip
        page.goto(f"/office/draws/{draw.id}")
        check_everything(page)
        screenshot(page, f"draw-desk-{name}")
