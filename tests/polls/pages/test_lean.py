"""No page of a poll asks the database more than twelve times, however many options and people there are."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.core.permissions import Role
from tests.builders import an_account
from tests.polls import builders as machine
from tests.polls.pages.builders import a_voter, an_open_poll
from tests.polls.pages.test_roll_call import a_meeting
from tests.walks.test_queries import AT_MOST, statements

pytestmark = pytest.mark.one_database


def test_pages_of_polls_ask_little(app: Flask, client: FlaskClient, sign_in):
    poll = an_open_poll(options=100)
    counted = machine.an_open_poll(voters=25)
    machine.voted_by(counted, 22)
    machine.published(machine.counted(machine.closed(counted)))
    meeting, _seats = a_meeting(8)
    office = sign_in(an_account(Role.organiser), on=app.test_client())
    office.post(f"/office/meetings/{meeting.id}/votes", data={"title": "안건"})
    sign_in(a_voter())
    slug = poll.slug
    pages = {
        client: ["/polls", f"/polls/{slug}", f"/polls/{slug}/vote", f"/polls/{slug}/change", f"/polls/{slug}/log",
                 f"/polls/{counted.slug}/result", "/verify", "/my", f"/api/v1/polls/{slug}", f"/meetings/{meeting.id}/votes"],
        office: ["/office/polls", f"/office/polls/{slug}", "/office/polls/new", f"/office/polls/{slug}/roll",
                 f"/office/polls/{slug}/trays"],
    }  # fmt: skip
    asked = {}
    for browser, paths in pages.items():
        for path in paths:
            with statements() as made:
                assert browser.get(path).status_code == 200, path
            asked[path] = len(made)
    with statements() as made:
        assert client.post(f"/polls/{slug}/review", data={"option": ["1", "2"]}).status_code == 200
    asked["review"] = len(made)
    assert {path: n for path, n in asked.items() if n > AT_MOST} == {}
