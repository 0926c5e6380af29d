"""The closing vote is a poll: once, in time, only by who is there, counted after the close; the count opens the seal."""

import datetime as dt

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.core import clock
from app.core.db import db, transaction
from app.core.errors import RuleError
from app.panels.models import ClosingCount, DecisionRule, Panel
from app.panels.services import (
    ballot_pass,
    checking_in,
    closing_vote,
    entering,
    report,
    sealing,
    seating,
    waves,
)
from app.polls.models import Channel, Intake, Poll, RollRow
from app.polls.services import (
    cancelling,
    casting,
    closing,
    counting,
    freezing,
    keys,
    making,
    paper,
    publishing,
    roll,
    turnout,
    voter_lists,
)
from app.polls.services.finding import State, state_of
from app.polls.services.voters import voter_by_code
from tests.builders import an_account
from tests.panels.builders import DAY
from tests.panels.days_builders import (
    MINUTE,
    a_panel_today,
    a_vote,
    an_open_vote,
    cast,
    closed,
    counted,
    early_afternoon,
    members,
    the_vote_is_over,
    vote,
    who_has_come,
)
from voting.ledger.verify import verify

__all__ = ["early_afternoon"]
pytestmark = pytest.mark.usefixtures("early_afternoon")


@pytest.fixture
def panel(app: Flask) -> Panel:
    """Eight members, six of whom are here; the vote is open."""
    panel = a_panel_today(members=8)
    who_has_come(panel, 6)
    return an_open_vote(panel)


def refusal(act, *args, **more) -> str:
    with pytest.raises(RuleError) as refused:
        act(*args, **more)
    return refused.value.code


def ballots() -> int:
    return db.session.scalar(select(func.count()).select_from(Intake)) or 0


def result(panel: Panel) -> ClosingCount:
    found = closing_vote.result(panel)
    assert found is not None
    return found


def test_votes_are_counted_by_simple_majority_even_by_one_vote_and_feed_the_report(panel: Panel):
    vote(panel, "for", "against", "for", "blank", "against", "for")
    poll = counted(panel)
    assert poll.result["outcome"]["selected"] == ["for"]
    found = result(panel)
    assert (found.enrolled, found.voted, found.counts) == (6, 6, {"for": 3, "against": 2, "blank": 1})
    assert found.closed_at == poll.closes_at
    told = report.report_of(db.session.get_one(Panel, panel.id))
    assert told.decision is not None
    assert (told.count, told.decision.winner) == (found, "for")


def test_a_tie_has_no_winner(panel: Panel):
    vote(panel, "for", "against", "blank")
    assert counted(panel).result["outcome"]["selected"] == []


def test_all_with_a_seat_at_the_opening_are_on_the_roll_and_nobody_else(panel: Panel):
    poll = closing_vote.poll_of(panel)
    listed = {roll.pseud_of(poll, closing_vote.on_roll(one.id)) for one in members(panel)}
    assert set(db.session.scalars(select(RollRow.pseud))) == listed
    assert len(listed) == 8


def test_who_was_not_checked_in_cannot_vote(panel: Panel):
    absent = members(panel)[7]
    assert refusal(cast, absent, "for") == "closing_absent"
    assert refusal(closing_vote.hand_out_paper, absent) == "closing_absent"
    assert refusal(voter_by_code, closing_vote.poll_of(panel), ballot_pass.give(absent)) == "closing_absent"
    checking_in.check_in(absent, by=None)  # late, while the vote runs
    cast(absent, "for")
    assert closing_vote.standing(panel).voted == 1
    assert refusal(checking_in.take_back, absent, by=None) == "member_has_voted"


def test_who_was_here_only_on_the_day_before_cannot_vote(app: Flask):
    panel = a_panel_today(members=4)
    yesterday, today = who_has_come(panel, 1)[0], members(panel)[1]
    with clock.replaying(clock.now() + dt.timedelta(days=1)):
        checking_in.check_in(today, by=None)
        an_open_vote(panel)
        assert refusal(cast, yesterday, "for") == "closing_absent"
        cast(today, "for")


