"""A list is put to the vote, asked as a poll of the committee's members, and its outcome moves the proposals."""

import datetime as dt

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.committee.models import InterestKind, Route
from app.committee.services import bodies, seats
from app.core import clock
from app.core.audit.chain import AuditEntry
from app.core.db import db, transaction
from app.cycles.models import BallotForm, OnMisfit, SelectionRule
from app.polls.models import BoxedBallot, Intake, Poll, RollRow
from app.polls.services import (
    booth_desk,
    cancelling,
    casting,
    counting,
    freezing,
    keys,
    making,
    opening,
    publishing,
    roll,
    subjects,
    turnout,
    voters,
)  # fmt: skip
from app.polls.services.errors import AlreadyVoted, BallotInvalid, NotEligible, NotOnYourBallot, NotOpenYet, PollClosed
from app.proposals.models import Incompatible, Stage, Status
from app.proposals.services import amounts
from app.selection import services as selection
from app.selection.models import SelectionExclusion, SelectionPoll, SelectionTally
from app.selection.services import following, membership, preparing
from tests.builders import DAY, a_cycle, a_proposal, an_account
from tests.committee.builders import a_committee, a_seat
from tests.selection.builders import (
    a_frozen_poll,
    a_selection,
    again,
    an_open_poll,
    cast,
    closed,
    code_of,
    counted,
    members_of,
    options_of,
    vote,
)
from voting.ledger.verify import verify


def ballots() -> int:
    """How many ballots were taken."""
    return sum(db.session.scalar(select(func.count()).select_from(t)) for t in (Intake, BoxedBallot))


def test_the_committee_votes_and_the_pot_is_filled_in_order(app: Flask):
    poll = an_open_poll(a_selection(members=3, costs=(40, 50, 30), pot_won=80))
    one, two, three = members_of(poll)
    vote(one, poll, "yes", "yes", "yes")
    vote(two, poll, "yes", "yes", "no")
    vote(three, poll, "yes", "no", "no")
    poll = counted(poll)
    park, road, hall = options_of(poll)
    assert (park.status, hall.status) == (Status.selected, Status.selected)  # 40, then 50 does not fit, then 30
    assert (poll.outcome["cost_won"], poll.outcome["left_won"]) == (70, 10)
    assert amounts.total_at(poll.cycle_id, Stage.voted) == (2, 70)
    (missed,) = poll.outcome["missed"]
    assert (missed["id"], missed["reason"], missed["detail"]) == (road.id, "over_budget", {"cost": 50, "left": 40})
    # to come before the park (3 votes, and preferred in a tie for its price) it lacks 2, but only 3 people voted
    assert (missed["votes_short"], road.status) == (None, Status.not_selected)
    assert poll.vote.result["outcome"]["selected"] == [code_of(park), code_of(hall)]
    assert selection.differences(poll) == []
    line = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "selection.close")).one()
    assert line.actor == "system"  # by nobody: by the count


def test_what_the_office_publishes_gives_the_same_list_to_anybody(app: Flask):
    poll = an_open_poll(a_selection(members=21, rule=SelectionRule.majority_each, pot_won=1000))
    for number, seat in enumerate(members_of(poll)):
        vote(seat, poll, "yes", "yes" if number < 10 else None, "no")
    poll = counted(poll)
    with clock.replaying(poll.closes_at + DAY):
        publishing.draw(poll.vote, "3 1 6 2")
    report = verify(publishing.bundle(again(poll).vote))
    first, *_ = options_of(poll)
    assert report.selected == [code_of(first)] == poll.vote.result["outcome"]["selected"]
    assert poll.outcome["selected"] == [first.id]


def test_a_poll_stops_at_what_does_not_fit_where_the_plan_says_so(app: Flask):
    poll = an_open_poll(a_selection(on_misfit=OnMisfit.stop, costs=(50, 40, 30)))
    one, two, three = members_of(poll)
    vote(one, poll, "yes", "yes", "yes")
    vote(two, poll, "yes", "yes", None)
    vote(three, poll, "yes", None, None)
    poll = counted(poll)
    assert len(poll.outcome["selected"]) == 1
    assert {row["reason"] for row in poll.outcome["missed"]} == {"over_budget", "after_stop"}


