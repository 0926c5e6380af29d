"""Everyone finds on one list what the review asks of them; the organiser's desk says what is left."""

from flask import Flask
from flask.testing import FlaskClient

from app.core.permissions import Role
from app.core.tasks import Task, tasks_of
from app.cycles.models import PhaseKind
from app.cycles.services import readiness
from app.proposals.models import Status
from app.review.services import incompatibility, merging
from tests.builders import a_cycle, a_department, a_proposal, an_account
from tests.cycles.builders import a_new_cycle
from tests.review.builders import a_review, assigned, conclude


def listed(app: Flask, account: object) -> list[Task]:
    with app.test_request_context():
        return tasks_of(account)


def test_an_officer_is_told_how_many_verdicts_are_missing_and_until_when(app: Flask):
    cycle, department, officer = a_review()
    one, two = assigned(cycle, department), assigned(cycle, department)
    assigned(cycle, a_department("도로과"))
    conclude(one, officer)
    (task,) = listed(app, officer)
    assert (task.left, task.of) == (1, cycle.slug)
    assert task.due_at is not None
    conclude(two, officer)
    assert listed(app, officer) == []


def test_a_proposer_is_told_of_an_open_merge_question(app: Flask):
    cycle, _department, _ = a_review()
    proposer = an_account()
    child, parent = a_proposal(cycle, by=proposer, title="작은 글"), a_proposal(cycle)
    offer = merging.offer(child_id=child.id, parent_id=parent.id, why="같은 골목", by=None)
    (task,) = listed(app, proposer)
    assert task.of == "작은 글"
    merging.answer(offer_id=offer.id, agrees=False, by=proposer)
    assert listed(app, proposer) == []


def test_an_organiser_is_told_what_lies_with_nobody_and_which_plan_is_not_public(app: Flask):
    cycle, _department, _ = a_review()
    a_proposal(cycle)
    a_new_cycle(2031)
    organiser = an_account(Role.organiser)
    assert {(task.of, task.left) for task in listed(app, organiser)} == {(cycle.slug, 1), ("2031", None)}


def test_the_desk_says_what_is_left_by_role(app: Flask, sign_in):
    cycle, department, _ = a_review()
    a_proposal(cycle)
    assigned(cycle, department)
    counts = {(line.title, line.count) for line in readiness.left(cycle)}
    assert counts == {("Proposals to assign", 1), ("Proposals without a verdict", 1)}
    browser: FlaskClient = sign_in(an_account(Role.organiser))
    page = browser.get(f"/office/cycles/{cycle.slug}").text
    assert f"/office/cycles/{cycle.slug}/assign?show=missing" in page


def test_an_unsettled_pair_stands_before_the_selection(app: Flask):
    cycle = a_cycle(open_now="screening")
    one, other = (a_proposal(cycle, status=Status.eligible) for _ in range(2))
    incompatibility.note(one_id=one.id, other_id=other.id, why="같은 땅", by=None)
    (line,) = readiness.blockers(cycle, PhaseKind.selection)
    assert line.params == {"one": one.receipt_no, "other": other.receipt_no}
