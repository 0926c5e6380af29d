"""A proposal's page tells its whole life: each amount with who and why, each answer, its versions, its relatives."""

import re
from html import unescape

from flask import Flask
from flask.testing import FlaskClient

from app.committee.models import ScoreSheet
from app.core import clock
from app.core.db import db, transaction
from app.cycles.models import Cycle
from app.proposals.models import CoProposer, Proposal, Stage, Status
from app.proposals.services.amounts import append_amount
from tests.builders import DAY, a_cycle, a_proposal, an_account
from tests.public.builders import a_city_year, a_committee, a_life


def text(page: str) -> str:
    """The page as it is read: no tags, single spaces."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page)))


def read(client: FlaskClient, number: int, root: str = "") -> str:
    return text(client.get(f"{root}/cycles/2019/proposals/{number:04d}").text)


def test_each_amount_stands_with_its_change_its_decider_and_its_reason(app: Flask, client: FlaskClient):
    page = read(client, a_city_year()[Status.partly_cut])
    assert "5억 원을 요청했고, 3억 4,100만 원을 써서 일을 끝냈습니다." in page
    assert "부서 검토 뒤 4억 6,000만 원 4,000만 원 줄어듦 overlap 보행자과" in page
    assert "상임위원회 3억 6,000만 원 1억 원 줄어듦 이유를 밝히지 않음 산업건설위원회" in page
    assert "예결특위 3억 6,000만 원 그대로 예산결산특별위원회" in page


def test_a_full_cut_without_reason_shows_no_reason_given(app: Flask, client: FlaskClient):
    page = read(client, a_city_year()[Status.zeroed])
    assert "위원회가 9억 원으로 골랐으나 의회가 0원으로 줄였습니다. 이유를 밝히지 않았습니다." in page
    assert "예결특위 0원 9억 원 줄어듦 이유를 밝히지 않음" in page


def test_a_corrected_amount_says_what_stood_there_before(app: Flask, client: FlaskClient):
    proposal = a_life(a_cycle(slug="2019"), 500_000_000, voted=400_000_000)
    number = proposal.number
    with transaction():
        again = db.session.get_one(Proposal, proposal.id)
        append_amount(again, Stage.voted, 450_000_000, decided_by="총회", reason="오타를 고침")
    page = read(client, number)
    assert "위원이 고름 4억 5,000만 원" in page
    assert "고쳐 적음, 전에는 4억 원" in page


def test_answers_stand_in_the_order_in_which_they_were_given(app: Flask, client: FlaskClient):
    page = read(client, a_city_year()[Status.partly_cut])
    told = ("부서 검토: amended", "제안자의 답", "집행 중", "집행 끝남")
    places = [page.index(words, page.index("누가 무엇을 답했나")) for words in told]
    assert places == sorted(places)
    assert "겹치는 설계비를 뺐습니다." in page


def test_scores_are_secret_until_the_screening_is_closed_and_a_mean_of_all_after(app: Flask, client: FlaskClient):
    from app.committee.models import Body, BodyField, BodyKind, Points, ScreeningClose

    cycle = a_cycle(slug="2019", open_now="screening")
    proposal, committee = a_proposal(cycle), a_committee(cycle, applicants=None, open_call=2)
    number, at = proposal.number, clock.now()
    with transaction():
        criteria = db.session.get_one(Cycle, cycle.id).criteria
        part = Body(
            kind=BodyKind.subcommittee, slug="transport", name_ko="교통건설 분과", name_en="Transport",
            parent_id=committee.id, place_code=committee.place_code,
        )  # fmt: skip
        db.session.add(part)
        db.session.flush()
        db.session.add(BodyField(field_id=cycle.fields[0].id, body_id=part.id))
        for seat, given in zip(committee.seats, ((5, 2), (4, 3)), strict=True):
            sheet = ScoreSheet(seat_id=seat.id, proposal_id=proposal.id, submitted_at=at)
            sheet.points = [Points(criterion_id=c.id, given=g) for c, g in zip(criteria, given, strict=True)]
            db.session.add(sheet)
        part_id = part.id
    assert "분과 심사" not in read(client, number)
    with transaction():
        db.session.add(ScreeningClose(cycle_id=cycle.id, body_id=part_id, closed_at=at, put_to_vote=1))
    # Weights 2 and 1, five points each: (2 * 4.5/5 + 1 * 2.5/5) / 3 = 76.67 of 100.
    assert "분과 심사: 100점에 76.7점 (2명)" in read(client, number)


def test_votes_are_shown_once_they_are_counted(app: Flask, client: FlaskClient):
    from app.selection.models import SelectionPoll, SelectionTally

    cycle = a_cycle(slug="2019", open_now="selection")
    proposal, committee = a_proposal(cycle, status=Status.on_ballot), a_committee(cycle, applicants=None, open_call=1)
    number, proposal_id, at = proposal.number, proposal.id, clock.now()
    with transaction():
        poll = SelectionPoll(
            slug="a19", cycle_id=cycle.id, body_id=committee.id, form="yes_no_each", opens_at=at - DAY, closes_at=at + DAY,
            rule={}, frozen_hash="0" * 64, frozen_at=at - DAY,
        )  # fmt: skip
        db.session.add(poll)
        db.session.flush()
        poll_id = poll.id
    assert "찬성" not in read(client, number).split("누가 무엇을 답했나")[1]
    with transaction():
        poll = db.session.get_one(SelectionPoll, poll_id)
        poll.closed_at, poll.outcome, poll.quorum_met, poll.enrolled, poll.voted = at, {}, True, 91, 85
        for value, marks in (("yes", 71), ("no", 14)):
            db.session.add(SelectionTally(poll_id=poll_id, proposal_id=proposal_id, value=value, marks=marks))
    assert "선정: 찬성 71, 반대 14" in read(client, number)


def test_versions_show_what_was_taken_out_and_put_in(app: Flask, client: FlaskClient):
    number = a_city_year()[Status.partly_cut]
    assert "고친 판 2개와 바뀐 곳 보기" in read(client, number)
    page = text(client.get(f"/cycles/2019/proposals/{number:04d}/versions").text)
    assert "자리를 늘렸습니다." in page.split("1판")[0]
    assert page.index("2판") < page.index("1판")


def test_merged_proposals_lead_to_each_other(app: Flask, client: FlaskClient):
    numbers = a_city_year()
    assert "이 제안에 합쳐졌습니다. 두 글이 모두 남아 있습니다." in read(client, numbers[Status.partly_cut])
    assert "이 제안이 여기에 합쳐졌습니다." in read(client, numbers[Status.not_selected])


def test_a_co_proposer_is_named_only_after_consent(app: Flask, client: FlaskClient):
    proposal = a_proposal(a_cycle(slug="2019"), by=an_account())
    number = proposal.number
    with transaction():
        for name, consented in (("동의한 사람", clock.now()), ("답하지 않은 사람", None)):
            db.session.add(
                CoProposer(
                    proposal_id=proposal.id, email=f"{name}@example.org", name=name, token_hash=name,
                    asked_at=clock.now(), consented_at=consented,
                )
            )  # fmt: skip
    page = read(client, number)
    assert "동의한 사람" in page
    assert "답하지 않은 사람" not in page
    assert "example.org" not in page


def test_synthetic_proposals_are_marked(app: Flask, client: FlaskClient):
    numbers = a_city_year()
    assert "시연용" in read(client, numbers[Status.partly_cut])
    assert "시연용" not in read(client, numbers[Status.zeroed])
    assert "Made up" in read(client, numbers[Status.partly_cut], "/en")
