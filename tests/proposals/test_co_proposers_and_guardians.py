"""Who stands behind a proposal says so by a link in a letter; opening the link changes nothing."""

import pytest
import time_machine

from app.core import clock
from app.core.db import db
from app.proposals.models import Proposal
from app.proposals.services import people
from app.proposals.services.people import Person
from tests.builders import a_cycle, an_account
from tests.proposals.builders import a_submitted, letters, link_sent_to, under_14


@pytest.fixture
def together(app):
    proposal = a_submitted(a_cycle(), an_account(), co_proposers=[Person("이웃", "Neighbour@Example.org")])
    return proposal.id, link_sent_to("neighbour@example.org")


def test_named_only_after_consent(together):
    proposal_id, token = together
    assert people.named_with(db.session.get_one(Proposal, proposal_id)) == []
    people.answer_invitation(token, agree=True)
    assert people.named_with(db.session.get_one(Proposal, proposal_id)) == ["이웃"]


def test_answer_may_be_changed_while_the_link_is_good(together):
    proposal_id, token = together
    people.answer_invitation(token, agree=True)
    people.answer_invitation(token, agree=False)
    assert people.named_with(db.session.get_one(Proposal, proposal_id)) == []


def test_opening_the_link_answers_nothing_and_tells_its_address_to_nobody(together, client):
    proposal_id, token = together
    page = client.get(f"/i/co-proposer/{token}")
    assert page.status_code == 200
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert people.named_with(db.session.get_one(Proposal, proposal_id)) == []
    client.post(f"/i/co-proposer/{token}", data={"answer": "agree"})
    assert people.named_with(db.session.get_one(Proposal, proposal_id)) == ["이웃"]


def test_link_ends_after_fourteen_days(together, client):
    _proposal_id, token = together
    with time_machine.travel(clock.now() + people.LINK_LASTS, tick=False):
        assert client.get(f"/i/co-proposer/{token}").status_code == 410
        assert client.post(f"/i/co-proposer/{token}", data={"answer": "agree"}).status_code == 410


def test_made_up_link_is_refused(app, client):
    assert client.get("/i/co-proposer/xyz").status_code == 410
    assert client.get("/i/guardian/xyz").status_code == 410


def test_same_person_twice_and_oneself_are_asked_once_or_not_at_all(app):
    citizen = an_account()
    named = [Person("이웃", "n@example.org"), Person("이웃", "N@example.org"), Person("나", citizen.email)]
    proposal = a_submitted(a_cycle(), citizen, co_proposers=named)
    assert [person.email for person in proposal.co_proposers] == ["n@example.org"]


def test_child_submits_only_after_the_guardian_has_agreed(app):
    cycle, child = a_cycle(), under_14(an_account())
    with pytest.raises(people.GuardianFirst):
        a_submitted(cycle, child)
    people.ask_guardian(child, guardian_email="parent@example.org")
    with pytest.raises(people.GuardianFirst):
        a_submitted(cycle, child)
    token = link_sent_to("parent@example.org")
    people.guardian_agrees(token)
    assert a_submitted(cycle, child).number == 1
    assert len(letters(child.email)) == 2  # the guardian has agreed; the receipt


def test_child_cannot_be_her_own_guardian(app):
    child = under_14(an_account())
    with pytest.raises(people.GuardianIsTheChild):
        people.ask_guardian(child, guardian_email=child.email.upper())


def test_new_request_kills_the_earlier_link(app):
    child = under_14(an_account())
    people.ask_guardian(child, guardian_email="parent@example.org")
    first = link_sent_to("parent@example.org")
    people.ask_guardian(child, guardian_email="other@example.org")
    with pytest.raises(people.LinkNotGood):
        people.guardian_agrees(first)


def test_guardian_agrees_by_a_button_not_by_opening(app, client):
    child = under_14(an_account())
    people.ask_guardian(child, guardian_email="parent@example.org")
    token = link_sent_to("parent@example.org")
    child_id = child.id
    client.get(f"/i/guardian/{token}")
    assert people.guardian_of(child_id).consented_at is None
    client.post(f"/i/guardian/{token}")
    assert people.guardian_of(child_id).consented_at is not None
