"""Officers hear by one letter what was given to their department or taken from it, and once a day what is overdue."""

import datetime as dt

import time_machine
from flask import Flask

from app.core import audit, clock
from app.core.clock import SEOUL
from app.core.db import db
from app.review.services.assignment import assign
from app.review.services.letters import remind
from tests.builders import a_department, a_proposal, an_account
from tests.proposals.builders import letters
from tests.review.builders import a_review, an_officer, an_order, assigned, conclude


def give(cycle, department, *proposals, **changes):
    order = an_order(department, **changes)
    assign(cycle_id=cycle.id, proposal_ids=[proposal.id for proposal in proposals], order=order, by=None)
    return order


def test_a_batch_is_one_letter_to_each_officer_of_the_department(app: Flask):
    cycle, department, named = a_review()
    colleague, stranger = an_officer(department), an_officer(a_department("공원과"))
    order = give(cycle, department, *(a_proposal(cycle, title=f"의자 {n}") for n in range(3)), officer_id=named.id)
    for account in (named, colleague):
        (letter,) = letters(account.email)
        assert all(f"의자 {n}" in letter.body for n in range(3))
        assert f"{order.due_at.astimezone(SEOUL).month}. {order.due_at.astimezone(SEOUL).day}." in letter.body
    assert letters(stranger.email) == []


def test_a_second_click_writes_no_second_letter(app: Flask):
    cycle, department, officer = a_review()
    proposal, order = a_proposal(cycle), an_order(department)
    for _ in range(2):
        assign(cycle_id=cycle.id, proposal_ids=[proposal.id], order=order, by=None)
    assert len(letters(officer.email)) == 1


def test_a_reassignment_tells_those_who_had_it_and_those_who_have_it_with_the_reason(app: Flask):
    cycle, first, before = a_review()
    second = a_department("공원과")
    after = an_officer(second)
    one, other = assigned(cycle, first), a_proposal(cycle)
    give(cycle, second, one, other, why="공원 안의 길입니다")
    gone, come = letters(before.email)[-1], letters(after.email)
    assert (one.receipt_no in gone.body, other.receipt_no in gone.body) == (True, False)
    assert "다른 곳에 배정" in gone.subject
    assert "공원 안의 길입니다" in gone.body
    assert [one.receipt_no in letter.body and other.receipt_no in letter.body for letter in come] == [True]


def test_who_assigns_and_may_act_for_every_department_gets_no_letter(app: Flask):
    cycle, department, _ = a_review()
    everywhere = an_account("officer")
    give(cycle, department, a_proposal(cycle))
    assert letters(everywhere.email) == []


def test_what_is_overdue_is_told_once_a_day_from_nine_and_not_after_the_verdict(app: Flask):
    cycle, department, officer = a_review()
    late, done = assigned(cycle, department, title="늦은 제안"), assigned(cycle, department)
    conclude(done, officer)
    before = len(letters(officer.email))
    assert remind() == 0
    nine = (clock.now() + dt.timedelta(days=8)).astimezone(SEOUL).replace(hour=9, minute=0)
    for at, told in (
        (nine - dt.timedelta(minutes=1), 0), (nine, 1), (nine + dt.timedelta(hours=3), 0), (nine + dt.timedelta(days=1), 1),
    ):  # fmt: skip
        with time_machine.travel(at, tick=False):
            assert remind() == told
    first, _ = letters(officer.email)[before:]
    assert "늦은 제안" in first.body
    assert late.receipt_no in first.body
    assert done.receipt_no not in first.body
    assert audit.verify() is None
    db.session.rollback()
