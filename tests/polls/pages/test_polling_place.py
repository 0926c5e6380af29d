"""On the spot: the desk looks people up, the booth lets them vote on a screen, paper is entered by two people."""

import re

from flask import Flask
from flask.testing import FlaskClient

from app.core.db import db
from app.core.permissions import Role
from app.polls.models import Leaf, RollRow
from tests.builders import an_account
from tests.polls.pages.builders import a_voter, an_open_poll
from tests.polls.pages.test_voting import FIELD, code_in


def test_the_desk_lets_a_person_into_the_booth_once_and_the_booth_keeps_nothing(app: Flask, client: FlaskClient, sign_in):  # fmt: skip
    poll, voter = an_open_poll(), a_voter()
    office = sign_in(an_account(Role.organiser))
    desk = f"/office/polls/{poll.slug}/roll"
    assert voter.email in office.post(desk, data={"who": voter.email[:12]}).text
    ticket = code_in(office.post(f"{desk}/ticket", data={"account": voter.id}).text)
    screen, base = app.test_client(), f"/booth/{poll.slug}"
    start = screen.get(base)
    assert "gnb-menu" not in start.text
    assert screen.post(f"{base}/vote", data={"ticket": "zzz"}).status_code == 422
    sent = {"ticket": ticket.lower().replace("-", " "), "option": ["2"]}
    chosen = screen.post(f"{base}/vote", data=sent)
    assert chosen.headers["Refresh"] == f"300; url={base}"
    assert "gnb-menu" not in chosen.text
    sent["draft"] = FIELD.search(screen.post(f"{base}/review", data=sent).text).group(1)
    receipt = screen.post(f"{base}/receipt", data=sent)
    assert len(re.findall('class="code-groups"', receipt.text)) == 2
    assert receipt.headers["Refresh"] == f"60; url={base}"
    assert not [cookie for cookie in receipt.headers.getlist("Set-Cookie") if cookie.startswith("mc-")]
    again = screen.post(f"{base}/receipt", data=sent)
    assert (again.status_code, again.text.count("code-groups")) == (409, 0)
    assert screen.get(f"{base}/receipt").status_code == 302
    assert screen.post(f"{base}/vote", data=sent).status_code == 409
    row = db.session.query(RollRow).one()
    assert (row.state, row.channel) == ("voted", "booth")
    again = office.post(f"{desk}/paper", data={"account": voter.id}).text
    assert 'class="message error"' in again
    assert "code-groups" not in office.post(f"{desk}/ticket", data={"account": voter.id}).text


def test_two_people_enter_paper_each_alone_and_differences_are_shown(app: Flask, client: FlaskClient, sign_in):
    poll, voters = an_open_poll(), [a_voter() for _ in range(3)]
    one, other = (sign_in(an_account(Role.organiser), on=app.test_client()) for _ in range(2))
    office = f"/office/polls/{poll.slug}"
    for voter in voters:
        one.post(f"{office}/roll/paper", data={"account": voter.id})
    assert "이미" in sign_in(voters[0]).get(f"/polls/{poll.slug}/vote").text
    assert one.post(f"{office}/trays", data={"electorate": "citizens", "cards": "3"}).location.endswith("/trays/1/1")
    cards = [{"option": ["1", "2"]}, {"option": ["3"]}, {"invalid_why": "unreadable"}]
    for number, card in enumerate(cards, 1):
        assert one.post(f"{office}/trays/1/{number}", data=card).status_code == 302
        assert (
            other.post(f"{office}/trays/1/{number}", data=card if number != 2 else {"option": ["4"]}).status_code == 302
        )
    assert one.post(f"{office}/trays/1/1", data={"option": ["1", "2", "3", "4"]}).status_code == 422
    listed = one.get(f"{office}/trays").text
    assert f"{office}/trays/1/2" in listed
    assert 'value="3"' in other.get(f"{office}/trays/1/1").text
    assert one.post(f"{office}/trays/1/log").status_code == 302
    assert db.session.query(Leaf).filter(Leaf.kind == "paper").count() == 0
    other.post(f"{office}/trays/1/2", data={"option": ["3"]})
    one.post(f"{office}/trays/1/log")
    assert db.session.query(Leaf).filter(Leaf.kind == "paper").count() == 2
    assert db.session.query(Leaf).filter(Leaf.kind == "void").count() == 1


def test_my_list_says_that_one_has_not_voted_and_no_more(app: Flask, client: FlaskClient, sign_in):
    poll = an_open_poll()
    sign_in(a_voter())
    assert f"/polls/{poll.slug}/vote" in client.get("/my").text
    field = FIELD.search(client.post(f"/polls/{poll.slug}/review", data={"option": ["1"]}).text).group(1)
    client.post(f"/polls/{poll.slug}/receipt", data={"option": ["1"], "draft": field})
    assert f"/polls/{poll.slug}/vote" not in client.get("/my").text
