"""Reserves are kept ready by the same value; a seat that falls free is filled from its own cell, or by a draw."""

from collections import Counter

import pytest
from sqlalchemy import select

from app.core.db import db
from app.draws.models import Candidate, Draw, DrawState
from app.draws.services import abandoning, making, records
from app.draws.services.preparing import PoolRow
from app.draws.services.replacing import NoSeatFree, next_reserve, replacement_draw
from tests.draws.builders import (
    DICE,
    PublicValue,
    a_draw,
    a_drawn_draw,
    a_subject,
    ceremony,
    lottery,
    people,
    targets,
    told,
)
from tests.draws.test_protocol import again, drawn_people, verify


def reserves_of(draw: Draw) -> list[Candidate]:
    query = select(Candidate).where(Candidate.draw_id == draw.id, Candidate.reserve_no.is_not(None))
    return list(db.session.scalars(query.order_by(Candidate.reserve_no)))


def refs(candidates: list[Candidate]) -> list[int]:
    return [candidate.ref for candidate in candidates]


def draw_it(draw: Draw, value: str = "437") -> Draw:
    ceremony.announce(draw, PublicValue.dice, DICE, None)
    lottery.start(draw, None)
    return ceremony.reveal(again(draw), value, "참관인", None)


def test_reserves_are_drawn_by_the_same_value_and_nobody_is_both(app, tmp_path):
    draw = a_drawn_draw(reserves=6)
    reserves = reserves_of(draw)
    assert [reserve.reserve_no for reserve in reserves] == [1, 2, 3, 4, 5, 6]
    assert not set(refs(reserves)) & set(refs(drawn_people(draw)))
    record = records.read(draw, records.TRANSCRIPT)
    assert record["reserve_order"] == [reserve.pseudonym for reserve in reserves]
    assert sorted(record["reserve_order"]) == record["reserves"]["outcome"]["selected"]
    assert verify(tmp_path, draw).returncode == 0


def test_more_reserves_than_people_left_are_none_and_the_draw_stands(app):
    draw = a_drawn_draw(pool=18, reserves=10, of=targets((6, 6), (0, 12)))
    assert again(draw).state is DrawState.drawn
    assert again(draw).figures["reserves"] == len(reserves_of(draw)) == 0


def test_the_next_reserve_has_the_very_answers_of_who_is_gone_and_is_called_once(app):
    draw = a_drawn_draw(reserves=24)
    gone = drawn_people(draw)[0]
    same = [reserve for reserve in reserves_of(draw) if reserve.answers == gone.answers]
    assert same
    taken: list[int] = []
    for expected in [*same, None]:
        found = next_reserve(draw, gone, taken)
        assert found == expected
        if found is not None:
            taken.append(found.ref)


def test_a_replacement_keeps_the_targets_of_the_whole_panel(app, tmp_path):
    draw = a_drawn_draw()
    panel = drawn_people(draw)
    stay, gone = refs(panel[3:]), {person.ref: "이사" for person in panel[:3]}
    second = replacement_draw(draw, stay, gone, same_cell=False, by=None)
    assert (second.size, second.continues_id, second.salt) == (3, draw.id, draw.salt)
    draw_it(second)
    newcomers = drawn_people(second)
    whole = panel[3:] + newcomers
    assert Counter(person.answers["sex"] for person in whole) == {"f": 6, "m": 6}
    assert all(3 <= n <= 5 for n in Counter(person.answers["stance"] for person in whole).values())
    assert not set(refs(newcomers)) & {*stay, *gone}
    assert verify(tmp_path, second).returncode == 0
    assert told == [("drawn", draw.id), ("drawn", second.id)]
    record = records.read(second, records.TRANSCRIPT)
    assert record["prepared"]["continues"]["seated"] == sorted(person.pseudonym for person in panel[3:])


def test_in_the_same_cell_newcomers_have_the_answers_of_those_who_left(app):
    draw = a_drawn_draw()
    panel = drawn_people(draw)
    second = replacement_draw(draw, refs(panel[4:]), dict.fromkeys(refs(panel[:4]), "거절"), same_cell=True, by=None)
    draw_it(second)
    cells = [sorted(tuple(sorted(p.answers.items())) for p in group) for group in (panel[:4], drawn_people(second))]
    assert cells[0] == cells[1]


def test_a_flatmate_of_a_seated_member_is_not_drawn_in_her_place(app):
    rows = [PoolRow(row.ref, row.answers, f"상무대로 {(row.ref - 1) % 20}") for row in people(60)]
    draw = a_drawn_draw(rows=rows, one_per_home=True)
    panel = drawn_people(draw)
    second = replacement_draw(draw, refs(panel[2:]), dict.fromkeys(refs(panel[:2]), "거절"), same_cell=False, by=None)
    draw_it(second)
    homes = [person.home for person in panel[2:] + drawn_people(second)]
    assert len(set(homes)) == 12
    left_out = select(Candidate.home).where(
        Candidate.draw_id == second.id, Candidate.excluded_code == "lives_with_member"
    )
    assert set(db.session.scalars(left_out)) <= {person.home for person in panel[2:]}


def test_who_left_before_does_not_come_back_by_a_second_replacement(app, tmp_path):
    first = a_drawn_draw()
    panel = drawn_people(first)
    second = replacement_draw(first, refs(panel[1:]), {panel[0].ref: "거절"}, same_cell=False, by=None)
    draw_it(second)
    (newcomer,) = drawn_people(second)
    with pytest.raises(making.AttemptStands):
        replacement_draw(first, refs(panel[2:]), {panel[1].ref: "거절"}, same_cell=False, by=None)
    third = replacement_draw(
        again(second), [*refs(panel[2:]), newcomer.ref], {panel[1].ref: "거절"}, same_cell=False, by=None
    )
    draw_it(third, "001")
    (last,) = drawn_people(third)
    assert last.ref not in {*refs(panel), newcomer.ref}
    assert verify(tmp_path, third).returncode == 0


def test_a_replacement_needs_a_free_seat_and_a_draw_that_was_made(app):
    draw = a_drawn_draw()
    with pytest.raises(NoSeatFree):
        replacement_draw(draw, refs(drawn_people(draw)), {}, same_cell=False, by=None)
    with pytest.raises(making.NothingToContinue):
        replacement_draw(a_draw(subject=a_subject(), subject_id=9), [], {}, same_cell=False, by=None)


def test_a_replacement_given_up_makes_room_for_another(app):
    draw = a_drawn_draw()
    panel = drawn_people(draw)
    second = replacement_draw(draw, refs(panel[1:]), {panel[0].ref: "거절"}, same_cell=False, by=None)
    abandoning.abandon(second, "한 분이 더 그만두셨습니다", None)
    third = replacement_draw(draw, refs(panel[2:]), dict.fromkeys(refs(panel[:2]), "거절"), same_cell=False, by=None)
    assert third.size == 2
