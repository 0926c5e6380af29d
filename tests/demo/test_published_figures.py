"""The figures that were published come out of the demonstration's own records.

Sources: Gwangju's budget committee of December 2018 (14 items of 3.36 bn won cut by 2.34 bn), the monitoring of July
2019 (34 projects, 7.6 bn won; 2 done, 24 on track, 8 need a push), the call of 2018 (632 in, 40 chosen), the committee
of 2017 (193 applicants, 73 by open call, 18 recommended, 9 ex officio).
"""

from collections import Counter

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.models import Account
from app.committee.models import Application, Route
from app.committee.services import bodies, composition
from app.core import audit, clock
from app.core.db import db
from app.cycles.models import Cycle, PhaseKind
from app.cycles.services import phases
from app.demo.accounts import DOMAIN
from app.execution.models import Report
from app.polls.services import publishing
from app.proposals.models import Amount, Basis, Proposal, Stage
from app.proposals.services import amounts
from app.review.models import Assignment
from app.selection import services as selection
from app.selection.models import SelectionPoll
from voting.ledger.verify import verify

BN = 1_000_000_000


@pytest.fixture
def of_2019(city_loaded: Flask) -> Cycle:
    return db.session.scalars(select(Cycle).where(Cycle.slug == "2019")).one()


def counting(cycle: Cycle, stage: Stage) -> dict[int, int]:
    query = amounts.counting_amounts().join(Proposal, Proposal.id == Amount.proposal_id)
    query = query.where(Proposal.cycle_id == cycle.id, Amount.stage == stage)
    return {amount.proposal_id: amount.amount_won for amount in db.session.scalars(query)}


def test_632_came_in_each_with_its_own_number(of_2019: Cycle):
    numbers = db.session.scalars(select(Proposal.number).where(Proposal.cycle_id == of_2019.id)).all()
    assert sorted(numbers) == list(range(1, 633))


def test_40_were_chosen_at_9_94_bn_within_the_pot_of_10_bn(of_2019: Cycle):
    chosen = counting(of_2019, Stage.voted)
    assert (len(chosen), sum(chosen.values())) == (40, 9_940_000_000)
    assert of_2019.pot_won == 10 * BN


def test_the_council_cut_14_items_of_3_36_bn_by_2_34_bn(of_2019: Cycle):
    before, after = counting(of_2019, Stage.bill), counting(of_2019, Stage.budget_cmte)
    touched = [key for key in before if after[key] != before[key]]
    assert len(touched) == 14
    assert sum(before[key] for key in touched) == 3_360_000_000
    assert sum(before[key] - after[key] for key in touched) == 2_340_000_000
    assert Counter(after[key] == 0 for key in touched) == {True: 6, False: 8}


def test_34_were_carried_out_at_7_6_bn(of_2019: Cycle):
    executed = counting(of_2019, Stage.executed)
    assert (len(executed), sum(executed.values())) == (34, 7_600_000_000)


def test_in_july_2019_2_were_done_24_on_track_and_8_needed_a_push(of_2019: Cycle):
    found = db.session.scalars(select(Report.progress).join(Proposal).where(Proposal.cycle_id == of_2019.id))
    assert Counter(found) == {"done": 2, "on_track": 24, "push_needed": 8}


def test_193_applied_and_91_were_appointed_beside_9_ex_officio(of_2019: Cycle):
    body = bodies.committee_of(of_2019)
    applied = db.session.scalars(select(Application.appointed).where(Application.body_id == body.id)).all()
    assert Counter(applied) == {True: 73, False: 120}
    assert Counter(seat.route for seat in body.seats) == {
        Route.open_call: 73, Route.recommended: 18, Route.ex_officio: 9,
    }  # fmt: skip
    assert body.applicants == 193


def test_the_committee_keeps_every_rule_of_the_ordinances(of_2019: Cycle):
    body = bodies.committee_of(of_2019)
    found = composition.composition(body.seats, body.seats_at_most)
    assert found.appointed == 91
    assert {finding.state for finding in found.findings} == {composition.State.met}


def test_the_select_stage_of_the_91_is_a_poll_whose_bundle_anybody_verifies(of_2019: Cycle):
    poll = db.session.scalars(select(SelectionPoll).where(SelectionPoll.cycle_id == of_2019.id)).one()
    assert selection.differences(poll) == []
    assert (poll.enrolled, poll.voted, poll.vote.synthetic) == (91, 88, True)
    report = verify(publishing.bundle(poll.vote))
    assert len(report.selected) == len(poll.outcome["selected"]) == 40


def test_what_is_made_up_is_marked(of_2019: Cycle):
    assert db.session.scalar(select(Proposal.id).where(Proposal.cycle_id == of_2019.id, ~Proposal.synthetic)) is None
    single = select(Amount).join(Proposal).where(Proposal.cycle_id == of_2019.id, Amount.basis == Basis.recorded)
    assert {amount.stage for amount in db.session.scalars(single)} <= {Stage.voted}


def test_published_proposals_of_other_years_are_not_made_up_and_name_their_source(city_loaded: Flask):
    known = db.session.scalars(select(Proposal).join(Cycle).where(Cycle.recorded_only)).all()
    assert len(known) == 29
    assert all(not proposal.synthetic and proposal.source_id for proposal in known)


def test_a_visitor_can_propose_at_once(city_loaded: Flask):
    slug = str(clock.today().year + 1)
    cycle = db.session.scalars(select(Cycle).where(Cycle.slug == slug)).one()
    assert phases.require_open(cycle, PhaseKind.intake)


def test_the_log_of_the_whole_demonstration_verifies(city_loaded: Flask):
    assert audit.verify() is None


def test_the_committees_page_of_a_past_year_shows_the_hundred_of_that_year(city_loaded: Flask):
    with city_loaded.test_client() as client:
        page = client.get("/cycles/2019/committee").text
    assert "위원 100명: 위촉직 91명, 당연직 9명" in page
    assert "193명" in page


def test_the_officers_find_the_proposals_that_they_judged_on_their_desk(city_loaded: Flask):
    officer = db.session.scalars(select(Account).where(Account.email == f"officer@{DOMAIN}")).one()
    lying = select(Assignment.id).where(Assignment.officer_id == officer.id, Assignment.ended_at.is_(None))
    assert len(db.session.scalars(lying).all()) > 20
