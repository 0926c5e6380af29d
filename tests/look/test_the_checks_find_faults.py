"""The checks that every page passes do fail where something is wrong."""

import pytest
from playwright.sync_api import Page

from tests.browser_support import axe, forced_colours, no_overflow, tab_walk, zoomed_text

pytestmark = pytest.mark.browser
HEAD = '<!doctype html><html lang="ko"><title>쪽</title><main><h1>쪽</h1>'


def show(page: Page, body: str) -> Page:
    page.goto("/gallery/done")  # the origin, and axe, that a real page has
    page.evaluate("html => { document.open(); document.write(html); document.close(); }", HEAD + body)
    return page


def test_axe_finds_a_field_without_a_label(phone: Page):
    with pytest.raises(AssertionError, match="label"):
        axe(show(phone, '<input type="text">'))


def test_the_walk_finds_a_focus_that_is_not_seen(phone: Page):
    page = show(phone, '<a href="#">가</a><a href="#" id="bare">나</a>')
    page.evaluate("document.getElementById('bare').style.outline = 'none'")
    with pytest.raises(AssertionError, match="not seen"):
        tab_walk(page)


def test_the_walk_finds_a_focus_under_a_bar(phone: Page):
    page = show(phone, '<p><a href="#">가</a></p><div id="bar"></div>')
    page.evaluate(
        "Object.assign(document.getElementById('bar').style, {position: 'fixed', inset: 0, background: 'red'})"
    )
    with pytest.raises(AssertionError, match="covered"):
        tab_walk(page)


def test_what_is_too_wide_is_found(phone: Page):
    page = show(phone, "<p id='wide'>넓다</p>")
    page.evaluate("document.getElementById('wide').style.width = '700px'")
    with pytest.raises(AssertionError, match="wide"):
        no_overflow(page)


def test_text_that_cannot_grow_is_found(phone: Page):
    page = show(phone, "<p id='long'>긴글입니다긴글입니다</p>")
    page.evaluate("Object.assign(document.getElementById('long').style, {fontSize: '2.2rem', whiteSpace: 'nowrap'})")
    no_overflow(page, 390)
    with pytest.raises(AssertionError, match="wide"):
        zoomed_text(page)


def test_a_checked_box_that_looks_unchecked_is_found(phone: Page):
    page = show(
        phone,
        '<input type="checkbox" checked id="a"><label for="a">가</label><input type="checkbox" id="b"><label for="b">나</label>',
    )
    with pytest.raises(AssertionError, match="alike"):
        forced_colours(page)
