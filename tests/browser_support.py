"""Chromium for every area's tests: pages at both widths, and the checks that every page must pass.

Fixtures (mark the test or module `browser`; it then runs on one database only):

- `page`: runs the test twice, at 390 and at 1280 px; `phone` and `desktop` are one width each;
  `without_javascript` is a phone page with script off. `page.goto("/cycles")` is enough: the
  application of the fixture `app` is being served. A script error or a breach of the content
  policy fails the test at its end.
- `sign_in_page(page, account)` signs an account in on such a page.

Checks (plain functions):

- `axe(page)`: no finding of axe-core (WCAG 2.0-2.2 A and AA, best practice).
- `tab_walk(page)`: walks the page by Tab; every stop shows its focus and is covered by nothing.
- `no_overflow(page)`: at 320 px nothing reaches beyond the right edge.
- `zoomed_text(page)`: text twice as large at 390 px, still nothing beyond the edge.
- `forced_colours(page)`: what is checked looks different from what is not, in forced colours.
- `check_everything(page)`: all of them, one after the other.
- `screenshot(page, name)`: a whole-page picture in tests/screenshots (not committed), to look at.
"""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

from app.accounts.models import Account
from frontend.fetch import NODE_MODULES

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
SCREENSHOTS = Path(__file__).parent / "screenshots"
AXE = NODE_MODULES / "axe-core" / "axe.min.js"
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.skip("no Chromium: apt-get install chromium fonts-noto-cjk")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def served(app: Flask) -> Iterator[str]:
    """The address at which the application of this test answers."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


OpenPage = Callable[..., Page]


@pytest.fixture
def open_page(chromium: Browser, served: str) -> Iterator[OpenPage]:
    """A function that opens a page of a width; what its script or the content policy complained of fails the test."""
    complaints: list[str] = []
    contexts = []

    def do(viewport: dict[str, int], **options: Any) -> Page:
        context = chromium.new_context(viewport=viewport, base_url=served, locale="ko-KR", **options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console", lambda said: complaints.append(said.text) if "Content Security Policy" in said.text else None
        )
        return page

    yield do
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture(params=[PHONE, pytest.param(DESKTOP, marks=pytest.mark.night)], ids=["390", "1280"])
def page(request: pytest.FixtureRequest, open_page: OpenPage) -> Page:
    return open_page(request.param)


@pytest.fixture
def phone(open_page: OpenPage) -> Page:
    return open_page(PHONE)


@pytest.fixture
def desktop(open_page: OpenPage) -> Page:
    return open_page(DESKTOP)


@pytest.fixture
def without_javascript(open_page: OpenPage) -> Page:
    return open_page(PHONE, java_script_enabled=False)


@pytest.fixture
def sign_in_page(app: Flask, sign_in: Callable[..., FlaskClient], served: str) -> Callable[[Page, Account], None]:
    def do(page: Page, account: Account) -> None:
        name = app.config["SESSION_COOKIE_NAME"]
        client = sign_in(account, on=app.test_client())
        cookie = client.get_cookie(name)
        assert cookie is not None
        page.context.add_cookies([{"name": name, "value": cookie.value, "url": served}])

    return do


# What passed stays in the browser: bringing it out takes several times as long as the checks.
_VIOLATIONS = "tags => axe.run({runOnly: tags, resultTypes: ['violations']}).then(found => found.violations)"


def axe(page: Page) -> None:
    """Assert that axe-core finds nothing; say what it found and where."""
    page.evaluate("scrollTo(0, 0)")  # a header that stays in sight covers whatever the page was scrolled to
    page.evaluate(AXE.read_text())
    found = page.evaluate(_VIOLATIONS, AXE_TAGS)
    told = [
        f"{v['id']} ({v['impact']}): {node['html'][:160]} {node['failureSummary']}"
        for v in found
        for node in v["nodes"]
    ]
    assert not told, f"{page.url} at {page.viewport_size}:\n" + "\n".join(told)


# What stands for the focused element: KRDS hides the input and draws its label.
_FOCUS = """() => {
  const el = document.activeElement;
  if (!el || el === document.body) return null;
  const hidden = el.matches('input[type=checkbox], input[type=radio]');
  const shown = hidden ? (el.labels[0] || el) : el;
  const styles = [getComputedStyle(el), getComputedStyle(shown), getComputedStyle(shown, '::before')];
  const ring = styles.some(s => s.boxShadow !== 'none' || (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0)
    || (el.matches('input, select, textarea') && parseFloat(s.borderTopWidth) >= 2));
  const box = [...shown.getClientRects()].find(r => r.width && r.height);
  if (!box) return {name: el.outerHTML.slice(0, 120), ring, covered: true, again: false};
  const x = Math.min(Math.max(box.x + Math.min(box.width / 2, 40), 1), innerWidth - 2);
  const y = (Math.max(box.top, 0) + Math.min(box.bottom, innerHeight)) / 2;  // of what is in sight of a tall one
  const top = document.elementFromPoint(x, y);
  const covered = !top || !(shown.contains(top) || top.contains(shown) || el === top);
  const again = seen.has(el);
  seen.add(el);
  return {name: el.outerHTML.slice(0, 120), ring, covered, again};
}"""


def tab_walk(page: Page, at_most: int = 150) -> list[str]:
    """Press Tab through the page and back; assert that each stop shows focus and lies uncovered. Return them in order."""
    page.evaluate("window.seen = new Set(); document.activeElement.blur(); scrollTo(0, 0)")
    stops = _walk(page, "Tab", at_most)
    end = "window.seen = new Set(); document.activeElement.blur(); scrollTo(0, document.documentElement.scrollHeight)"
    page.evaluate(end)
    _walk(page, "Shift+Tab", at_most)
    assert stops, "nothing on the page takes the focus"
    return stops


def _walk(page: Page, key: str, at_most: int) -> list[str]:
    stops: list[str] = []
    for _ in range(at_most):
        page.keyboard.press(key)
        stop = page.evaluate(_FOCUS)
        if stop is None or stop["again"]:
            break
        assert stop["ring"], f"focus is not seen: {stop['name']}"
        assert not stop["covered"], f"focus is covered: {stop['name']}"
        stops.append(stop["name"])
    return stops


_BEYOND = """() => {
  const edge = document.documentElement.clientWidth, wide = document.documentElement.scrollWidth;
  if (wide <= edge) return [];
  const scrolls = el => el && (getComputedStyle(el).overflowX !== 'visible' || scrolls(el.parentElement));
  const beyond = [...document.querySelectorAll('body *')]
    .filter(el => el.getBoundingClientRect().right > edge + 1 && !scrolls(el.parentElement));
  return [`the page is ${wide} px wide`, ...beyond.map(el => el.outerHTML.slice(0, 120)).slice(0, 8)];
}"""


def no_overflow(page: Page, width: int = 320) -> None:
    """Assert that at this width nothing reaches beyond the right edge."""
    before = page.viewport_size
    page.set_viewport_size({"width": width, "height": 800})
    beyond = page.evaluate(_BEYOND)
    page.set_viewport_size(before)
    assert not beyond, f"{page.url} at {width} px:\n" + "\n".join(beyond)


def zoomed_text(page: Page) -> None:
    """Assert that text twice as large still fits a phone: the root's size doubles, and with it all that is in rem."""
    page.evaluate("document.documentElement.style.fontSize = '125%'")
    no_overflow(page, 390)
    page.evaluate("document.documentElement.style.fontSize = ''")


