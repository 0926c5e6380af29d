"""Tables of each round: balanced, apart, within reach; latecomers at the smallest; officials at none."""

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.models import RoleGrant
from app.core import clock
from app.core.db import db, transaction
from app.core.errors import EditedByAnother, RuleError
from app.core.jobs.models import Job, JobState
from app.core.permissions import Role, Scope
from app.panels.models import Item, ItemKind, Panel, Panelist, PanelPart, PanelRole, Side, TablePlan, TableSeat
from app.panels.services import agenda, asking, checking_in, live, moderating, parts, seating, tables
from tests.panels.days_builders import (
    MINUTE,
    a_panel_today,
    an_item,
    early_afternoon,
    members,
    one_of_the_crew,
    who_has_come,
)

__all__ = ["early_afternoon"]
pytestmark = pytest.mark.usefixtures("early_afternoon")
SWAPS = 20_000  # enough for a dozen people


@pytest.fixture(autouse=True)
def few_swaps(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = tables.seat
    monkeypatch.setattr(tables, "seat", lambda *args, **more: whole(*args, proposals=SWAPS, **more))


@pytest.fixture
def panel(app: Flask) -> Panel:
    """Twelve members and three rounds ahead."""
    panel = a_panel_today(members=12)
    for begins in (10, 20, 30):
        an_item(panel, begins=begins)
    return panel


def refusal(act, *args, **more) -> str:
    with pytest.raises(RuleError) as refused:
        act(*args, **more)
    return refused.value.code


def seats(panel: Panel) -> dict[int, dict[int, list[int]]]:
    """Numbers at each table by round."""
    return {
        item.round: {table.number: list(table.people) for table in tables.tables_of(item)}
        for item in agenda.items(panel)
        if item.round
    }


def plan(panel: Panel, **more) -> TablePlan:
    values = {"tables": 3, "features": ["sex"], "by": None} | more
    tables.plan_tables(panel, **values)
    return db.session.get_one(TablePlan, panel.id)


def test_everybody_sits_at_one_table_in_each_round_and_meets_others(panel: Panel):
    found = plan(panel)
    for by_table in seats(panel).values():
        assert sorted(number for people in by_table.values() for number in people) == list(range(1, 13))
        assert [len(people) for people in by_table.values()] == [4, 4, 4]
        for people in by_table.values():  # women have even numbers, men odd: 6 and 6, so 2 and 2 at each table
            assert sum(number % 2 for number in people) == 2
    assert found.figures["rules_broken"] == 0
    # Counted here from the seats alone: how many others the loneliest member meets.
    mates = {number: set() for number in range(1, 13)}
    for by_table in seats(panel).values():
        for people in by_table.values():
            for number in people:
                mates[number] |= set(people) - {number}
    assert min(len(met) for met in mates.values()) == found.figures["least_mates"] >= 6


def test_pairs_stay_apart_and_wheels_find_a_table(panel: Panel):
    with transaction():
        db.session.get_one(Panelist, members(panel)[4].id).accessible_table = True
    plan(panel, apart=[(1, 3), (2, 4)], accessible=[2])
    for by_table in seats(panel).values():
        for people in by_table.values():
            assert not {1, 3} <= set(people)
            assert not {2, 4} <= set(people)
        assert 5 in by_table[2]


def test_only_those_who_are_here_are_seated(panel: Panel):
    who_has_come(panel, 9)
    plan(panel, only_present=True)
    for by_table in seats(panel).values():
        assert sorted(number for people in by_table.values() for number in people) == list(range(1, 10))


def test_a_latecomer_gets_the_smallest_table_that_keeps_the_rules(panel: Panel):
    who_has_come(panel, 11)
    plan(panel, only_present=True, apart=[(12, 1)])  # 4, 4 and 3 people
    before = seats(panel)
    given = checking_in.check_in(members(panel)[11], by=None).tables
    assert set(given) == {1, 2, 3}
    for round_no, table in given.items():
        assert 1 not in before[round_no][table]
        smallest = min(len(people) for people in before[round_no].values() if 1 not in people)
        assert len(before[round_no][table]) == smallest
        assert 12 in seats(panel)[round_no][table]


def test_a_round_that_is_over_takes_no_latecomer(panel: Panel, monkeypatch: pytest.MonkeyPatch):
    who_has_come(panel, 11)
    plan(panel, only_present=True)
    later = clock.now() + 16 * MINUTE  # the first round ended a minute ago
    monkeypatch.setattr(clock, "now", lambda: later)
    assert set(checking_in.check_in(members(panel)[11], by=None).tables) == {2, 3}


def test_before_the_tables_are_made_a_check_in_seats_nobody(panel: Panel):
    assert checking_in.check_in(members(panel)[0], by=None).tables == {}


def test_the_job_run_twice_gives_the_same_seats(panel: Panel):
    plan(panel)
    first, job = seats(panel), db.session.scalars(select(Job)).one()
    assert job.state is JobState.done
    tables.find_seats(_Silent(), **job.arguments)
    assert seats(panel) == first
    assert db.session.query(TableSeat).count() == 36


class _Silent:
    def at(self, step: int, steps: int) -> None:
        """Take the progress of a job that nobody looks at."""


def test_a_plan_changed_while_seats_are_found_keeps_the_newer_one(panel: Panel):
    plan(panel)
    newer = seats(panel)
    assert refusal(tables.find_seats, _Silent(), panel_id=panel.id, seed=-1) == "table_plan_changed"
    assert seats(panel) == newer


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"tables": 0}, "tables_wrong"),
        ({"tables": 13}, "tables_wrong"),
        ({"accessible": [4]}, "accessible_wrong"),
        ({"apart": [(1, 99)]}, "apart_wrong"),
    ],
)
def test_an_impossible_plan_is_refused_at_once(panel: Panel, asked: dict, code: str):
    assert refusal(plan, panel, **asked) == code
    assert db.session.query(TableSeat).count() == 0


