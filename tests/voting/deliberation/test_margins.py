"""Margins of error: by each formula, against simulation and against what commissions published."""

from math import sqrt

import numpy as np
import pytest

from voting.deliberation.errors import BadInput
from voting.deliberation.margins import (
    Formula,
    Stratum,
    by_both_formulas,
    gap_margin,
    simple_margin,
    strata_of,
    stratified_margin,
    weighted_margin,
)


def test_finite_population_of_everybody_leaves_no_error():
    assert simple_margin(250, population=250).margin == 0
    assert simple_margin(91, population=193).margin == pytest.approx(1.96 * 0.5 / sqrt(91) * sqrt(102 / 192), abs=1e-5)


def test_equal_weights_give_the_simple_margin():
    assert weighted_margin([2.0] * 400, 0.3).margin == pytest.approx(simple_margin(400, 0.3).margin)


def test_one_stratum_is_a_simple_sample_with_the_unbiased_variance():
    found = stratified_margin([Stratum("all", 1, 101, 40)])
    assert found.margin == pytest.approx(simple_margin(100, 40 / 101).margin)


def test_stratified_margin_is_what_repeated_draws_scatter_by():
    """20,000 panels drawn anew from three strata: the true scatter of the estimate against the mean formula."""
    rng = np.random.default_rng(1)
    share, people, yes = np.array([0.366, 0.276, 0.358]), np.array([60, 40, 50]), np.array([0.9, 0.15, 0.55])
    draws = rng.binomial(people, yes, size=(20_000, 3))
    scatter = 1.96 * ((draws / people) @ share).std()
    margins = [
        stratified_margin([Stratum(str(h), share[h], int(people[h]), int(draw[h])) for h in range(3)]).margin
        for draw in draws[:400]
    ]
    assert np.sqrt(np.mean(np.square(margins))) == pytest.approx(scatter, rel=0.02)


def test_two_phase_margin_is_what_repeated_surveys_and_panels_scatter_by():
    """The strata's shares come from a first survey of 600: both draws are repeated 20,000 times."""
    rng = np.random.default_rng(2)
    share, people, yes = np.array([0.4, 0.6]), np.array([80, 120]), np.array([0.9, 0.3])
    first = rng.multinomial(600, share, size=20_000) / 600
    draws = rng.binomial(people, yes, size=(20_000, 2))
    scatter = 1.96 * ((draws / people) * first).sum(axis=1).std()
    known = [Stratum(str(h), share[h], int(people[h]), float(people[h] * yes[h])) for h in range(2)]
    assert stratified_margin(known, first_survey=600).margin == pytest.approx(scatter, rel=0.03)
    assert stratified_margin(known).margin < 0.95 * scatter


def test_stratum_of_one_person_adds_variance_instead_of_hiding_it():
    with_one = stratified_margin([Stratum("a", 0.9, 90, 45), Stratum("b", 0.1, 1, 1)])
    assert with_one.margin > 0.9 * simple_margin(90, 0.5).margin


def test_strata_are_counted_from_people_and_an_unknown_cell_is_named():
    strata = strata_of(["f", "f", "m"], [True, False, True], {"f": 51, "m": 49})
    assert [(s.people, s.yes) for s in strata] == [(2, 1), (1, 1)]
    with pytest.raises(BadInput, match="x has no population share"):
        strata_of(["x"], [True], {"f": 1})
    with pytest.raises(BadInput, match="nobody on the panel"):
        stratified_margin(strata_of(["f"], [True], {"f": 51, "m": 49}))


def test_all_formulas_are_shown_and_one_is_marked():
    strata = [Stratum("for", 0.6, 60, 55), Stratum("against", 0.4, 40, 5)]
    rows = by_both_formulas(100, 0.6, strata=strata, population=2500)
    assert [(row.formula, row.used) for row in rows] == [
        (Formula.SIMPLE, False),
        (Formula.FINITE, False),
        (Formula.STRATIFIED, True),
    ]
    chosen = by_both_formulas(100, 0.6, strata=strata, use=Formula.SIMPLE)
    assert [row.used for row in chosen] == [True, False]
    with pytest.raises(BadInput, match="use cannot be weighted"):
        by_both_formulas(100, 0.6, use=Formula.WEIGHTED)


def test_margin_of_a_gap_is_what_repeated_samples_scatter_by():
    rng = np.random.default_rng(3)
    draws = rng.multinomial(500, [0.447, 0.307, 0.246], size=20_000) / 500
    assert gap_margin(0.447, 0.307, 500) == pytest.approx(1.96 * (draws[:, 0] - draws[:, 1]).std(), rel=0.02)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: simple_margin(0),
        lambda: simple_margin(10, 1.5),
        lambda: simple_margin(10, confidence=1),
        lambda: simple_margin(10, population=5),
        lambda: stratified_margin([]),
        lambda: stratified_margin([Stratum("a", 1, 5, 6)]),
        lambda: weighted_margin([0, 0]),
        lambda: weighted_margin([1, float("inf")]),
        lambda: gap_margin(0.7, 0.7, 10),
        lambda: gap_margin(0.5, 0.4, 0),
    ],
)
def test_impossible_numbers_are_refused(wrong):
    with pytest.raises(BadInput):
        wrong()
