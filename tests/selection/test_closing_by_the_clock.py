"""A poll is over when its time is over, whoever has pressed what; the worker counts it."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.core import clock
from app.core.audit.chain import AuditEntry
from app.core.db import db, transaction
from app.core.jobs import queue
from app.cycles.models import Cycle
from app.proposals.models import Proposal, Status
from app.selection import services as selection
from app.selection.jobs import count_what_is_over
from app.selection.models import SelectionPoll
from app.selection.services.roll import VotingClosed
from tests.builders import a_cycle, an_account
from tests.council.builders import chosen
from tests.selection.builders import a_selection, an_open_poll, members_of, options_of, time_is_over, vote


def fresh(poll: SelectionPoll) -> SelectionPoll:
    db.session.expire_all()
    return db.session.get_one(SelectionPoll, poll.id)


def test_at_the_closing_second_no_vote_is_taken_though_nobody_has_closed(app: Flask):
    poll = an_open_poll(a_selection())
    seat = members_of(poll)[0]
    with clock.replaying(poll.closes_at), pytest.raises(VotingClosed):
        vote(seat, poll, "yes", "yes", "yes")
    assert selection.turnout(poll).voted == 0


def test_the_pages_say_closed_before_anybody_has_counted(app: Flask, client: FlaskClient, sign_in):
    poll = an_open_poll(a_selection())
    sign_in(members_of(poll)[0].account)
    time_is_over(poll)
    page = client.get(f"/selections/{poll.slug}").text
    assert "마감, 개표 전" in page
    assert "/vote" not in page
    assert client.get(f"/selections/{poll.slug}/vote").status_code == 409
    assert "투표가 끝났고" in client.get(f"/selections/{poll.slug}/result").text
    assert "투표하기" not in client.get("/my").text


def test_the_worker_counts_what_is_over_and_nothing_else(app: Flask):
    over, running = an_open_poll(a_selection()), an_open_poll(a_selection())
    for seat in members_of(over):
        vote(seat, over, "yes", "yes", None)
    time_is_over(over)
    count_what_is_over()
    assert fresh(over).closed_at is not None
    assert fresh(running).closed_at is None
    statuses = [db.session.get_one(Proposal, option.id).status for option in options_of(over)]
    assert statuses.count(Status.selected) == 1
    line = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "selection.close")).one()
    assert line.actor == "system"  # by nobody: by the clock


def test_the_worker_may_come_twice(app: Flask):
    poll = an_open_poll(a_selection())
    time_is_over(poll)
    count_what_is_over()
    first = fresh(poll).closed_at
    count_what_is_over()
    assert fresh(poll).closed_at == first


def test_one_poll_that_cannot_be_counted_does_not_hold_up_the_others(app: Flask):
    nobody = selection.freeze(a_selection(members=0))
    poll = an_open_poll(a_selection())
    time_is_over(nobody)
    time_is_over(poll)
    count_what_is_over()
    assert fresh(nobody).closed_at is None
    assert fresh(poll).closed_at is not None


def test_the_secretary_who_presses_after_the_worker_is_led_to_the_result(app: Flask, client: FlaskClient, sign_in):
    poll = an_open_poll(a_selection())
    time_is_over(poll)
    count_what_is_over()
    sign_in(an_account("organiser"))
    answer = client.post(f"/office/selections/{poll.slug}/close")
    assert answer.location.endswith(f"/selections/{poll.slug}/result")


def test_the_worker_looks_every_minute():
    assert (1, count_what_is_over) in queue.REGULAR


def test_the_results_of_a_cycle_stand_at_its_own_address(app: Flask, client: FlaskClient):
    cycle = a_selection()
    address = f"/cycles/{cycle.slug}/results"
    assert "아직 투표하지 않았습니다." in client.get(address).text
    poll = an_open_poll(cycle)
    assert "결과는 투표를 마감하고 개표한 뒤에 공개합니다." in client.get(address).text
    for seat in members_of(poll):
        vote(seat, poll, "yes", "yes", "no")
    time_is_over(poll)
    count_what_is_over()
    page = client.get(address).text
    listed = [option for option in options_of(poll) if f"/proposals/{option.number:04}" in page]
    assert len(listed) == 3
    assert f'href="{address}"' in client.get(f"/cycles/{cycle.slug}").text


def test_a_void_round_stays_to_be_read_beside_the_round_that_repeats_it(app: Flask, client: FlaskClient):
    cycle = a_selection()
    first = an_open_poll(cycle)
    time_is_over(first)
    count_what_is_over()
    now = clock.now()
    with transaction():
        first = db.session.get_one(SelectionPoll, first.id)
    later = now + (first.closes_at - first.opens_at)
    selection.freeze(cycle, opens_at=now.replace(year=now.year + 1), closes_at=later.replace(year=now.year + 1))
    page = client.get(f"/cycles/{cycle.slug}/results").text
    assert f"/selections/{first.slug}/result" in page
    assert "정족수" in page


def test_a_year_known_by_its_figures_alone_leads_to_its_projects_not_to_a_vote(app: Flask, client: FlaskClient):
    cycle = a_cycle()
    with transaction():
        db.session.get_one(Cycle, cycle.id).recorded_only = True
    chosen(cycle, 100_000_000)
    page = client.get(f"/cycles/{cycle.slug}").text
    assert f"/cycles/{cycle.slug}/proposals?reached=selected" in page
    assert f"/cycles/{cycle.slug}/results" not in page
