"""Designs side by side, the pool with its exclusions, the draw, and seats that fall free."""

from fractions import Fraction
from math import ceil, floor

import pytest
from flask import Flask

from app.core.db import db, transaction
from app.core.permissions import Role
from app.draws.models import Candidate, Draw
from app.draws.services import attempts, preparing
from app.draws.services.abandoning import abandon
from app.panels.models import ContactOutcome, Panel, PanelistState, PanelPart
from app.panels.services import (
    blinding,
    comparing,
    composition,
    contacts,
    designs,
    drawing,
    identity,
    parts,
    pools,
    replacing,
    seating,
    weighting,
)
from tests.builders import an_account
from tests.panels.builders import (
    a_drawn_panel,
    a_panel,
    a_prepared_draw,
    a_seated_panel,
    a_survey,
    a_weighed_survey,
    draw_it,
    it_is_over,
    people,
)

_S = PanelistState


def by_stance(panel: Panel, cells) -> dict[str, designs.Cell]:
    letters = {letter: code for code, letter in blinding.letters_of(panel).items()}
    return {letters[cell.name_ko.removeprefix("의견 ")]: cell for cell in cells}


def test_designs_side_by_side_with_everybodys_mean_chance(app: Flask):
    """Of 300 people a hundred are of each stance, so 30 seats give one in ten; two sides alone 15 in a hundred."""
    panel = a_panel(seats=30)
    a_weighed_survey(panel, 300)
    proportional, equal, two = comparing.compare(panel).sides
    assert {cell.seats for cell in equal.cells} == {10}
    assert {cell.chance for cell in equal.cells} == {Fraction(1, 10)}
    assert sum(cell.seats for cell in proportional.cells) == 30
    sides = by_stance(panel, two.cells)
    assert (sides["for"].seats, sides["against"].seats, sides["undecided"].seats) == (15, 15, 0)
    assert (two.lowest.chance, two.highest.chance) == (0, Fraction(15, 100))


def test_sex_age_and_district_follow_the_register(app: Flask):
    """250 seats in the proportions of adults of 20 and over at the end of 2024, by largest remainder."""
    panel = a_panel(seats=250)
    a_weighed_survey(panel, 300)
    seats = {feature.code: [cell.seats for cell in cells] for feature, cells in comparing.compare(panel).others}
    assert seats == {"sex": [128, 122], "age": [39, 37, 47, 52, 75], "district": [20, 50, 37, 76, 67]}


def test_a_panel_smaller_than_its_minimums_is_refused(app: Flask):
    panel = a_panel(seats=2)
    a_weighed_survey(panel, 300)
    with pytest.raises(designs.PanelTooSmall):
        a_prepared_draw(panel, plan="equal")
    assert drawing.draws_of(panel) == []


def test_who_cannot_be_drawn_and_why(app: Flask):
    panel = a_panel(seats=12)
    survey = a_survey(panel)
    officer = an_account(Role.officer)
    observer = "observer@example.org"
    parts.add_role(panel, part=PanelPart.observer, name="참관", contact=observer, by=None)
    made = people(survey, 40)
    with transaction():
        made[0].official = True
        made[1].contact, made[1].person = officer.email, identity.person_key(officer.email)
        made[2].person = identity.person_key(observer)
        made[3].age = 18
        made[4].willing = False
    it_is_over(survey)
    rows = {row.ref: row.excluded_code for row in pools.rows(panel, survey, {"for", "against"})}
    assert [rows[person.id] for person in made[:5]] == ["official", "official", "has_part", "under_age", "not_willing"]
    assert rows[made[5].id] == "no_target"  # undecided, where only the two sides get seats
    assert rows[made[6].id] is None


def test_a_stance_without_seats_is_left_out_and_the_draw_still_fits(app: Flask):
    panel = a_panel(seats=30)
    a_weighed_survey(panel, 600)
    draw = a_prepared_draw(panel, plan="two_sides")
    assert preparing.feasibility(draw).complaints == []
    draw_it(draw)
    stances = {one.respondent.stance.code for one in seating.panelists(panel, *seating.SEATED)}
    assert stances == {"for", "against"}


def bounds_of(draw: Draw, joint: bool) -> dict[tuple[str, str], tuple[int, int]]:
    return {(t.feature, t.value): (t.least, t.most) for t in draw.targets if (" × " in t.feature) is joint}


