"""What stands in the one list of what a person must do."""

from flask import Flask

from app.committee import tasks
from app.committee.models import InterestKind
from app.committee.services import recusal
from app.proposals.models import Status
from tests.builders import a_cycle, a_proposal, an_account
from tests.committee.builders import a_committee, a_score, a_seat


def test_scores_missing_count_without_what_is_done_or_of_interest(app: Flask):
    cycle = a_cycle(open_now="screening")
    body = a_committee(cycle, parts=2)
    seat = a_seat(body)
    done, aside, _, other = (a_proposal(cycle, status=Status.eligible, field=field) for field in (0, 0, 0, 1))
    a_proposal(cycle, by=seat.account, status=Status.eligible)
    a_score(seat, done, 3, 3)
    recusal.step_aside(aside, kind=InterestKind.other, by=seat.account)
    with app.test_request_context():
        (task,) = tasks.scores_missing(seat.account)
        assert (task.left, task.of, task.url) == (1, "교통건설", f"/cycles/{cycle.slug}/screening")
        assert list(tasks.scores_missing(an_account())) == []
    assert other.status is Status.eligible


def test_no_scores_are_asked_for_outside_of_the_phase(app: Flask):
    cycle = a_cycle(open_now="review")
    seat = a_seat(a_committee(cycle))
    a_proposal(cycle, status=Status.eligible)
    assert list(tasks.scores_missing(seat.account)) == []
