"""From applications to a committee: the draw keeps the ordinances, seats are taken or passed on, the rest is erased."""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from flask import Flask

from app.calls.models import Call, Standing
from app.calls.services import applying, appointing, calling, checking, drawing, erasing, placing
from app.committee.models import Body, Route, Sex
from app.committee.services import bodies, seats
from app.committee.services.composition import State, composition
from app.core import clock
from app.core.permissions import Role
from app.draws.models import Draw, PublicValue
from app.draws.services import abandoning, ceremony, chances, lottery, records
from app.draws.services.preparing import feasibility, relax
from tests.builders import DAY, an_account
from tests.calls.builders import a_call, a_closed_call, an_application

ROOT = Path(__file__).parent.parent.parent


def drawn(call: Call, reserves: int = 0) -> Draw:
    """The draw of a call, made to its end."""
    by = an_account(Role.organiser)
    draw = drawing.begin(call, by=by, reserves=reserves)
    ceremony.announce(draw, PublicValue.dice, "십면체 주사위 세 개, 시청 로비", by)
    lottery.start(draw, by)
    return ceremony.reveal(draw, "437", "증인 두 사람", by)


def standing(call: Call) -> Counter[Standing]:
    return Counter(one.standing for one in applying.applicants_of(call))


def recommend(body: Body, call: Call, route: Route, count: int, sex: Sex | None, *, youth: bool = False) -> None:
    for number in range(count):
        seats.appoint(
            body, email=f"{route}{sex}{number}@example.org", name=f"위원{number}", route=route, sex=sex, youth=youth,
            from_at=call.term_from, until_at=call.term_until,
        )  # fmt: skip


def test_the_draw_waits_for_the_deadline_and_for_every_check(app: Flask):
    with pytest.raises(drawing.CallStillOpen):
        drawing.begin(a_call(), by=an_account(Role.organiser))


def test_193_apply_73_are_drawn_18_recommended_9_ex_officio_and_the_ordinances_hold(app: Flask, tmp_path: Path):
    call = a_closed_call(people=193, seats=73)
    recommend(call.body, call, Route.recommended, 9, Sex.male)
    recommend(call.body, call, Route.recommended, 9, Sex.female, youth=True)
    draw = drawn(call)
    assert standing(call) == {Standing.drawn: 73, Standing.not_drawn: 120}
    file = tmp_path / "transcript.json"
    file.write_text(json.dumps(records.read(draw, records.TRANSCRIPT)))
    verified = subprocess.run(
        [sys.executable, "-m", "voting", "verify", str(file)], capture_output=True, text=True, cwd=ROOT
    )
    assert verified.returncode == 0, verified.stdout + verified.stderr
    for one in applying.applicants_of(call):
        if one.standing is Standing.drawn:
            appointing.accept(one, by=None)
    recommend(call.body, call, Route.ex_officio, 9, None)
    found = composition(bodies.seats_in_force(call.body, call.term_from), call.body.seats_at_most)
    assert (found.total, found.appointed) == (100, 91)
    assert all(finding.state is State.met for finding in found.findings)


def test_every_applicant_learns_the_own_chance_and_nobody_elses(app: Flask):
    call = a_closed_call(people=60)
    draw = drawn(call)
    one = applying.applicant_numbered(call, 7)
    told = chances.mine(draw, one.application_id)
    assert told is not None
    assert told.drawn is (one.standing is Standing.drawn)
    assert 0 < (told.chance or 0) <= 1


def test_a_seat_is_taken_once_by_the_link_of_the_letter(app: Flask, monkeypatch: pytest.MonkeyPatch):
    call = a_closed_call()
    drawn(call)
    tokens = iter(f"token{number}" for number in range(100))
    monkeypatch.setattr(appointing, "new_token", lambda: next(tokens))
    assert appointing.ask(call, by=an_account(Role.organiser)) == 20
    assert appointing.ask(call, by=an_account(Role.organiser)) == 0, "a second click writes to nobody"
    appointing.answer("token0", takes=True)
    with pytest.raises(appointing.LinkOver):
        appointing.answer("token0", takes=False)
    with pytest.raises(appointing.LinkOver):
        appointing.asked_by("made up")
    assert standing(call)[Standing.seated] == 1
    seat = next(one.seat for one in applying.applicants_of(call) if one.seat)
    assert seat.until_at == call.term_until


def test_a_seat_that_is_declined_goes_to_a_reserve_of_the_same_cell_or_to_a_new_draw(app: Flask):
    call, by = a_closed_call(people=120), an_account(Role.organiser)
    draw = drawn(call, reserves=40)
    gone = [one for one in applying.applicants_of(call) if one.standing is Standing.drawn][:12]
    called = 0
    for one in gone:
        appointing.decline(one, standing=Standing.declined, why="", by=by)
        try:
            successor = appointing.next_in_line(one, by=by)
        except appointing.NobodyInReserve:
            continue
        called += 1
        assert drawing.answers_of(successor) == drawing.answers_of(one)
    assert standing(call)[Standing.drawn] == 8 + called
    again = appointing.draw_again(call, by=by)
    assert (again.continues_id, again.size) == (draw.id, 12 - called)


