"""The closing vote: once, in time, only by who is there, counted after the close, and nothing tells who voted what."""

import datetime as dt
import threading
from collections import Counter
from fractions import Fraction

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select, text

from app.core import clock
from app.core.audit import AuditEntry
from app.core.db import Base, db
from app.core.errors import RuleError
from app.panels.models import ClosingBallot, ClosingCount, ClosingRoll, Panel, Panelist, Side, Stance
from app.panels.services import checking_in, closing_vote, seating
from tests.builders import an_account
from tests.panels.days_builders import (
    MINUTE,
    a_panel_today,
    a_vote,
    an_open_vote,
    early_afternoon,
    members,
    the_vote_is_over,
    vote,
    who_has_come,
)

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


def rows() -> Counter[str]:
    return Counter(
        {t.name: db.session.scalar(select(func.count()).select_from(t)) or 0 for t in Base.metadata.sorted_tables}
    )


def test_votes_are_counted_by_simple_majority_even_by_one_vote(panel: Panel):
    vote(panel, "for", "against", "for", "blank", "against", "for")
    panel = the_vote_is_over(panel)
    outcome = closing_vote.close(panel)
    assert (outcome.enrolled, outcome.voted) == (6, 6)
    assert outcome.counts == {"for": 3, "against": 2, "blank": 1}
    assert outcome.winner is not None
    assert outcome.winner.code == "for"


def test_a_tie_has_no_winner(panel: Panel):
    vote(panel, "for", "against", "blank")
    assert closing_vote.close(the_vote_is_over(panel)).winner is None


@given(st.lists(st.integers(0, 300), min_size=2, max_size=4))
def test_the_winner_has_more_than_half_of_the_votes_for_a_side(votes: list[int]):
    """Held against the definition in exact fractions: the one side with more than 1/2 of the decided votes."""
    panel = Panel(stances=[Stance(code=f"s{i}", final=True, side=Side.neutral, position=i) for i in range(len(votes))])
    counts = {f"s{i}": number for i, number in enumerate(votes)} | {"blank": 7}
    whole = sum(votes)
    over_half = [f"s{i}" for i, number in enumerate(votes) if whole and Fraction(number, whole) > Fraction(1, 2)]
    winner = closing_vote.winner_of(panel, counts)
    assert ([winner.code] if winner else []) == over_half


def test_who_was_not_checked_in_cannot_vote(panel: Panel):
    absent = members(panel)[7]
    assert refusal(closing_vote.cast, absent, choice="for") == "closing_absent"
    assert refusal(closing_vote.hand_out_paper, absent, by=None) == "closing_absent"
    checking_in.check_in(absent, by=None)  # late, while the vote runs
    closing_vote.cast(absent, choice="for")
    assert closing_vote.standing(panel).voted == 1


def test_who_was_here_only_on_the_day_before_cannot_vote(app: Flask, monkeypatch: pytest.MonkeyPatch):
    panel = a_panel_today(members=4)
    yesterday, today = who_has_come(panel, 1)[0], members(panel)[1]
    tomorrow = clock.now() + dt.timedelta(days=1)
    monkeypatch.setattr(clock, "now", lambda: tomorrow)
    checking_in.check_in(today, by=None)
    an_open_vote(panel)
    assert refusal(closing_vote.cast, yesterday, choice="for") == "closing_absent"
    closing_vote.cast(today, choice="for")


@pytest.mark.parametrize(
    ("opens", "closes", "code"),
    [(1, 21, "closing_not_open"), (-21, -1, "closing_over"), (-20, 0, "closing_over")],
)
def test_the_window_is_judged_when_the_vote_is_cast(panel: Panel, opens: int, closes: int, code: str):
    panel = a_vote(panel, opens=opens, closes=closes)
    assert refusal(closing_vote.cast, members(panel)[0], choice="for") == code
    assert db.session.scalar(select(func.count(ClosingBallot.key))) == 0


