"""The proof of the bound is arithmetic, and wrong proofs are refused."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.voting.sortition.builders import a_grouping
from tests.voting.sortition.enumeration import all_panels, slow_leximin
from voting.sortition.certificate import Certificate, largest_rise, upper_bound
from voting.sortition.leximin import leximin
from voting.sortition.lottery import rows_of

PEOPLE = [{"sex": "f"}] * 2 + [{"sex": "m"}] * 4
TARGETS = [("sex", "f", 1, 1), ("sex", "m", 2, 2)]
BEST = Fraction(slow_leximin(all_panels(PEOPLE, TARGETS, 3)).min())
NUMBERS = st.integers(-3000, 3000).map(lambda n: Fraction(n, 1000))


def rows_and_counts():
    problem = a_grouping(PEOPLE, TARGETS, 3).problem
    return problem.count_t.tolist(), rows_of(problem, [])


@settings(deadline=None)
@given(st.lists(NUMBERS, min_size=2, max_size=2), st.lists(NUMBERS, min_size=3, max_size=3))
def test_any_multipliers_give_a_bound_that_no_lottery_beats(y, a):
    counts, rows = rows_and_counts()
    y = [abs(number) + 1 for number in y]
    assert upper_bound(counts, rows, Certificate(y, a)) >= BEST - Fraction(1, 10**6)


def test_bound_by_hand():
    # All weight on the two women and multiplier 1/2 on their cell: at most 1/2 · 1 seat.
    counts, rows = rows_and_counts()
    assert upper_bound(counts, rows, Certificate([Fraction(1), Fraction(0)], [Fraction(1, 2), 0, 0])) == Fraction(1, 2)


@pytest.mark.parametrize(
    ("y", "a"),
    [([1], [0, 0, 0]), ([1, 1], [0, 0]), ([0, 0], [0, 0, 0]), ([2, -1], [0, 0, 0])],
    ids=["types missing", "rows missing", "no weight", "negative weight"],
)
def test_certificate_that_proves_nothing_is_refused(y, a):
    counts, rows = rows_and_counts()
    with pytest.raises(ValueError, match="certificate"):
        upper_bound(counts, rows, Certificate(list(map(Fraction, y)), list(map(Fraction, a))))


def test_stages_prove_the_leximin_vector_and_refute_one_that_leaves_something_open():
    # Three districts of one seat each, with one, two and four people: chances 1, 1/2 and 1/4.
    people = [{"d": "a"}, *[{"d": "b"}] * 2, *[{"d": "c"}] * 4]
    problem = a_grouping(people, [("d", v, 1, 1) for v in "abc"], 3).problem
    lottery = leximin(problem)
    assert sorted(map(float, lottery.chance_t)) == pytest.approx([0.25, 0.5, 1.0])
    assert lottery.largest_rise < Fraction(1, 10**6)
    stages = [([], lottery.certificate), *lottery.levels]
    lower = [chance * Fraction(9, 10) for chance in lottery.chance_t]
    rows = rows_of(problem, [])
    assert largest_rise(problem.count_t.tolist(), rows, stages, lower) > Fraction(1, 100)


def test_stages_that_skip_somebody_prove_nothing():
    counts, rows = rows_and_counts()
    certificate = Certificate([Fraction(1), Fraction(0)], [Fraction(1, 2), Fraction(0), Fraction(0)])
    with pytest.raises(ValueError, match="no weight on a type"):
        largest_rise(counts, rows, [([], certificate)], [Fraction(1, 2), Fraction(1, 2)])
    with pytest.raises(ValueError, match="do not follow"):
        largest_rise(counts, rows, [([0], certificate)], [Fraction(1, 2), Fraction(1, 2)])
