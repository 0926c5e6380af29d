"""The composition against the ordinances; the oracle is the ordinance's wording in fractions."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from app.committee.models import Route, Seat, Sex
from app.committee.services.composition import State, composition

SEATS = st.lists(
    st.builds(
        Seat,
        route=st.sampled_from(list(Route)),
        sex=st.sampled_from([Sex.female, Sex.male, None]),
        youth=st.booleans(),
    ),
    max_size=130,
)


def state_of(seats: list[Seat], rule: str, at_most: int = 100) -> State:
    return next(f.state for f in composition(seats, at_most).findings if f.rule == rule)


@given(SEATS)
def test_no_sex_has_more_than_six_tenths_of_the_appointed_however_the_unknown_turn_out(seats: list[Seat]):
    appointed = [seat for seat in seats if seat.route is not Route.ex_officio]
    unknown = sum(seat.sex is None for seat in appointed)
    verdicts = set()
    for women_among_unknown in range(unknown + 1):
        women = sum(seat.sex is Sex.female for seat in appointed) + women_among_unknown
        men = len(appointed) - women
        verdicts.add(all(Fraction(n, max(1, len(appointed))) <= Fraction(6, 10) for n in (women, men)))
    expected = {frozenset({True}): State.met, frozenset({False}): State.not_met}.get(frozenset(verdicts), State.unknown)
    assert state_of(seats, "one_sex") is (expected if appointed else State.nobody)


@given(SEATS)
def test_youth_are_two_tenths_of_the_appointed_and_open_call_half_of_all(seats: list[Seat]):
    appointed = [seat for seat in seats if seat.route is not Route.ex_officio]
    young = sum(seat.youth for seat in appointed)
    called = sum(seat.route is Route.open_call for seat in seats)
    if appointed:
        assert (state_of(seats, "youth") is State.met) == (Fraction(young, len(appointed)) >= Fraction(2, 10))
    if seats:
        assert (state_of(seats, "open_call") is State.met) == (Fraction(called, len(seats)) >= Fraction(1, 2))


@given(SEATS)
def test_a_finding_is_met_exactly_when_its_shown_count_keeps_its_shown_bound(seats: list[Seat]):
    for finding in composition(seats, 100).findings:
        if finding.state in (State.met, State.not_met):
            kept = finding.count <= finding.bound if finding.at_most else finding.count >= finding.bound
            assert kept == (finding.state is State.met) or finding.unknown


def test_the_committee_of_2017_fills_its_hundred_seats():
    """73 by open call, 18 recommended, 9 ex officio: published for the 4th committee, April 2017."""
    seats = [
        Seat(route=route, sex=Sex.female, youth=False)
        for route, number in ((Route.open_call, 73), (Route.recommended, 18), (Route.ex_officio, 9))
        for _ in range(number)
    ]
    found = composition(seats, 100)
    assert (found.total, found.appointed) == (100, 91)
    assert (state_of(seats, "seats"), state_of(seats, "open_call")) == (State.met, State.met)
    assert [(f.count, f.of, f.bound) for f in found.findings if f.rule == "one_sex"] == [(91, 91, 54)]
    assert state_of([*seats, Seat(route=Route.ex_officio)], "seats") is State.not_met
