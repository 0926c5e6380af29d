"""No page of the demonstration city takes more than twelve queries, whoever asks for it.

Each role's pages are found by their links, two addresses a route. A BEGIN is no query, the header's list of tasks is.
"""

import re
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urljoin, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select

from app.committee.models import Body
from app.core.db import db
from app.cycles.models import Cycle
from app.polls.models import Poll
from app.proposals.models import Amount, Proposal, Stage
from tests.conftest import Browser
from tests.walks.test_every_page import BEGIN, NOT_PAGES, for_anyone, route_of, signed_in

AT_MOST = 12
A_ROUTE = 2
NO_QUERY = ("BEGIN", "PRAGMA", "SAVEPOINT", "RELEASE")
LINK = re.compile(r'<a\b[^>]*?\bhref="([^"]+)"')
WITHOUT_LIMIT = re.compile(NOT_PAGES.pattern + r"|^/en/|^/healthz|^/readyz")  # and English pages are the Korean ones


@contextmanager
def statements() -> Iterator[list[str]]:
    """Collect what the database is asked."""
    asked: list[str] = []

    def collect(_connection, _cursor, statement: str, *_rest) -> None:
        if not statement.startswith(NO_QUERY):
            asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", collect)
    yield asked
    event.remove(db.engine, "before_cursor_execute", collect)


def browser_of(app: Flask, role: str) -> FlaskClient:
    client = Browser(app, app.response_class, use_cookies=True)
    if role != "anyone":
        client.set_cookie("mh", signed_in(app, role))
    return client


def named_addresses(app: Flask) -> list[str]:
    """Return addresses of every route that takes a slug and a number at most, whether a link leads there or not."""
    spent = select(Proposal.number).join(Amount).join(Cycle, Cycle.id == Proposal.cycle_id)
    number = db.session.scalars(spent.where(Amount.stage == Stage.executed, Cycle.slug == "2019")).first()
    slugs = ["2019", "2027", *db.session.scalars(select(Poll.slug)), *db.session.scalars(select(Body.slug).limit(2))]
    urls = app.url_map.bind("localhost")
    return [
        urls.build(rule.endpoint, {"slug": slug, "number": number} if rule.arguments else {})
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and rule.arguments <= {"slug", "number"}
        for slug in (slugs if "slug" in rule.arguments else slugs[:1])
    ]


def skipped(app: Flask, role: str, route: str) -> bool:
    """Say whether others walk a page already: what all may see is walked by nobody and by a member, asked most."""
    return role not in ("anyone", "member") and for_anyone(app, route)


@pytest.mark.one_database
@pytest.mark.parametrize("role", list(BEGIN))
def test_no_page_that_a_role_may_see_takes_more_than_twelve_queries(role: str, city_loaded: Flask):
    client, waiting = browser_of(city_loaded, role), deque([*BEGIN[role], *named_addresses(city_loaded)])
    seen, visited, too_many = set(waiting), Counter[str](), {}
    with statements() as asked:
        while waiting:
            address = waiting.popleft()
            route = route_of(city_loaded, path := urlsplit(address).path)
            if visited[route] >= A_ROUTE or WITHOUT_LIMIT.search(path) or skipped(city_loaded, role, route):
                continue
            asked.clear()
            answer = client.get(address)
            if answer.status_code != 200:
                continue
            visited[route] += 1
            if len(asked) > AT_MOST:
                too_many[f"{address}: {len(asked)}"] = list(asked)
            for link in LINK.findall(answer.text):
                target = urljoin(address, link.replace("&amp;", "&")).partition("#")[0]
                if target.startswith("/") and target not in seen:
                    seen.add(target)
                    waiting.append(target)
    assert len(visited) > 5, "the walk goes nowhere"
    assert not too_many, "\n".join(f"{page}\n    " + "\n    ".join(told(asked)) for page, asked in too_many.items())


def told(asked: list[str]) -> list[str]:
    """Say each statement in a line: from where it reads."""
    return [statement[statement.find("FROM") :].replace("\n", " ")[:160] for statement in asked]