def test_before_the_opening_and_at_the_closing_second_no_vote_is_taken(app: Flask):
    panel = a_panel_today(members=3)
    who = who_has_come(panel)[0]
    assert refusal(closing_vote.require_may_vote, who) == "closing_no_window"
    poll = a_vote(panel, opens=5, closes=25)
    assert refusal(closing_vote.require_may_vote, who) == "not_open_yet"
    with clock.replaying(poll.closes_at - dt.timedelta(seconds=1)):
        closing_vote.hand_out_paper(who)  # the first who comes opens it
    with clock.replaying(poll.closes_at):
        assert refusal(closing_vote.require_may_vote, members(panel)[1]) == "poll_closed"
    assert ballots() == 0


def test_a_draft_that_was_looked_at_in_time_is_refused_when_it_is_cast_late(panel: Panel):
    who = voter_by_code(closing_vote.poll_of(panel), ballot_pass.give(members(panel)[0]))
    poll = closing_vote.poll_of(panel)
    draft = casting.draft(poll, who, ["for"]).field
    poll = the_vote_is_over(panel)
    assert refusal(casting.cast, poll, who, draft) == "poll_closed"
    assert ballots() == 0


def test_the_second_vote_is_refused_over_all_ways_and_the_first_stands(panel: Panel):
    vote(panel, "for")
    first = members(panel)[0]
    assert refusal(cast, first, "against") == "already_voted"
    assert refusal(cast, first, "against", Channel.booth) == "already_voted"
    assert refusal(closing_vote.hand_out_paper, first) == "already_voted"
    closing_vote.hand_out_paper(members(panel)[1])
    assert refusal(cast, members(panel)[1], "against") == "already_voted"
    assert ballots() == 1


def test_undecided_is_no_choice_in_the_closing_vote(panel: Panel):
    assert refusal(cast, members(panel)[0], "undecided") == "ballot_invalid"


def test_a_pass_ends_with_the_link_the_seat_or_an_hour_and_opens_no_other_panel(panel: Panel, monkeypatch):
    poll, first, second = closing_vote.poll_of(panel), *members(panel)[:2]
    given = ballot_pass.give(first)
    assert voter_by_code(poll, given).electorate == closing_vote.MEMBERS
    typed = entering.new_link(first, by=None)
    assert refusal(voter_by_code, poll, given) == "personal_link_needed"
    assert voter_by_code(poll, entering.grouped(typed).lower(), Channel.booth).channel is Channel.booth  # at the booth
    entering.enter(typed)
    assert refusal(voter_by_code, poll, typed) == "entry_used"
    for text in ("", "AAAA-BBBB-CCCC-DDDD", given[:-4] + "AAA="):
        assert refusal(voter_by_code, poll, text) == "entry_unknown"
    given = ballot_pass.give(second)
    seating.leave(second, why="급한 일", by=None)
    assert refusal(voter_by_code, poll, given) == "seat_given_up"
    other = a_panel_today(members=2)
    who_has_come(other)
    assert refusal(voter_by_code, poll, ballot_pass.give(members(other)[0])) == "personal_link_needed"
    monkeypatch.setattr(ballot_pass, "GOOD_FOR", -1)
    assert refusal(voter_by_code, poll, ballot_pass.give(members(panel)[2])) == "entry_unknown"


def test_nobody_counts_before_the_close_nor_while_members_still_answer(panel: Panel):
    now = clock.now()
    survey = waves.plan(panel, opens_at=now - DAY, closes_at=now + DAY, asked=[], by=None)
    vote(panel, "for", "for")
    poll = closing_vote.poll_of(panel)
    assert refusal(closing.close, poll) == "not_over_yet"
    assert set(vars(closing_vote.standing(panel))) == {"poll", "present", "voted", "papers", "counted"}
    poll = closed(panel)
    shares = keys.demonstration_shares(poll)
    assert refusal(counting.count, poll, *shares) == "survey_runs"
    assert closing_vote.result(panel) is None
    assert db.session.get_one(Poll, poll.id).result is None
    assert sealing.is_sealed(db.session.get_one(Panel, panel.id))
    waves.move(survey, opens_at=now - DAY, closes_at=clock.now(), by=None)
    counting.count(poll, *shares)
    assert result(panel).voted == 2
    assert not sealing.is_sealed(db.session.get_one(Panel, panel.id))