def test_where_stances_are_spread_evenly_each_stance_gets_its_product_of_shares_to_the_nearest_seats(app: Flask):
    """300 people cycle through 3 stances x 2 sexes x 5 ages x 5 districts: a cell's seats are stance times value over all."""
    panel = a_panel(seats=50)
    a_weighed_survey(panel, 300)
    draw = a_prepared_draw(panel)
    single = {key: least for key, (least, most) in bounds_of(draw, joint=False).items()}
    joint = bounds_of(draw, joint=True)
    assert len(joint) == 3 * (2 + 5 + 5)
    for (feature, value), found in joint.items():
        letter, other = value.split(" × ")
        exact = Fraction(single["stance", letter] * single[feature.removeprefix("stance × "), other], 50)
        assert found == (floor(exact), ceil(exact)), (feature, value)


def test_where_the_young_hold_one_stance_no_young_seat_is_asked_of_the_others(app: Flask):
    panel = a_panel(seats=30)
    survey = a_survey(panel)
    made = people(survey, 600)
    favour = next(stance.id for stance in panel.stances if stance.code == "for")
    with transaction():
        for person in made:
            if person.answers["age"] == "20-29":
                person.stance_id = favour
    it_is_over(survey)
    weighting.weigh(survey, features=["sex", "age", "district"], bounded=False, total=None, by=None)
    draw = a_prepared_draw(panel)
    letters, single = blinding.letters_of(panel), bounds_of(draw, joint=False)
    young = {code: bounds_of(draw, joint=True)["stance × age", f"{letters[code]} × 20-29"] for code in letters}
    assert young == {"for": single["age", "20-29"], "against": (0, 0), "undecided": (0, 0)}
    assert preparing.feasibility(draw).is_feasible


def test_nothing_is_drawn_before_the_survey_is_over_and_weighed(app: Flask):
    panel = a_panel(seats=12)
    with pytest.raises(drawing.NoSurvey):
        a_prepared_draw(panel)
    survey = a_survey(panel)
    people(survey, 60)
    with pytest.raises(drawing.SurveyNotOver):
        a_prepared_draw(panel)
    it_is_over(survey)
    with pytest.raises(drawing.NotWeighed):
        a_prepared_draw(panel)


def test_the_reason_of_the_design_is_needed_and_choosing_again_prepares_the_same_draw(app: Flask):
    panel = a_panel(seats=30)
    a_weighed_survey(panel, 300)
    with pytest.raises(drawing.DesignWhyNeeded):
        drawing.prepare(panel, plan="equal", why=" ", reserves=0, one_per_home=True, by=None)
    first, second = a_prepared_draw(panel, plan="equal"), a_prepared_draw(panel, plan="proportional")
    assert first.id == second.id
    assert len(attempts.attempts_of(second)) == 1


def test_who_is_drawn_becomes_a_member_and_reserves_are_kept(app: Flask):
    panel = a_drawn_panel(seats=30, reserves=6)
    assert seating.by_state(panel)[_S.drawn] == 30
    assert seating.by_state(panel)[_S.reserve] == 6
    assert sum(row.panel for _feature, rows in composition.composition(panel) for row in rows) == 3 * 30


def test_a_draw_is_given_up_only_while_nobody_was_told(app: Flask):
    panel = a_drawn_panel(seats=30)
    draw = drawing.latest_drawn(panel)
    abandon(draw, "목표를 잘못 적음", None)
    assert seating.panelists(panel) == []
    second = draw_it(a_prepared_draw(panel))
    seating.move(seating.panelists(panel)[0], _S.invited, by=None)
    with pytest.raises(seating.PeopleWereTold):
        abandon(second, "마음에 들지 않음", None)


def a_panel_with_like_reserves(*, homes: bool = False) -> Panel:
    """Only the stance tells people apart, so that reserves have the values of members; ``homes``: two live in each."""
    panel = a_panel(seats=10)
    survey = a_survey(panel)
    made = people(survey, 200)
    stance_ids = [stance.id for stance in panel.stances]
    with transaction():
        for at, person in enumerate(made):
            person.stance_id = stance_ids[at % 3]
            person.home = f"{at // 2:064d}" if homes else None
    it_is_over(survey)
    weighting.weigh(survey, features=["sex"], bounded=False, total=None, by=None)
    draw = a_prepared_draw(panel, plan="equal", reserves=9, one_per_home=homes)
    preparing.set_targets(draw, [], None)  # no target may speak of what is taken away
    preparing.set_features(draw, [("stance", "의견", "Stance")])
    wanted = designs.targets(designs.plan_called("equal"), panel, survey)
    preparing.set_targets(draw, [target for target in wanted if target.feature == "stance"], None)
    draw_it(draw)
    return panel


