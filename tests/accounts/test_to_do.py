"""The one list of what a person must do by when, and the ways to where each role works."""

import datetime as dt
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.core import clock, tasks
from app.core.errors import N_
from app.core.permissions import Role
from app.core.tasks import Task
from tests.builders import an_account

DAY = dt.timedelta(days=1)


@pytest.fixture
def sources(monkeypatch: pytest.MonkeyPatch) -> list:
    found: list = []
    monkeypatch.setattr(tasks, "_sources", found)
    return found


def test_lines_of_all_areas_stand_by_deadline_and_the_header_counts_them(
    app: Flask, client: FlaskClient, sign_in, sources: list
):
    at = clock.now()
    sources.append(lambda account: [Task(N_("Saved."), "/later", of="나중 <b>", due_at=at + 2 * DAY, left=13)])
    sources.append(lambda account: [Task(N_("Saved."), "/never"), Task(N_("Saved."), "/soon", due_at=at + DAY)])
    sign_in(an_account())
    page = client.get("/my").text
    assert [page.index(f'href="/{name}"') for name in ("soon", "later", "never")] == sorted(
        page.index(f'href="/{name}"') for name in ("soon", "later", "never")
    )
    assert "나중 &lt;b&gt;" in page
    assert "13건 남음" in page
    assert re.search(r'class="count">\s*3', client.get("/account").text)


def test_the_empty_list_says_so(app: Flask, client: FlaskClient, sign_in, sources: list):
    sign_in(an_account())
    assert "지금 하실 일이 없습니다" in client.get("/my").text


@pytest.mark.parametrize("who", Role, ids=str)
def test_every_way_shown_can_be_gone(app: Flask, client: FlaskClient, sign_in, sources: list, who: Role):
    sign_in(an_account(who))
    ways = re.findall(r'<li><a class="text-link" href="(/[^"]+)"', client.get("/my").text)
    assert len(ways) >= 2
    assert [client.get(way, follow_redirects=True).status_code for way in ways] == [200] * len(ways)