def test_the_time_can_be_moved_until_the_vote_is_frozen_and_anew_once_it_is_called_off(app: Flask):
    panel, at = a_panel_today(members=2), clock.now()
    first = closing_vote.set_window(panel, opens_at=at + 5 * MINUTE, closes_at=at + 25 * MINUTE, by=None)
    times = {"opens_at": at + 10 * MINUTE, "closes_at": at + 40 * MINUTE}
    assert closing_vote.set_window(panel, **times, by=None).id == first.id
    for wrong in (times | {"closes_at": times["opens_at"]}, times | {"closes_at": at + 3 * DAY}):
        assert refusal(closing_vote.set_window, panel, **wrong, by=None) == "closing_window_wrong"
    poll = a_vote(panel)
    assert (poll.id, state_of(poll)) == (first.id, State.frozen)
    assert refusal(closing_vote.set_window, panel, **times, by=None) == "closing_window_fixed"
    cancelling.cancel(poll, why="일정을 바꿈", by=None)
    assert closing_vote.set_window(panel, **times, by=None).id != first.id


def test_the_draft_is_frozen_only_as_the_panel_asks_and_no_list_is_added_to_its_roll(app: Flask):
    panel, at = a_panel_today(members=2), clock.now()
    poll = closing_vote.set_window(panel, opens_at=at + 5 * MINUTE, closes_at=at + 25 * MINUTE, by=None)
    made = an_account()
    assert refusal(voter_lists.enrol_from, poll, closing_vote.MEMBERS, typed=made.email, by=None) == "roll_is_filled"
    for change in ({"may_change": True}, {"opens_at": at + DAY * 3, "closes_at": at + DAY * 4}):
        poll = making.change_poll(poll, revision=poll.revision, **change)
        assert refusal(freezing.freeze, poll, keys.demonstration_box(poll)) == "closing_asked_otherwise"
        poll = closing_vote.set_window(panel, opens_at=at + 5 * MINUTE, closes_at=at + 25 * MINUTE, by=None)
    assert freezing.freeze(poll, keys.demonstration_box(poll)).frozen_at is not None


def test_papers_are_read_by_two_and_all_ways_add_up(panel: Panel):
    vote(panel, "for", "against")
    cast(members(panel)[5], "for", Channel.booth)
    for panelist in members(panel)[2:5]:
        closing_vote.hand_out_paper(panelist)
    poll = the_vote_is_over(panel)
    assert refusal(closing.close, poll) == "paper_missing"
    tray = paper.make_tray(poll, closing_vote.MEMBERS, 3)
    first, second = an_account("organiser"), an_account("organiser")
    read = [{"chosen": ["for"]}, {"chosen": ["against"]}, {"invalid_why": "not_returned"}]
    for number, card in enumerate(read, 1):
        paper.enter(tray, number, **card, by=first)
    assert refusal(paper.log_tray, tray) == "tray_unfinished"
    for number, card in enumerate([{"chosen": ["against"]}, *read[1:]], 1):
        paper.enter(tray, number, **card, by=second)
    assert refusal(paper.log_tray, tray) == "cards_differ"
    paper.enter(tray, 1, **read[0], by=second)
    paper.log_tray(tray)
    counted(panel)
    assert (result(panel).counts, result(panel).voted) == ({"for": 3, "against": 2, "blank": 1}, 6)
    groups = turnout.of(closing_vote.poll_of(panel)).channels
    assert {group.name: group.voted for group in groups} == {"web": 2, "booth": 1, "paper": 3}


def test_the_published_files_verify_and_say_the_same(panel: Panel):
    vote(panel, "for", "against", "for", "blank", "for")
    poll = publishing.draw(counted(panel), "3 1 6 2")
    verified = verify(publishing.bundle(poll))
    assert verified.selected == ["for"]


def test_a_panel_that_combines_its_waves_says_so_on_the_ballot(app: Flask):
    panel, at = a_panel_today(members=2), clock.now()
    with transaction():
        db.session.get_one(Panel, panel.id).rule = DecisionRule.combine_within_error
    poll = closing_vote.set_window(panel, opens_at=at + 5 * MINUTE, closes_at=at + 25 * MINUTE, by=None)
    assert "within the error" in poll.question_en
    assert poll.question_ko.startswith("도시철도 2호선을 지을까요?")
    assert [option.code for option in poll.options] == ["for", "against"]
