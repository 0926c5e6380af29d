"""Small pools, every panel listed: the lottery is LEXIMIN, whole, proved, and made of feasible panels."""

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.voting.sortition.builders import a_grouping, chances_by_person
from tests.voting.sortition.enumeration import all_panels, slow_leximin
from voting.sortition.errors import Infeasible
from voting.sortition.leximin import leximin, maximin

FEATURES = {"f": ["a", "b"], "g": ["a", "b", "c"], "h": ["a", "b"]}


@st.composite
def small_draws(draw, with_homes=False):
    n_people = draw(st.integers(5, 9))
    names = draw(st.lists(st.sampled_from(list(FEATURES)), min_size=1, max_size=3, unique=True))
    people = [{name: draw(st.sampled_from(FEATURES[name])) for name in names} for _ in range(n_people)]
    size = draw(st.integers(1, n_people - 1))
    targets = []
    for name in names:
        for value in FEATURES[name]:
            low = draw(st.integers(0, 2))
            targets.append((name, value, low, low + draw(st.integers(0, 2))))
    homes = [draw(st.integers(-1, 2)) for _ in people] if with_homes else None
    return people, targets, size, homes


def check_against_enumeration(people, targets, size, homes):
    panels = all_panels(people, targets, size, homes)
    grouping = a_grouping(people, targets, size, homes)
    if not len(panels):
        with pytest.raises(Infeasible):
            leximin(grouping.problem)
        return
    lottery = leximin(grouping.problem)
    expected = slow_leximin(panels)
    assert np.allclose(chances_by_person(grouping, lottery), expected, atol=1e-6)
    assert all(grouping.problem.is_panel(panel) for panel in lottery.panels_kt)
    assert 0 <= lottery.largest_rise < 1e-5
    assert expected.min() - 1e-9 <= float(lottery.upper_bound) <= expected.min() + 1e-6


COMMON = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow, HealthCheck.filter_too_much]}


@settings(max_examples=150, **COMMON)
@given(small_draws())
def test_leximin_equals_full_enumeration(drawn):
    check_against_enumeration(*drawn)


@settings(max_examples=80, **COMMON)
@given(small_draws(with_homes=True))
def test_leximin_with_one_person_per_household_equals_full_enumeration(drawn):
    check_against_enumeration(*drawn)


@settings(max_examples=50, **COMMON)
@given(small_draws())
def test_maximin_has_the_same_smallest_chance(drawn):
    people, targets, size, _ = drawn
    assume(len(all_panels(people, targets, size)))
    problem = a_grouping(people, targets, size).problem
    assert abs(float(maximin(problem).min_chance - leximin(problem).min_chance)) < 1e-6


def test_target_outside_the_hull_of_panels_is_cut_off():
    # Fractions of people allow more than mixtures of whole panels here: found by random search.
    people = [
        dict(zip("gfhi", values, strict=True)) for values in ("baab", "abab", "abbb", "abbc", "bbac", "babb", "bbba")
    ]
    targets = [("g", "a", 0, 1), ("g", "b", 2, 3), ("g", "c", 0, 0), ("f", "a", 1, 1), ("f", "b", 2, 3)]
    targets += [("h", "a", 1, 3), ("h", "b", 1, 1), ("i", "a", 0, 1), ("i", "b", 0, 2), ("i", "c", 1, 2)]
    lottery = leximin(a_grouping(people, targets, 3).problem)
    assert lottery.cuts
    check_against_enumeration(people, targets, 3, None)