def test_the_next_reserve_of_the_same_cell_takes_a_free_seat(app: Flask):
    panel = a_panel_with_like_reserves()
    gone = seating.leave(seating.panelists(panel, _S.drawn)[0], why="이사", by=None)
    assert seating.free_seats(panel) == 1
    called = replacing.call_reserve(gone, by=None)
    assert called.replaces_id == gone.id
    assert called.candidate.answers["stance"] == gone.candidate.answers["stance"]
    assert seating.free_seats(panel) == 0
    with pytest.raises(replacing.SeatNotFree):
        replacing.call_reserve(gone, by=None)


def test_a_flatmate_of_a_member_is_no_reserve_and_in_no_replacement_draw(app: Flask):
    panel = a_panel_with_like_reserves(homes=True)
    gone = seating.leave(seating.panelists(panel, _S.drawn)[0], why="이사", by=None)
    with transaction():  # all reserves live with a member
        homes = [one.candidate.home for one in seating.panelists(panel, _S.drawn)]
        for one, home in zip(seating.panelists(panel, _S.reserve), homes, strict=False):
            db.session.get_one(Candidate, one.candidate_id).home = home
    with pytest.raises(replacing.NoReserve):
        replacing.call_reserve(gone, by=None)
    draw = replacing.lottery(panel, same_cell=False, by=None)
    people_of = db.session.scalars(db.select(Candidate).where(Candidate.draw_id == draw.id)).all()
    seated = {c.home for c in people_of if c.excluded_code == "seated"}
    flatmates = [c for c in people_of if c.home in seated and c.excluded_code != "seated"]
    assert flatmates
    assert {c.excluded_code for c in flatmates} <= {"lives_with_member", "gone"}


@pytest.mark.parametrize("same_cell", [True, False])
def test_a_fresh_lottery_fills_the_seat_and_never_draws_who_left(app: Flask, same_cell: bool):
    panel = a_panel_with_like_reserves()
    first = seating.leave(seating.panelists(panel, _S.drawn)[0], why="이사", by=None)
    replacing.call_reserve(first, by=None)
    second = seating.leave(seating.panelists(panel, _S.drawn)[0], why="병", by=None)
    draw = draw_it(replacing.lottery(panel, same_cell=same_cell, by=None))
    new = next(one for one in seating.panelists(panel) if one.replaces_id == second.id)
    assert draw.size == 1
    assert seating.free_seats(panel) == 0
    assert new.respondent_id not in (first.respondent_id, second.respondent_id)
    if same_cell:
        assert new.candidate.answers["stance"] == second.candidate.answers["stance"]
    gone = db.select(Candidate.excluded_code).where(Candidate.draw_id == draw.id, Candidate.ref == first.respondent_id)
    assert db.session.scalar(gone) == "gone"


def test_the_same_person_is_never_seated_twice(app: Flask):
    panel = a_panel_with_like_reserves()
    for _ in range(3):
        seating.leave(seating.panelists(panel, _S.drawn)[0], why="이사", by=None)
    draw_it(replacing.lottery(panel, same_cell=False, by=None))
    refs = [one.respondent_id for one in seating.panelists(panel)]
    assert len(refs) == len(set(refs))
    assert seating.by_state(panel)[_S.drawn] == 10


def test_a_seat_is_given_up_for_somebody_only_after_three_attempts(app: Flask):
    panel = a_seated_panel()
    one = seating.panelists(panel, _S.drawn)[0]
    for _ in range(2):
        contacts.log(one, channel="telephone", outcome=ContactOutcome.no_answer, note="", by=None)
    contacts.log(one, channel="telephone", outcome=ContactOutcome.reached, note="다시 걸기로", by=None)
    with pytest.raises(contacts.TooFewTries):
        contacts.give_up(one, by=None)
    contacts.log(one, channel="mail", outcome=ContactOutcome.wrong_address, note="", by=None)
    contacts.give_up(one, by=None)
    assert seating.panelist_numbered(panel, one.number).state is _S.unreachable


def test_a_state_that_cannot_follow_is_refused(app: Flask):
    panel = a_seated_panel()
    one = seating.leave(seating.panelists(panel, _S.drawn)[0], why="이사", by=None)
    with pytest.raises(seating.NotPossibleNow):
        seating.move(one, _S.accepted, by=None)
    with pytest.raises(seating.WhyNeeded):
        seating.leave(seating.panelists(panel, _S.drawn)[0], why=" ", by=None)
