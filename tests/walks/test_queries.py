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

from app.committee.models import Body, Seat
from app.core.db import db
from app.cycles.models import Cycle
from app.polls.services import casting, turnout, voters
from app.proposals.models import Amount, Proposal, Stage
from app.selection.models import SelectionPoll
from tests.builders import an_account
from tests.conftest import Browser
from tests.selection.builders import a_selection, again, an_open_poll, code_of, members_of, options_of, vote
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
    slugs = [
        "2019",
        "2027",
        *db.session.scalars(select(SelectionPoll.slug)),
        *db.session.scalars(select(Body.slug).limit(2)),
    ]
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
            assert answer.status_code < 500, address
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


def ballot_pages(cycle_slug: str, poll: SelectionPoll, seat: Seat) -> dict[str, tuple[str, str, dict[str, str]]]:
    """Return what is asked for from an open vote, in the order in which a member and the secretary come by."""
    option, voter = options_of(poll)[0], voters.voter_of_account(poll.vote, seat.account)
    marks = {f"mark-{code_of(option)}": "yes"}
    draft = casting.draft(poll.vote, voter, [code_of(option)], [1]).field
    return {
        "member: what is voted on": ("GET", f"/selections/{poll.slug}", {}),
        "member: to do": ("GET", "/my", {}),
        "member: who may vote and how": ("GET", f"/polls/{poll.vote.slug}", {}),
        "member: choose": ("GET", f"/polls/{poll.vote.slug}/vote", {}),
        "member: choose again": ("POST", f"/polls/{poll.vote.slug}/vote", marks),
        "member: step aside": ("GET", f"/selections/{poll.slug}/aside/{option.id}", {}),
        "member: look once more": ("POST", f"/polls/{poll.vote.slug}/review", marks),
        "organiser: who has not voted": ("GET", f"/office/cycles/{cycle_slug}/selection", {}),
        "member: cast": ("POST", f"/polls/{poll.vote.slug}/receipt", marks | {"draft": draft}),
        "member: has voted": ("GET", f"/polls/{poll.vote.slug}/vote", {}),
        "organiser: at the desk": ("GET", f"/office/polls/{poll.vote.slug}", {}),
        "anyone: result": ("GET", f"/selections/{poll.slug}/result", {}),
        "anyone: results of the year": ("GET", f"/cycles/{cycle_slug}/results", {}),
    }


VOTERS, OPTIONS = 40, 25
CASTS = 20  # who has signed in, the poll, the roll, interests; then one transaction


@pytest.mark.one_database
def test_no_page_of_an_open_poll_takes_more_than_twelve_queries(app: Flask, sign_in):
    cycle = a_selection(members=VOTERS, costs=(1_000_000,) * OPTIONS, pot_won=10_000_000)
    poll = an_open_poll(cycle)
    voter, other = members_of(poll)[:2]
    vote(other, poll, "yes")
    clients = {
        "member": sign_in(voter.account, on=app.test_client()),
        "organiser": sign_in(an_account("organiser"), on=app.test_client()),
        "anyone": app.test_client(),
    }
    found = {}
    with statements() as asked:
        for what, (method, address, sent) in ballot_pages(cycle.slug, poll, voter).items():
            asked.clear()
            answer = clients[what.partition(":")[0]].open(address, method=method, data=sent)
            assert answer.status_code in (200, 302), f"{what}: {answer.status_code}"
            found[what] = list(asked)
    most = dict.fromkeys(found, AT_MOST) | {"member: cast": CASTS}
    too_many = [f"{what}: {len(s)}\n    " + "\n    ".join(told(s)) for what, s in found.items() if len(s) > most[what]]
    assert not too_many, "\n".join(too_many)
    assert turnout.of(again(poll).vote).voted == 2


def told(asked: list[str]) -> list[str]:
    """Say each statement in a line: from where it reads."""
    return [statement[statement.find("FROM") :].replace("\n", " ")[:160] for statement in asked]