def test_more_people_need_reach_than_there_are_such_seats(panel: Panel):
    with transaction():
        for one in members(panel)[:5]:
            db.session.get_one(Panelist, one.id).accessible_table = True
    assert refusal(plan, panel, accessible=[1]) == "accessible_too_few"
    plan(panel, accessible=[1, 2])


def test_without_a_round_ahead_there_is_nothing_to_seat(app: Flask):
    panel = a_panel_today(members=4)
    assert refusal(plan, panel) == "no_round_ahead"


def test_rounds_are_numbered_by_their_time_whatever_order_they_were_added_in(panel: Panel):
    early = an_item(panel, begins=1, lasts=5)
    assert [item.round for item in agenda.items(panel)] == [1, 2, 3, 4]
    assert agenda.items(panel)[0].id == early.id
    agenda.remove(agenda.items(panel)[1], by=None)
    assert [item.round for item in agenda.items(panel)] == [1, 2, 3]


def test_a_round_with_notes_stays_on_the_agenda(panel: Panel):
    item = agenda.items(panel)[0]
    moderating.write_note(item, 1, text="소음 걱정", revision=0, by=None)
    assert refusal(agenda.remove, item, by=None) == "item_in_use"


def test_officials_lead_no_table_also_not_when_they_became_so_later(panel: Panel):
    account, role = one_of_the_crew(panel, PanelPart.moderator)
    with pytest.raises(RuleError):
        one_of_the_crew(panel, PanelPart.moderator, official=True)
    moderating.assign(panel, {1: role.id}, by=None)
    moderating.require_table(panel, 1, account)
    with transaction():
        account = db.session.merge(account)
        account.grants.append(RoleGrant(role=Role.officer, scope=Scope.everywhere, scope_key="", from_at=clock.now()))
    assert refusal(moderating.require_table, panel, 1, account) == "not_your_table"
    assert refusal(moderating.assign, panel, {1: role.id}, by=None) == "official_at_table"


def test_an_observer_leads_no_table(panel: Panel):
    account, role = one_of_the_crew(panel, PanelPart.observer)
    assert refusal(moderating.assign, panel, {1: role.id}, by=None) == "not_a_moderator"
    assert refusal(moderating.require_table, panel, 1, account) == "not_your_table"


def test_a_moderator_excluded_for_an_interest_loses_the_table(panel: Panel):
    account, role = one_of_the_crew(panel, PanelPart.moderator)
    moderating.assign(panel, {2: role.id}, by=None)
    parts.declare(db.session.get_one(PanelRole, role.id), has_interest=True, declared="시공사 주식", by=None)
    assert refusal(moderating.require_table, panel, 2, account) == "not_your_table"


def test_the_second_of_two_who_write_a_note_is_told(panel: Panel):
    item = agenda.items(panel)[0]
    note = moderating.write_note(item, 1, text="먼저", revision=0, by=None)
    with pytest.raises(EditedByAnother):
        moderating.write_note(item, 1, text="나중", revision=0, by=None)
    moderating.write_note(item, 1, text="먼저, 그리고 나중", revision=note.revision, by=None)
    assert moderating.notes_of(panel, 1)[item.id].text == "먼저, 그리고 나중"


def test_the_organiser_sees_whose_notes_are_missing(panel: Panel, monkeypatch: pytest.MonkeyPatch):
    plan(panel)
    first = agenda.items(panel)[0]
    moderating.write_note(first, 2, text="소음 걱정", revision=0, by=None)
    assert live.state_of(panel).rounds[0].missing == []  # it has not ended
    later = clock.now() + 16 * MINUTE
    monkeypatch.setattr(clock, "now", lambda: later)
    state = live.state_of(panel)
    assert state.rounds[0].missing == [1, 3]
    assert (state.rounds[0].tables, state.rounds[0].notes) == (3, 1)


def test_who_withdraws_is_left_out_of_the_next_seating(panel: Panel):
    plan(panel)
    seating.leave(members(panel)[0], why="급한 일", by=None)
    plan(panel)
    assert all(1 not in people for by_table in seats(panel).values() for people in by_table.values())


def test_an_item_outside_the_days_or_ending_first_is_refused(panel: Panel):
    assert refusal(an_item, panel, begins=3 * 24 * 60) == "item_not_on_a_day"
    assert refusal(an_item, panel, lasts=0) == "item_times_wrong"


def test_a_question_of_a_table_names_the_table_alone(panel: Panel):
    item = db.session.get_one(Item, agenda.items(panel)[0].id)
    question = asking.ask(panel, to_side=Side.favour, text="비용은 누가 냅니까?", item=item, table_no=3)
    assert (question.table_no, question.panelist_id) == (3, None)
    assert refusal(asking.ask, panel, to_side=Side.neutral, text="?") == "question_side"
    assert item.kind is ItemKind.tables
