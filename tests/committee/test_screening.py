from fractions import Fraction

import pytest
from flask import Flask

from app.accounts.models import Account
from app.committee.models import InterestKind
from app.committee.services import closing, ranking, recusal, screening
from app.core import clock
from app.core.db import db, transaction
from app.core.errors import EditedByAnother
from app.cycles.models import PhaseKind
from app.cycles.services import phases
from app.proposals.models import CoProposer, Lineage, LineageKind, Status
from tests.builders import DAY, a_cycle, a_proposal, an_account
from tests.committee.builders import a_committee, a_score, a_seat


@pytest.fixture
def cycle(app: Flask):
    return a_cycle(open_now="screening")


@pytest.fixture
def body(cycle):
    return a_committee(cycle, parts=2)


def close(cycle) -> None:
    with transaction():
        phase = phases.phase_of(cycle, PhaseKind.screening)
        phase.opens_at, phase.closes_at = clock.now() - 2 * DAY, clock.now()


def eligible(cycle, **about):
    return a_proposal(cycle, status=Status.eligible, **about)


def test_member_scores_and_revises_until_the_close(cycle, body):
    seat, proposal = a_seat(body), eligible(cycle)
    a_score(seat, proposal, 4, 5)
    a_score(seat, proposal, 2, 5, revision=1)
    assert {p.given for p in screening.sheet_of(seat, proposal).points} == {2, 5}
    close(cycle)
    with pytest.raises(phases.PhaseClosed):
        a_score(seat, proposal, 3, 3, revision=2)


def test_a_double_press_is_one_sheet_and_a_second_tab_keeps_the_first(cycle, body):
    seat, proposal = a_seat(body), eligible(cycle)
    a_score(seat, proposal, 4, 5)
    a_score(seat, proposal, 4, 5)
    with pytest.raises(EditedByAnother):
        a_score(seat, proposal, 1, 1)
    assert screening.sheet_of(seat, proposal).revision == 1


@pytest.mark.parametrize("points", [(4, None), (0, 3), (6, 3), (-1, 3)])
def test_a_sheet_is_whole_or_refused(cycle, body, points):
    seat, proposal = a_seat(body), eligible(cycle)
    with pytest.raises(screening.ScoreMissing):
        a_score(seat, proposal, *points)
    assert screening.sheet_of(seat, proposal) is None


def test_another_subcommittee_cannot_score(cycle, body):
    with pytest.raises(screening.NotYourSubcommittee):
        a_score(a_seat(body, part=1), eligible(cycle), 3, 3)


def test_what_the_department_refused_is_not_scored(cycle, body):
    with pytest.raises(screening.NotUnderScreening):
        a_score(a_seat(body), a_proposal(cycle, status=Status.ineligible), 3, 3)


def the_member_proposed_it(cycle, seat):
    return eligible(cycle, by=db.session.get(Account, seat.account_id))


def the_member_is_a_co_proposer(cycle, seat):
    proposal = eligible(cycle)
    with transaction():
        db.session.add(
            CoProposer(
                proposal_id=proposal.id, account_id=None, email=seat.account.email.upper(), name="이름",
                token_hash=f"t{proposal.id}", asked_at=clock.now(),
            )
        )  # fmt: skip
    return proposal


def the_members_proposal_was_merged_twice(cycle, seat):
    first = a_proposal(cycle, by=db.session.get(Account, seat.account_id), status=Status.merged)
    second, third = a_proposal(cycle, status=Status.merged), eligible(cycle)
    with transaction():
        for child, parent in ((first, second), (second, third)):
            db.session.add(
                Lineage(child_id=child.id, parent_id=parent.id, kind=LineageKind.merged_into, at=clock.now())
            )
    return third


def the_member_declared_an_interest(cycle, seat):
    proposal = eligible(cycle)
    recusal.step_aside(proposal, kind=InterestKind.organisation, by=seat.account)
    return proposal


@pytest.mark.parametrize(
    "situation",
    [
        the_member_proposed_it,
        the_member_is_a_co_proposer,
        the_members_proposal_was_merged_twice,
        the_member_declared_an_interest,
    ],
)
def test_a_member_cannot_score_where_there_is_an_interest(cycle, body, situation):
    seat = a_seat(body)
    proposal = situation(cycle, seat)
    with pytest.raises(recusal.HasInterest):
        a_score(seat, proposal, 5, 5)
    assert [line.interest is not None for line in screening.queue_of(seat.account, cycle).lines] == [True]
    assert screening.sheet_of(seat, proposal) is None


def test_a_member_who_declined_to_co_propose_may_score(cycle, body):
    seat = a_seat(body)
    proposal = the_member_is_a_co_proposer(cycle, seat)
    with transaction():
        proposal.co_proposers[0].declined_at = clock.now()
    a_score(seat, proposal, 3, 3)


