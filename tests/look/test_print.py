"""On paper: nothing to press, tables and charts whole, what was folded away open, and the page's address."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser_support import no_overflow

pytestmark = pytest.mark.browser
SHEET = 680  # px of A4 between margins of 15 mm


@pytest.fixture
def sheet(desktop: Page) -> Page:
    desktop.set_viewport_size({"width": SHEET, "height": 960})
    desktop.emulate_media(media="print")
    return desktop


@pytest.mark.parametrize("address", ["/gallery", "/gallery/pictures", "/gallery/form", "/en/gallery/pictures"])
def test_nothing_to_press_is_printed_and_nothing_is_cut_off(sheet: Page, address: str):
    sheet.goto(address)
    for part in (".krds-btn", ".krds-main-menu", ".krds-breadcrumb-wrap", ".header-actions", ".krds-pagination"):
        for pressed in sheet.locator(part).all():
            expect(pressed).to_be_hidden()
    no_overflow(sheet, SHEET)


def test_tables_keep_their_columns_and_the_wide_picture_is_printed(sheet: Page):
    sheet.goto("/gallery/pictures")
    head, row = (sheet.locator(f".bar-table {part}").first for part in ("thead tr", "tbody tr"))
    for line in (head, row):
        tops = line.locator("th, td").evaluate_all("all => all.map(cell => cell.getBoundingClientRect().top)")
        assert len(set(tops)) == 1  # side by side
    expect(sheet.locator(".picture-wide").first).to_be_visible()
    expect(sheet.locator(".picture-narrow").first).to_be_hidden()


def test_what_is_folded_away_on_the_screen_is_open_on_paper(sheet: Page):
    sheet.goto("/gallery")
    folded = sheet.locator("details:not([open]) p").first
    assert folded.evaluate("text => text.getBoundingClientRect().height") > 0


def test_the_address_of_the_page_is_printed_and_not_shown(sheet: Page):
    sheet.goto("/en/gallery")
    address = sheet.locator("#krds-footer .print-only")
    expect(address).to_contain_text("/en/gallery")
    sheet.emulate_media(media="screen")
    expect(address).to_be_hidden()