def test_a_majority_of_those_present_at_each_item_is_needed_where_the_plan_says_so(app: Flask):
    poll = an_open_poll(a_selection(rule=SelectionRule.majority_each, pot_won=1000, members=4))
    one, two, three, four = members_of(poll)
    vote(one, poll, "yes", "yes", "no")
    vote(two, poll, "yes", "no", "no")
    vote(three, poll, "yes", "yes", "no")
    vote(four, poll)  # a blank ballot is present and abstains
    poll = counted(poll)
    first, second, third = options_of(poll)
    assert poll.outcome["selected"] == [first.id]  # 3 of 4; 2 of 4 is not more than half
    reasons = {row["id"]: (row["reason"], row["votes_short"]) for row in poll.outcome["missed"]}
    assert reasons == {second.id: ("no_majority", 1), third.id: ("no_majority", 3)}
    assert (second.status, third.status) == (Status.just_missed, Status.not_selected)  # 5% of 4 is 1 vote


@pytest.mark.parametrize("rule", SelectionRule)
def test_where_one_picks_the_picks_are_counted_within_the_money(app: Flask, rule: SelectionRule):
    poll = an_open_poll(a_selection(members=4, ballot_form=BallotForm.pick_k, picks=2, rule=rule, pot_won=1000))
    for seat in members_of(poll)[:3]:
        vote(seat, poll, "pick", None, "pick")
    vote(members_of(poll)[3], poll, None, "pick")
    poll = counted(poll)
    first, second, third = options_of(poll)
    enough = {first.id, third.id} | ({second.id} if rule is SelectionRule.rank_and_fill else set())
    assert set(poll.outcome["selected"]) == enough
    assert poll.vote.rule["name"] == ("greedy" if rule is SelectionRule.rank_and_fill else "majority-fill")
    assert selection.differences(poll) == []


def test_equal_votes_are_settled_by_the_published_order(app: Flask):
    poll = an_open_poll(a_selection(members=2, costs=(50, 40, 30), pot_won=60, tie_order=["min_cost", "receipt_no"]))
    for seat in members_of(poll):
        vote(seat, poll, "yes", "yes", "yes")
    poll = counted(poll)
    dear, middle, cheap = options_of(poll)
    assert [option.code for option in poll.vote.options] == [code_of(cheap), code_of(middle), code_of(dear)]
    assert poll.outcome["selected"] == [cheap.id]  # the cheapest comes first; then neither 40 nor 50 fits
    assert poll.outcome["ties"][0]["mattered"] is True


def test_a_ceiling_of_a_field_holds_and_one_of_nothing_on_the_ballot_says_nothing(app: Flask):
    cycle = a_selection(members=2, costs=(40, 30), pot_won=80)
    with transaction():
        for field, won in zip(cycle.fields, (50, 20), strict=True):
            field.pot_won = won
    poll = an_open_poll(cycle)
    assert [(row["value"], row["amount"]) for row in poll.vote.rule["limits"]["ceilings"]] == [("교통건설", 50)]
    for seat in members_of(poll):
        vote(seat, poll, "yes", "yes")
    poll = counted(poll)
    (missed,) = poll.outcome["missed"]
    assert (missed["reason"], len(poll.outcome["selected"])) == ("over_ceiling", 1)


def test_a_member_never_votes_on_an_own_proposal_and_stays_enrolled(app: Flask):
    cycle = a_selection(members=3)
    seat = members_of(bodies.committee_of(cycle))[0]
    own = a_proposal(cycle, by=seat.account, status=Status.on_ballot, asked_won=10)
    poll = an_open_poll(cycle)
    assert voters.voter_of_account(poll.vote, seat.account).kept_from == {code_of(own)}
    with pytest.raises(NotOnYourBallot):
        cast(seat, poll, {code_of(own): "yes"})
    assert ballots() == 0
    cast(seat, poll, {})
    vote(members_of(poll)[1], poll, "yes", "yes", "yes", "yes")
    poll = counted(poll)
    line = next(line for line in poll.outcome["options"] if line["id"] == own.id)
    assert (line["favour"], line["present"], line["recused"]) == (1, 1, 1)
    assert poll.outcome["quorum"] == {"enrolled": 3, "voted": 2, "needed": 2, "met": True}