def test_a_score_given_before_stepping_aside_no_longer_counts(cycle, body):
    first, second, proposal = a_seat(body), a_seat(body), eligible(cycle)
    a_score(first, proposal, 5, 5)
    a_score(second, proposal, 1, 1)
    recusal.step_aside(proposal, kind=InterestKind.relative, by=first.account)
    close(cycle)
    (row,) = ranking.ranked(cycle, body.parts[0])
    assert (row.mean, row.due, row.missing) == (Fraction(20), 1, 0)


def test_nobody_sees_a_score_before_the_close(cycle, body):
    a_score(a_seat(body), eligible(cycle), 5, 5)
    with pytest.raises(ranking.ScoresSealed):
        ranking.ranked(cycle, body.parts[0])


def test_safety_first_then_exact_means_then_the_published_order_and_nothing_is_dropped(cycle, body):
    seats = [a_seat(body) for _ in range(3)]
    plain, dear, cheap, unscored, safe = (
        eligible(cycle, title=title, asked_won=won, safety=title == "안전")
        for title, won in (("보통", 10), ("비쌈", 30), ("쌈", 20), ("점수 없음", 5), ("안전", 50))
    )
    for seat in seats:
        a_score(seat, plain, 5, 5)
        a_score(seat, safe, 1, 1)
    a_score(seats[0], dear, 4, 3), a_score(seats[1], dear, 3, 4), a_score(seats[2], dear, 4, 4)
    a_score(seats[0], cheap, 4, 4), a_score(seats[1], cheap, 4, 3), a_score(seats[2], cheap, 3, 4)
    close(cycle)
    rows = ranking.ranked(cycle, body.parts[0])
    assert [row.proposal.id for row in rows] == [p.id for p in (safe, plain, cheap, dear, unscored)]
    # weights 2 and 1 of 5 points each: (2*4+3)/15, (2*3+4)/15, (2*4+4)/15
    assert rows[2].mean == rows[3].mean == Fraction(100) * (Fraction(11, 15) + Fraction(10, 15) + Fraction(12, 15)) / 3
    assert rows[2].spread == Fraction(200, 15)
    assert (rows[4].mean, rows[4].missing) == (None, 3)


def test_first_n_of_each_subcommittee_go_to_the_vote_and_the_rest_hear_their_place(cycle, body):
    seat = a_seat(body)
    good, weak = eligible(cycle), eligible(cycle)
    a_score(seat, good, 5, 5), a_score(seat, weak, 2, 2)
    close(cycle)
    part = body.parts[0]
    seen = closing.fingerprint(ranking.ranked(cycle, part))
    closing.put_to_vote(cycle, part, first=1, seen=seen)
    assert (good.status, weak.status) == (Status.on_ballot, Status.screened_out)
    with pytest.raises(closing.AlreadyPutToVote):
        closing.put_to_vote(cycle, part, first=2, seen=seen)


def test_the_ballot_is_not_filled_before_screening_closed_nor_from_a_stale_list(cycle, body):
    eligible(cycle)
    part = body.parts[0]
    with pytest.raises(ranking.ScoresSealed):
        closing.put_to_vote(cycle, part, first=1, seen="")
    close(cycle)
    with pytest.raises(closing.ListChanged):
        closing.put_to_vote(cycle, part, first=1, seen="999")
    with pytest.raises(closing.NotThatMany):
        closing.put_to_vote(cycle, part, first=2, seen="")


def test_progress_counts_what_is_due_without_those_who_stepped_aside(cycle, body):
    first, second = a_seat(body), a_seat(body)
    one, other = eligible(cycle), eligible(cycle)
    a_score(first, one, 3, 3)
    recusal.step_aside(other, kind=InterestKind.other, by=second.account)
    found = {p.seat.id: (p.to_score, p.done, p.missing) for p in screening.progress(cycle, body)[body.parts[0].id]}
    assert found == {first.id: (2, 1, 1), second.id: (1, 0, 1)}


def test_after_the_last_proposal_the_next_missing_one_comes_round(cycle, body):
    seat = a_seat(body)
    one, two, three = (eligible(cycle) for _ in range(3))
    a_score(seat, two, 3, 3)
    queue = screening.queue_of(seat.account, cycle)
    assert (queue.done, queue.missing) == (1, 2)
    assert queue.next_after(three.number).proposal.id == one.id
    assert queue.next_after(one.number).proposal.id == three.id


def test_who_is_no_member_has_no_queue(cycle, body):
    from app.committee.services.bodies import NotAMember

    with pytest.raises(NotAMember):
        screening.queue_of(an_account("member"), cycle)


def test_who_was_a_member_then_can_look_back_but_not_score(cycle, body):
    from app.committee.services import seats
    from app.committee.services.bodies import NotAMember

    seat, proposal = a_seat(body), eligible(cycle)
    a_score(seat, proposal, 4, 4)
    close(cycle)
    with transaction():  # the term ended after the close
        phase = phases.phase_of(cycle, PhaseKind.screening)
        phase.closes_at = clock.now() - DAY / 2
    seats.end(seat, reason="임기 끝")
    db.session.expire_all()
    assert screening.queue_of(seat.account, cycle).done == 1
    with pytest.raises(NotAMember):
        a_score(seat, proposal, 1, 1, revision=1)
