"""Every proposal lies with one department until a day; who moves it says why."""

import datetime as dt

import pytest
from flask import Flask
from sqlalchemy import select

from app.core import clock
from app.core.db import db
from app.proposals.models import Status
from app.review.models import Assignment
from app.review.services import appeals, lists
from app.review.services import assignment as assigning
from app.review.services.assignment import assign
from app.review.services.lists import OfficeView
from tests.builders import a_cycle, a_department, a_proposal, an_account
from tests.review.builders import a_review, an_officer, an_order, assigned, refuse


def lying(proposal_id: int) -> list[Assignment]:
    return list(
        db.session.scalars(select(Assignment).where(Assignment.proposal_id == proposal_id).order_by(Assignment.id))
    )


def test_an_assigned_proposal_is_in_review(app: Flask):
    cycle, department, _ = a_review()
    proposal = assigned(cycle, department)
    assert db.session.get_one(type(proposal), proposal.id).status is Status.in_review


def test_reassigning_needs_a_reason_and_keeps_the_first_on_record(app: Flask):
    cycle, department, _ = a_review()
    proposal, other = assigned(cycle, department), a_department("도로과")
    with pytest.raises(assigning.ReassignmentNeedsReason):
        assign(cycle_id=cycle.id, proposal_ids=[proposal.id], order=an_order(other), by=None)
    assign(cycle_id=cycle.id, proposal_ids=[proposal.id], order=an_order(other, why="도로과 소관"), by=None)
    first, second = lying(proposal.id)
    assert first.ended_at is not None
    assert (second.ended_at, second.why) == (None, "도로과 소관")


def test_an_officer_of_another_department_cannot_be_named(app: Flask):
    cycle, department, _ = a_review()
    stranger = an_officer(a_department("도로과"))
    proposal = a_proposal(cycle)
    with pytest.raises(assigning.OfficerOfAnotherDepartment):
        assign(
            cycle_id=cycle.id, proposal_ids=[proposal.id], order=an_order(department, officer_id=stranger.id), by=None
        )


@pytest.mark.parametrize(
    ("days", "error"), [(-1, assigning.DueInThePast), (40, assigning.DueAfterReview)]
)  # the committee's review closes in 19 days
def test_a_deadline_lies_between_now_and_the_close(app: Flask, days: int, error: type):
    cycle, department, _ = a_review()
    proposal = a_proposal(cycle)
    order = an_order(department, due_at=clock.now() + dt.timedelta(days=days))
    with pytest.raises(error):
        assign(cycle_id=cycle.id, proposal_ids=[proposal.id], order=order, by=None)


def test_many_are_assigned_all_or_none(app: Flask):
    cycle, department, _ = a_review()
    good, withdrawn = a_proposal(cycle), a_proposal(cycle, status=Status.withdrawn)
    with pytest.raises(assigning.NotAssignable) as refused:
        assign(cycle_id=cycle.id, proposal_ids=[good.id, withdrawn.id], order=an_order(department), by=None)
    assert refused.value.params["receipt_no"] == withdrawn.receipt_no
    assert lying(good.id) == []


def test_a_proposal_of_another_cycle_is_not_found(app: Flask):
    cycle, department, _ = a_review()
    other = a_proposal(a_cycle(open_now="dept_review"))
    with pytest.raises(assigning.NotFound):
        assign(cycle_id=cycle.id, proposal_ids=[other.id], order=an_order(department), by=None)


def test_an_appeal_puts_its_own_proposal_back_to_be_assigned_and_no_other(app: Flask):
    cycle, department, officer = a_review()
    proposer = an_account()
    appealed, other = assigned(cycle, department, by=proposer), assigned(cycle, department)
    refuse(appealed, officer)
    assert lists.office_ids(cycle.id, OfficeView.unassigned) == []
    appeals.appeal(proposal_id=appealed.id, body="다시 보아 주세요", by=proposer)
    assert lists.office_ids(cycle.id, OfficeView.unassigned) == [appealed.id]
    assert lists.office_ids(cycle.id, OfficeView.missing) == [other.id]
    assert lists.office_counts(cycle.id)[OfficeView.unassigned] == 1