def test_a_vote_without_window_is_refused_in_words(app: Flask):
    panel = a_panel_today(members=3)
    who_has_come(panel)
    assert refusal(closing_vote.cast, members(panel)[0], choice="for") == "closing_no_window"


def test_the_second_vote_is_refused_and_the_first_stands(panel: Panel):
    vote(panel, "for")
    assert refusal(closing_vote.cast, members(panel)[0], choice="against") == "closing_voted"
    assert refusal(closing_vote.hand_out_paper, members(panel)[0], by=None) == "closing_voted"
    assert closing_vote.close(the_vote_is_over(panel)).counts == {"for": 1, "against": 0, "blank": 0}


def test_undecided_is_no_choice_in_the_closing_vote(panel: Panel):
    assert refusal(closing_vote.cast, members(panel)[0], choice="undecided") == "closing_not_a_side"
    assert refusal(closing_vote.cast, members(panel)[0], choice="") == "closing_not_a_side"


def test_who_withdrew_cannot_vote_though_checked_in(panel: Panel):
    seating.leave(members(panel)[0], why="급한 일", by=None)
    assert refusal(closing_vote.cast, members(panel)[0], choice="for") == "seat_given_up"


def test_nobody_sees_a_result_before_it_is_counted(panel: Panel):
    vote(panel, "for", "for")
    assert refusal(closing_vote.result, panel) == "closing_sealed"
    assert refusal(closing_vote.close, panel) == "closing_not_over"
    assert set(vars(closing_vote.standing(panel))) == {
        "opens_at", "closes_at", "is_open", "present", "voted", "papers", "readings", "counted",
    }  # fmt: skip
    panel = the_vote_is_over(panel)
    assert refusal(closing_vote.result, panel) == "closing_sealed"
    closing_vote.close(panel)
    assert closing_vote.result(panel).voted == 2


def test_counting_twice_gives_one_count(panel: Panel):
    vote(panel, "for")
    panel = the_vote_is_over(panel)
    assert closing_vote.close(panel) == closing_vote.close(panel)
    assert db.session.scalar(select(func.count(ClosingCount.panel_id))) == 1


def test_the_end_of_a_running_vote_moves_only_later(panel: Panel):
    opens, closes = panel.vote_opens_at, panel.vote_closes_at
    assert refusal(closing_vote.set_window, panel, opens_at=opens, closes_at=closes - MINUTE, by=None) == (
        "closing_window_fixed"
    )
    assert refusal(closing_vote.set_window, panel, opens_at=opens + MINUTE, closes_at=closes, by=None) == (
        "closing_window_fixed"
    )
    closing_vote.set_window(panel, opens_at=opens, closes_at=closes + 10 * MINUTE, by=None)
    panel = the_vote_is_over(panel)
    later = {"opens_at": panel.vote_opens_at, "closes_at": panel.vote_closes_at + 10 * MINUTE}
    assert refusal(closing_vote.set_window, panel, **later, by=None) == "closing_window_fixed"


def test_papers_count_once_two_people_read_the_same(panel: Panel):
    vote(panel, "for", "against")
    for panelist in members(panel)[2:5]:
        closing_vote.hand_out_paper(panelist, by=None)
    assert refusal(closing_vote.cast, members(panel)[2], choice="for") == "closing_voted"
    first, second = an_account("organiser"), an_account("organiser")
    papers = {"for": 1, "against": 1, "blank": 1}
    assert refusal(closing_vote.read_papers, panel, papers, by=first) == "closing_not_over"
    panel = the_vote_is_over(panel)
    assert refusal(closing_vote.close, panel) == "closing_papers_missing"
    assert closing_vote.read_papers(panel, papers, by=first) is False
    assert closing_vote.read_papers(panel, papers, by=first) is False  # the same person is one reading
    assert refusal(closing_vote.close, panel) == "closing_papers_missing"
    assert closing_vote.read_papers(panel, papers, by=second) is True
    outcome = closing_vote.close(panel)
    assert (outcome.counts, outcome.voted) == ({"for": 2, "against": 2, "blank": 1}, 5)


