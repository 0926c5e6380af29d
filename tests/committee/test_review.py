"""The committee's review of a proposal: who may ask, propose, answer, and until when."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.committee.services import bodies, discussion, news, recusal
from app.core.permissions import Role
from app.cycles.services import phases
from app.proposals.models import CommentKind, Status
from tests.builders import a_cycle, a_proposal, an_account
from tests.committee.builders import a_committee, a_seat


@pytest.fixture
def cycle(app: Flask):
    return a_cycle(open_now="review")


@pytest.fixture
def body(cycle):
    return a_committee(cycle, parts=2)


def test_a_question_waits_until_an_officer_answers_it(cycle, body):
    proposal, seat = a_proposal(cycle, status=Status.eligible), a_seat(body)
    part = bodies.subcommittees(body)[0]
    question = discussion.contribute(proposal, kind=CommentKind.question, body="유지비는 누가 내나요?", by=seat.account)
    (item,) = news.under_review(cycle, part, [Status.eligible])
    assert (item.comments, item.unanswered, item.latest.body) == (1, 1, "유지비는 누가 내나요?")
    officer = an_account(Role.officer)
    discussion.contribute(proposal, kind=CommentKind.answer, body="구청이 냅니다.", parent_id=question.id, by=officer)
    (item,) = news.under_review(cycle, part, [Status.eligible])
    assert (item.comments, item.unanswered) == (2, 0)


def test_what_was_said_last_stands_first(cycle, body):
    seat = a_seat(body)
    quiet, talked = (a_proposal(cycle, status=Status.eligible) for _ in range(2))
    discussion.contribute(talked, kind=CommentKind.change, body="두 곳을 더하자", by=seat.account)
    items = news.under_review(cycle, bodies.subcommittees(body)[0], [Status.eligible])
    assert [item.proposal.id for item in items] == [talked.id, quiet.id]


def test_an_answer_needs_a_question_and_a_question_no_parent(cycle, body):
    proposal, seat = a_proposal(cycle, status=Status.eligible), a_seat(body)
    with pytest.raises(discussion.NothingToAnswer):
        discussion.contribute(proposal, kind=CommentKind.answer, body="답", by=seat.account)
    asked = discussion.contribute(proposal, kind=CommentKind.question, body="질문", by=seat.account)
    with pytest.raises(discussion.NothingToAnswer):
        discussion.contribute(proposal, kind=CommentKind.comment, body="의견", parent_id=asked.id, by=seat.account)


def test_neither_strangers_nor_who_has_an_interest_take_part(cycle, body):
    seat = a_seat(body)
    own = a_proposal(cycle, by=seat.account, status=Status.eligible)
    with pytest.raises(recusal.HasInterest):
        discussion.contribute(own, kind=CommentKind.comment, body="좋습니다", by=seat.account)
    with pytest.raises(bodies.NotAMember):
        discussion.contribute(own, kind=CommentKind.comment, body="좋습니다", by=an_account())


def test_the_review_ends_with_its_phase(app: Flask):
    cycle = a_cycle(open_now="screening")
    seat = a_seat(a_committee(cycle))
    with pytest.raises(phases.PhaseClosed):
        discussion.contribute(a_proposal(cycle), kind=CommentKind.comment, body="늦음", by=seat.account)


def test_asking_and_answering_in_the_browser(client: FlaskClient, sign_in, cycle, body):
    proposal, seat = a_proposal(cycle, status=Status.eligible), a_seat(body)
    address = f"/en/cycles/{cycle.slug}/review/{proposal.number}"
    sign_in(seat.account)
    assert client.post(address, data={"kind": "question", "body": "왜 여기인가요?", "parent_id": ""}).status_code == 302
    assert "to fix" in client.post(address, data={"kind": "question", "body": " "}).text
    text = client.get(address).text
    assert "왜 여기인가요?" in text
    asked = text.split("answer=")[1].split("#")[0]
    assert "You answer" in client.get(f"{address}?answer={asked}").text
    sign_in(an_account(Role.officer))
    form = {"kind": "answer", "body": "사고가 많아서요.", "parent_id": asked}
    assert client.post(address, data=form).status_code == 302
    assert "사고가 많아서요." in client.get(address).text
    sign_in(an_account())
    assert client.get(address).status_code == 403
