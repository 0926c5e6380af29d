"""Every page that a person of a role can reach by links in the demonstration city, at a phone and at a desk.

Two addresses a route are visited; each must answer, hold one h1 and a title of its own, and fit a width of 320 px.
axe reads the first at a desk, as the areas' own tests walk their pages at a phone; by night (`make night`) it reads
each address, English too, at both, and the areas' walks are made at a desk as well.
"""

import os
import re
import secrets
import threading
from collections import Counter, deque
from collections.abc import Callable, Iterator
from urllib.parse import urljoin, urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page
from sqlalchemy import select
from werkzeug.exceptions import HTTPException
from werkzeug.serving import make_server

from app.accounts.models import Account, LoginSession
from app.accounts.sessions import hashed
from app.core import clock
from app.core.db import db, transaction
from app.core.permissions import Permission, declared
from app.demo.accounts import DOMAIN, LOGINS
from tests.browser_support import DESKTOP, PHONE, axe, no_overflow

pytestmark = [pytest.mark.browser, pytest.mark.slow]
BEGIN = {
    "anyone": ["/", "/cycles", "/cycles/2019", "/cycles/2019/council", "/en/", "/verify", "/sources", "/help"],
    "citizen": ["/my", "/account", "/cycles", "/my/proposals"],
    "member": ["/my", "/cycles/2019/screening", "/cycles/2019/review", "/cycles/2019/committee"],
    "organiser": ["/my", "/office/cycles", "/office/cycles/2019", "/office/imports", "/office/moderation"],
    "officer": ["/my", "/desk", "/execution-desk/2019"],
    "council": ["/my", "/council-desk", "/council-desk/2019"],
    "auditor": ["/my", "/audit"],
    "admin": ["/my", "/admin", "/admin/letters"],
}
A_ROUTE = 2  # addresses of one route
NOT_PAGES = re.compile(
    r"\.(csv|json|jsonl|zip|pb|txt|ics|pdf|xml|xlsx|atom|py)$|/files/|/export$|^(/en)?/api/|^/static/|/gallery"
)


@pytest.fixture(scope="module")
def address(city_loaded: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, city_loaded, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture
def page_of(chromium: Browser, address: str, city_loaded: Flask) -> Iterator[Callable[[str], Page]]:
    contexts = []

    def do(role: str) -> Page:
        context = chromium.new_context(viewport=PHONE, base_url=address, locale="ko-KR")
        contexts.append(context)
        if role != "anyone":
            cookie = signed_in(city_loaded, next(login.name for login in LOGINS if login.name == role))
            context.add_cookies([{"name": "mh", "value": cookie, "url": address}])
        return context.new_page()

    yield do
    for context in contexts:
        context.close()


def signed_in(app: Flask, name: str) -> str:
    """Sign a demonstration account in; return the cookie's value."""
    token, at = secrets.token_urlsafe(32), clock.now()
    with transaction():
        account = db.session.scalars(select(Account).where(Account.email == f"{name}@{DOMAIN}")).one()
        db.session.add(LoginSession(account_id=account.id, token_hash=hashed(token), began_at=at, seen_at=at))
    client = app.test_client()
    with client.session_transaction() as session:
        session.update(_user_id=token, _fresh=True)
    cookie = client.get_cookie("mh")
    assert cookie is not None
    return str(cookie.value)


def route_of(app: Flask, path: str) -> str:
    """Return the route of an address, English and Korean ones told apart."""
    tongue = "en" if path.startswith("/en/") else "ko"
    try:
        return f"{tongue} {app.url_map.bind('').match(path.removeprefix('/en') or '/', method='GET')[0]}"
    except HTTPException:
        return path


def for_anyone(app: Flask, route: str) -> bool:
    """Say whether a page needs no account: the walk of anyone sees those."""
    endpoint = route.split()[-1]
    return endpoint in app.view_functions and declared(app, endpoint) is Permission.anyone


def widths_for(route: str, visit: int) -> list[dict[str, int]]:
    """Return the widths at which axe reads this visit of a route; English pages are built as their Korean ones."""
    if os.environ.get("NIGHT"):
        return [PHONE, DESKTOP]
    return [] if route.startswith("en ") or visit > 1 else [DESKTOP]


def faults_of(page: Page, widths: list[dict[str, int]]) -> list[str]:
    """Return what is wrong with the page that is shown."""
    found = []
    if page.locator("h1").count() != 1:
        found.append(f"{page.locator('h1').count()} h1")
    for check, viewport in [*((axe, width) for width in widths), (no_overflow, PHONE)]:
        page.set_viewport_size(viewport)
        try:
            check(page)
        except AssertionError as fault:
            found.append(str(fault)[:600])
    return found


@pytest.mark.parametrize("role", list(BEGIN))
def test_every_page_that_a_role_reaches_passes_every_check(role: str, page_of, city_loaded: Flask, address: str):
    page, waiting, seen = page_of(role), deque(BEGIN[role]), set(BEGIN[role])
    visited: Counter[str] = Counter()
    faults, titles = {}, {}
    while waiting:
        path = waiting.popleft()
        route = route_of(city_loaded, urlsplit(path).path)
        if visited[route] >= (1 if route.startswith("en ") else A_ROUTE) or NOT_PAGES.search(urlsplit(path).path):
            continue
        if role != "anyone" and for_anyone(city_loaded, route):
            continue
        visited[route] += 1
        answer = page.goto(path)
        if answer is None or answer.status >= 400:
            faults[path] = [f"answered {answer and answer.status}"]
            continue
        if found := faults_of(page, widths_for(route, visited[route])):
            faults[path] = found
        titles.setdefault(page.title(), set()).add(route_of(city_loaded, urlsplit(page.url).path))  # where it led
        for link in page.eval_on_selector_all("a[href]", "all => all.map(a => a.getAttribute('href'))"):
            target = urlsplit(urljoin(page.url, link))
            if target.netloc in ("", urlsplit(address).netloc) and target.scheme in ("", "http"):
                wanted = target.path + (f"?{target.query}" if target.query else "")
                if wanted not in seen:
                    seen.add(wanted)
                    waiting.append(wanted)
    assert faults == {}
    same = {title: routes for title, routes in titles.items() if len({route.split()[-1] for route in routes}) > 1}
    assert same == {}, "pages of different kinds share a title"
