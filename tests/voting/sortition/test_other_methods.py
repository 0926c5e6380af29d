"""MAXIMIN, Nash and plain stratified random, beside an independent optimiser and published minima."""

import numpy as np
import pytest
from hypothesis import given, settings
from scipy.optimize import minimize

from tests.voting.sortition.builders import a_data_set, a_grouping, chances_by_person
from tests.voting.sortition.enumeration import all_panels
from tests.voting.sortition.test_leximin_equals_enumeration import small_draws
from voting.sortition.methods import METHODS
from voting.sortition.preparation import Request, select


def a_problem(name):
    pool, targets, size = a_data_set(name)
    return select(pool, targets, Request(size)).grouping.problem


def best_product(panels):
    """Return the largest sum of log chances, people on no panel left aside, by sequential quadratic programs."""
    panels = panels[:, panels.any(axis=0)]
    n = len(panels)
    found = minimize(
        lambda mass: -np.log(np.maximum(mass @ panels, 1e-12)).sum(),
        np.full(n, 1 / n),
        jac=lambda mass: -panels @ (1 / np.maximum(mass @ panels, 1e-12)),
        bounds=[(0, 1)] * n,
        constraints=[{"type": "eq", "fun": lambda mass: mass.sum() - 1}],
        options={"maxiter": 500, "ftol": 1e-12},
    )
    return -found.fun


@settings(max_examples=40, deadline=None)
@given(small_draws())
def test_nash_reaches_the_largest_product_over_all_panels(drawn):
    people, targets, size, _ = drawn
    panels = all_panels(people, targets, size)
    if not len(panels):
        return
    grouping = a_grouping(people, targets, size)
    chances = np.array(chances_by_person(grouping, METHODS["nash"](grouping.problem, lambda message: None)))
    assert np.log(chances[panels.any(axis=0)]).sum() >= best_product(panels) - 1e-4
    assert (chances[~panels.any(axis=0)] == 0).all()


def test_nash_minimum_is_that_of_the_peer_on_193_for_91():
    # sortition-algorithms 0.12, method nash: 0.2198.
    lottery = METHODS["nash"](a_problem("synthetic_193_91"), lambda message: None)
    assert float(lottery.min_chance) == pytest.approx(0.2198, abs=1e-4)
    assert lottery.excess < 1e-6


def test_random_selection_keeps_the_targets_but_leaves_chances_uncontrolled():
    people = [{"sex": "f", "age": "y"}] * 2 + [{"sex": "m", "age": "y"}] * 20 + [{"sex": "f", "age": "o"}] * 20
    people += [{"sex": "m", "age": "o"}] * 2
    targets = [("sex", "f", 3, 3), ("sex", "m", 3, 3), ("age", "y", 3, 3), ("age", "o", 3, 3)]
    problem = a_grouping(people, targets, 6).problem
    lottery = METHODS["random"](problem, lambda message: None)
    assert all(problem.is_panel(panel) for panel in lottery.panels_kt)
    assert lottery.min_chance < METHODS["leximin"](problem, lambda message: None).min_chance