_MARKS = """() => [...document.querySelectorAll('input[type=checkbox], input[type=radio]')]
  .filter(el => el.labels.length).map(el => {
    const at = pseudo => { const s = getComputedStyle(el.labels[0], pseudo); return s.backgroundColor + s.color; };
    return {checked: el.checked, look: at(null) + at('::before') + at('::after')};
  })"""


def forced_colours(page: Page) -> None:
    """Assert that in forced colours nothing checked looks like something that is not."""
    page.emulate_media(forced_colors="active")
    marks = page.evaluate(_MARKS)
    page.emulate_media(forced_colors="none")
    checked, rest = ({m["look"] for m in marks if m["checked"] is state} for state in (True, False))
    assert not checked & rest, f"{page.url}: checked and unchecked look alike in forced colours"


def check_everything(page: Page) -> None:
    """Run every check of a page that is loaded."""
    axe(page)
    tab_walk(page)
    no_overflow(page)
    zoomed_text(page)
    forced_colours(page)


def screenshot(page: Page, name: str) -> Path:
    """Keep a picture of the whole page for the eye."""
    SCREENSHOTS.mkdir(exist_ok=True)
    assert page.viewport_size is not None
    path = SCREENSHOTS / f"{name}-{page.viewport_size['width']}.png"
    # Hiding the caret writes styles into fields, which a page that refreshes itself would copy against its policy.
    page.screenshot(path=path, full_page=True, caret="initial")
    return path