def test_subcommittees_are_as_large_as_each_other_and_wishes_are_heard(app: Flask):
    call, by = a_closed_call(people=60, seats=20), an_account(Role.organiser)
    drawn(call)
    for one in applying.applicants_of(call):
        if one.standing is Standing.drawn:
            appointing.accept(one, by=by)
    placed = placing.place(call, by=by)
    sizes = Counter(one.part.id for one in placed)
    assert sorted(sizes.values()) == [10, 10]
    told = placing.told(placed)
    assert told["first"] + told["unasked"] == 20
    wished = Counter(one.applicant.wishes[0] for one in placed)
    assert told["unasked"] >= max(wished.values()) - 10
    women = Counter(one.part.id for one in placed if one.applicant.application.sex is Sex.female)
    assert min(women.values()) >= 2


def test_details_are_erased_only_when_nobody_waits_for_an_answer(app: Flask):
    call, by = a_closed_call(people=60), an_account(Role.organiser)
    drawn(call)
    with pytest.raises(erasing.SeatsOpen):
        erasing.erase(call, by=by)
    for one in applying.applicants_of(call):
        if one.standing is Standing.drawn:
            appointing.decline(one, standing=Standing.no_answer, why="", by=by)
    assert erasing.erase(call, by=by) == 60
    assert all(one.email is None and one.name is None for one in applying.applicants_of(call))
    assert calling.call_numbered(call.id).erased_at is not None
    assert clock.now() is not None


def test_a_draw_for_free_seats_that_is_given_up_makes_room_for_another_and_for_reserves(app: Flask):
    call, by = a_closed_call(people=120), an_account(Role.organiser)
    first = drawn(call, reserves=40)
    asked = [one for one in applying.applicants_of(call) if one.standing is Standing.drawn]
    for one in asked[:3]:
        appointing.decline(one, standing=Standing.declined, why="", by=by)
    again = appointing.draw_again(call, by=by)
    with pytest.raises(appointing.DrawUnderWay):
        appointing.next_in_line(asked[0], by=by)
    abandoning.abandon(again, "한 분이 더 사양하셨습니다", by)
    appointing.decline(asked[3], standing=Standing.no_answer, why="", by=by)
    other = appointing.draw_again(call, by=by)
    assert (other.continues_id, other.size) == (first.id, 4)
    assert drawing.latest_draw(call) == other


def test_an_official_in_the_pool_is_left_out_and_told_why(app: Flask):
    call, officer = a_closed_call(people=59), an_account(Role.officer)
    one = an_application(call, 60, email=officer.email.upper())
    checking.check(one, address_ok=True, arrears_ok=True, by=officer)
    draw = drawn(call)
    told = chances.mine(draw, one.application_id)
    assert (told.excluded_code, told.drawn, told.chance) == ("official", False, None)
    assert "직원" in told.excluded_why
    assert draw.figures["excluded"] == {"official": 1}
    assert applying.applicant_numbered(call, 60).standing is Standing.applied


def test_a_link_after_its_time_is_refused_and_the_seat_can_go_on(app: Flask, monkeypatch: pytest.MonkeyPatch):
    call = a_closed_call()
    drawn(call)
    tokens = iter(f"token{number}" for number in range(100))
    monkeypatch.setattr(appointing, "new_token", lambda: next(tokens))
    appointing.ask(call, by=an_account(Role.organiser))
    with clock.replaying(clock.now() + appointing.ANSWER_WITHIN + DAY):
        with pytest.raises(appointing.LinkOver):
            appointing.answer("token0", takes=True)
        assert standing(call)[Standing.drawn] == 20
        assert appointing.ask(call, by=an_account(Role.organiser)) == 20, "who did not answer is written to again"
        appointing.answer("token20", takes=True)
    assert standing(call)[Standing.seated] == 1


def test_fewer_applicants_than_seats_are_told_and_nobody_is_drawn(app: Flask):
    draw = drawing.begin(a_closed_call(people=15, seats=20), by=an_account(Role.organiser))
    assert "pool_too_small" in {complaint.code for complaint in feasibility(draw).complaints}


def test_a_group_with_fewer_applicants_than_its_places_is_named_with_the_smallest_change(app: Flask):
    call = a_closed_call(people=60, seats=20, disadvantaged_at_least=13)  # every fifth of 60: 12
    by = an_account(Role.organiser)
    draw = drawing.begin(call, by=by)
    found = feasibility(draw)
    assert not found.is_feasible
    kept = next(reach for reach in found.reaches if (reach.feature, reach.value) == ("disadvantaged", "yes"))
    assert (kept.people, kept.is_met) == (12, False)
    assert any(change.feature == "disadvantaged" for change in found.suggestions[0])
    relax(draw, found.suggestions[0], "신청한 분이 열두 명뿐입니다", by)
    assert feasibility(draw).is_feasible