def test_stepping_aside_takes_the_proposal_off_the_ballot_until_one_has_voted(app: Flask):
    poll = an_open_poll(a_selection())
    seat, (one, two, _) = members_of(poll)[0], options_of(poll)
    before = casting.draft(poll.vote, voters.voter_of_account(poll.vote, seat.account), [code_of(one)], [1]).field
    selection.step_aside(poll, one, kind=InterestKind.relative, by=seat.account)
    with pytest.raises(NotOnYourBallot):  # nor by a ballot that was filled in before
        casting.cast(poll.vote, voters.voter_of_account(poll.vote, seat.account), before)
    with pytest.raises(NotOnYourBallot):
        cast(seat, poll, {code_of(one): "yes"})
    cast(seat, poll, {code_of(two): "yes"})
    with pytest.raises(AlreadyVoted):
        selection.step_aside(poll, two, kind=InterestKind.relative, by=seat.account)
    assert ballots() == 1


def test_a_second_ballot_is_refused_and_the_first_stands(app: Flask):
    poll = an_open_poll(a_selection())
    seat = members_of(poll)[0]
    vote(seat, poll, "yes")
    with pytest.raises(AlreadyVoted):
        vote(seat, poll, "no", "no", "no")
    assert (ballots(), turnout.of(poll.vote).voted) == (1, 1)


def test_a_member_votes_once_over_booth_and_web(app: Flask):
    poll = an_open_poll(a_selection())
    seat = members_of(poll)[0]
    ticket = booth_desk.admit(poll.vote, seat.account_id, by=None)
    voter = booth_desk.voter_with(again(poll).vote, ticket)
    casting.cast(poll.vote, voter, casting.draft(poll.vote, voter, [], []).field)
    with pytest.raises(AlreadyVoted):
        vote(seat, poll, "yes")
    with pytest.raises(NotEligible):
        voters.voter_of_account(poll.vote, seat.account, "paper")  # a card cannot leave out what one is kept from


def test_at_the_closing_second_no_vote_is_taken_though_nobody_has_closed(app: Flask):
    poll = an_open_poll(a_selection())
    with clock.replaying(poll.closes_at), pytest.raises(PollClosed):
        vote(members_of(poll)[0], poll, "yes")
    assert (turnout.of(poll.vote).enrolled, turnout.of(poll.vote).voted, ballots()) == (3, 0, 0)


def test_nobody_votes_before_the_opening(app: Flask):
    cycle = a_selection()
    with transaction():
        for phase in cycle.phases:
            phase.opens_at += 2 * DAY
            phase.closes_at += 2 * DAY
    poll = a_frozen_poll(cycle)
    with pytest.raises(NotOpenYet):
        opening.open_poll(poll.vote)
    assert roll.size(poll.vote) == 0  # who votes is who is a member at the opening


@pytest.mark.parametrize(("form", "marks"), [("yes_no_each", {"9999": "yes"}), ("pick_k", {"9999": "pick"})])
def test_a_forged_mark_is_refused(app: Flask, form, marks):
    poll = an_open_poll(a_selection(ballot_form=BallotForm(form), picks=2 if form == "pick_k" else None))
    with pytest.raises(BallotInvalid):
        cast(members_of(poll)[0], poll, marks)


def test_a_pick_too_many_is_refused(app: Flask):
    poll = an_open_poll(a_selection(ballot_form=BallotForm.pick_k, picks=2))
    seat = members_of(poll)[0]
    with pytest.raises(BallotInvalid) as refused:
        vote(seat, poll, "pick", "pick", "pick")
    assert refused.value.violations[0].params == {"named": 3, "at_most": 2}
    vote(seat, poll, "pick", "pick")
    assert turnout.of(poll.vote).voted == 1