def test_two_readings_that_differ_are_both_void(panel: Panel):
    for panelist in members(panel)[:2]:
        closing_vote.hand_out_paper(panelist, by=None)
    panel = the_vote_is_over(panel)
    first, second = an_account("organiser"), an_account("organiser")
    closing_vote.read_papers(panel, {"for": 2}, by=first)
    assert refusal(closing_vote.read_papers, panel, {"for": 1, "against": 1}, by=second) == "closing_papers_differ"
    assert closing_vote.standing(panel).readings == 0
    assert refusal(closing_vote.read_papers, panel, {"for": 3}, by=first) == "closing_papers_too_many"
    assert db.session.scalar(select(func.count(ClosingBallot.key))) == 0


def test_a_paper_that_was_not_put_into_the_urn_is_missing_from_the_count_and_not_from_the_roll(panel: Panel):
    for panelist in members(panel)[:2]:
        closing_vote.hand_out_paper(panelist, by=None)
    panel = the_vote_is_over(panel)
    for reader in (an_account("organiser"), an_account("organiser")):
        closing_vote.read_papers(panel, {"for": 1}, by=reader)
    assert closing_vote.close(panel).voted == 1
    assert closing_vote.standing(panel).voted == 2


def test_casting_writes_roll_and_box_and_no_other_row(panel: Panel):
    before = rows()
    last = db.session.scalar(select(func.max(AuditEntry.seq)))
    vote(panel, "for")
    assert rows() - before == Counter({"panel_closing_ballot": 1, "panel_closing_roll": 1})
    assert db.session.scalar(select(func.max(AuditEntry.seq))) == last


def test_roll_and_box_share_nothing_that_could_join_them(app: Flask):
    box, roll = Base.metadata.tables["panel_closing_ballot"], Base.metadata.tables["panel_closing_roll"]
    assert set(box.c.keys()) == {"key", "panel_id", "stance_id", "channel"}
    assert set(roll.c.keys()) == {"panelist_id", "voted", "channel"}


@pytest.mark.postgres
def test_every_row_of_roll_and_box_carries_one_transaction_and_lies_in_key_order(panel: Panel):
    if db.engine.dialect.name != "postgresql":
        pytest.skip("SQLite keeps no transaction with a row; the box lies in key order by WITHOUT ROWID")
    vote(panel, "for", "against", "blank", "for", "against", "for")
    for table, order in (("panel_closing_ballot", "key"), ("panel_closing_roll", "panelist_id")):
        found = db.session.execute(text(f"SELECT xmin::text, {order} FROM {table} ORDER BY ctid")).all()
        assert len({row[0] for row in found}) == 1
        keys = [bytes(row[1]) if isinstance(row[1], memoryview) else row[1] for row in found]
        assert keys == sorted(keys)


def test_64_requests_of_one_member_at_once_are_one_vote(app: Flask, panel: Panel):
    """64 threads with connections of their own press at the same moment, half of them otherwise than the others."""
    panelist_id = members(panel)[0].id
    db.session.rollback()
    start, answers = threading.Barrier(64), []

    def press(number: int) -> None:
        with app.app_context():
            panelist = db.session.get_one(Panelist, panelist_id)
            db.session.rollback()
            start.wait()
            try:
                closing_vote.cast(panelist, choice="for" if number % 2 else "against")
                answers.append("cast")
            except RuleError as refused:
                answers.append(refused.code)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=press, args=(number,)) for number in range(64)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Counter(answers) == {"cast": 1, "closing_voted": 63}
    assert db.session.scalar(select(func.count(ClosingBallot.key))) == 1
    assert db.session.scalar(select(func.count()).select_from(ClosingRoll).where(ClosingRoll.voted)) == 1