def test_half_is_no_quorum_and_the_box_of_a_void_round_is_never_opened(app: Flask):
    cycle = a_selection(members=4)
    poll = an_open_poll(cycle)
    for seat in members_of(poll)[:2]:
        vote(seat, poll, "yes", "yes", "yes")
    poll = closed(poll)
    assert poll.outcome == {"void": True, "quorum": {"enrolled": 4, "voted": 2, "needed": 3, "met": False}}
    assert {p.status for p in options_of(poll)} == {Status.on_ballot}
    with pytest.raises(counting.PollCancelled):
        counting.count(poll.vote, *keys.demonstration_shares(poll.vote))
    assert selection.differences(again(poll)) == []
    with pytest.raises(preparing.TimesNeeded):
        selection.prepare(cycle)
    repeated = selection.prepare(cycle, opens_at=clock.now() + DAY, closes_at=clock.now() + 2 * DAY)
    assert (repeated.slug, repeated.round) == (f"{cycle.slug}-selection-2", 2)
    assert repeated.vote.slug == repeated.slug


def test_a_round_to_which_nobody_came_is_void(app: Flask):
    poll = closed(a_frozen_poll(a_selection()))
    assert poll.outcome["quorum"] == {"enrolled": 3, "voted": 0, "needed": 2, "met": False}


def test_a_vote_called_off_by_the_office_is_void_though_it_had_a_quorum(app: Flask):
    poll = an_open_poll(a_selection())
    for seat in members_of(poll):
        vote(seat, poll, "yes")
    cancelling.cancel(poll.vote, "설명이 틀렸습니다.")
    poll = again(poll)
    assert (poll.quorum_met, poll.outcome["quorum"]["met"]) == (False, True)
    assert selection.differences(poll) == []
    assert preparing.is_next(poll)


def test_the_selection_waits_for_pairs_that_exclude_each_other(app: Flask):
    cycle = a_selection()
    one, other = (a_proposal(cycle, status=Status.on_ballot) for _ in range(2))
    with transaction():
        pair = Incompatible(one_id=one.id, other_id=other.id, why="같은 자리", noted_at=clock.now())
        db.session.add(pair)
    with pytest.raises(preparing.PairsUnsettled):
        selection.prepare(cycle)
    with transaction():
        pair.settled_at = clock.now()
    poll = selection.prepare(cycle)
    assert poll.rule["incompatible"] == [[one.id, other.id]]
    assert poll.vote.rule["limits"]["incompatible"] == [[code_of(one), code_of(other)]]


def test_the_selection_waits_for_every_subcommittee_and_needs_options(app: Flask):
    cycle = a_cycle(open_now="selection")
    a_committee(cycle, parts=2)
    with pytest.raises(preparing.NothingOnBallot):
        selection.prepare(cycle)
    a_proposal(cycle, status=Status.eligible, field=1)
    with pytest.raises(preparing.ScreeningUndecided):
        selection.prepare(cycle)


def test_what_changed_keeps_the_vote_shut_until_the_list_is_put_to_it_anew(app: Flask):
    cycle = a_selection()
    poll = a_frozen_poll(cycle)
    before, first = poll.frozen_hash, poll.vote.slug
    with transaction():
        cycle.pot_won = 90
    with pytest.raises(following.ChangedSinceFrozen):
        opening.open_poll(poll.vote)
    poll = a_frozen_poll(cycle)
    assert (poll.frozen_hash != before, poll.vote.slug) == (True, f"{first}-v2")
    assert db.session.scalar(select(Poll).where(Poll.slug == first)).cancelled_at is not None
    opening.open_poll(poll.vote)
    with pytest.raises(preparing.AlreadyOpen):
        selection.prepare(cycle)


def test_a_draft_that_somebody_changed_at_the_desk_of_polls_cannot_be_frozen(app: Flask):
    cycle = a_selection()
    poll = selection.prepare(cycle)
    draft = poll.vote
    making.change_poll(draft, revision=1, rule=draft.rule | {"limits": draft.rule["limits"] | {"budget": 81}})
    with pytest.raises(following.ChangedSinceFrozen):
        freezing.freeze(draft, keys.demonstration_box(draft))
    poll = a_frozen_poll(cycle)  # put to the vote anew, the same poll asks the right thing again
    assert (poll.vote_id, poll.vote.rule["limits"]["budget"]) == (draft.id, 80)


def test_ex_officio_members_vote_where_the_body_says_so(app: Flask):
    for says, enrolled in ((True, 4), (False, 3)):
        cycle = a_selection(members=3)
        body = bodies.committee_of(cycle)
        a_seat(body, route=Route.ex_officio)
        with transaction():
            body.ex_officio_vote = says
        assert roll.size(an_open_poll(cycle).vote) == enrolled


def test_who_joins_after_the_opening_is_not_on_the_roll_and_who_left_cannot_vote(app: Flask):
    poll = an_open_poll(a_selection())
    late = a_seat(poll.body)
    with pytest.raises(NotEligible):
        vote(late, poll, "yes")
    gone = members_of(poll)[0]
    seats.end(gone, reason="이사")
    with pytest.raises(NotEligible):
        vote(gone, poll, "yes")
    with pytest.raises(NotEligible):
        voters.voter_of_account(poll.vote, an_account("member"))
    assert (turnout.of(poll.vote).enrolled, turnout.of(poll.vote).voted) == (3, 0)


def test_a_committee_without_members_does_not_open(app: Flask):
    poll = a_frozen_poll(a_selection(members=0))
    with pytest.raises(membership.NobodyToVote):
        opening.open_poll(poll.vote)


def test_the_secretary_knows_from_the_roll_alone_who_has_not_voted(app: Flask):
    poll = an_open_poll(a_selection())
    first, *others = members_of(poll)
    vote(first, poll, "yes")
    found = membership.progress(poll, poll.vote)
    assert (found.enrolled, found.voted, [seat.id for seat in found.waiting]) == (3, 1, [seat.id for seat in others])


def test_nothing_of_the_selection_joins_a_member_with_a_ballot(app: Flask):
    """Members and interests stand with the selection, pseudonyms with the poll; a cast writes nothing of the selection's."""
    poll = an_open_poll(a_selection())

    def rows() -> list[int]:
        tables = (SelectionPoll, SelectionExclusion, SelectionTally, AuditEntry)
        return [db.session.scalar(select(func.count()).select_from(table)) for table in tables]

    before = rows()
    vote(members_of(poll)[0], poll, "yes", "no")
    assert rows() == before
    columns = {column.name for table in (SelectionExclusion, SelectionTally) for column in table.__table__.columns}
    assert "pseud" not in columns
    assert {row.pseud for row in db.session.scalars(select(RollRow))} == {
        roll.pseud_of(poll.vote, f"person:{seat.account_id}") for seat in members_of(poll)
    }


@pytest.mark.parametrize("tamper", ["tally", "turnout", "rule"])
def test_a_recount_finds_what_was_changed_by_hand(app: Flask, tamper):
    poll = an_open_poll(a_selection())
    for seat in members_of(poll):
        vote(seat, poll, "yes", "yes", "no")
    poll = counted(poll)
    assert selection.differences(poll) == []
    with transaction():
        if tamper == "tally":
            db.session.scalars(select(SelectionTally).where(SelectionTally.value == "yes")).first().marks -= 1
        elif tamper == "turnout":
            db.session.get(SelectionPoll, poll.id).voted = 2
        else:
            db.session.get(SelectionPoll, poll.id).rule = poll.rule | {"pot_won": 70}
    assert selection.differences(again(poll))


def test_a_poll_and_a_selection_that_count_differently_decide_nothing(app: Flask, monkeypatch):
    from app.selection.services import deciding

    poll = an_open_poll(a_selection())
    for seat in members_of(poll):
        vote(seat, poll, "yes")
    right = deciding.count
    monkeypatch.setattr(deciding, "count", lambda rule, tally: right(rule, tally) | {"selected": []})
    with pytest.raises(deciding.CountsDiffer):
        counted(poll)
    poll = again(poll)
    assert (poll.outcome, poll.vote.result) == (None, None)
    assert {p.status for p in options_of(poll)} == {Status.on_ballot}


def test_the_poll_knows_what_it_is_about_and_where_it_is_run(app: Flask):
    poll = selection.prepare(a_selection())
    title, address = subjects.about(poll.vote)
    assert (title, address) == ("2027년 참여예산 사업 선정: 목록과 결과", f"/selections/{poll.slug}")
    assert subjects.place(poll.vote) == bodies.place_of(poll.body)
    assert poll.vote.may_change is False
    assert dt.timedelta(0) <= poll.vote.log_by - poll.vote.closes_at
