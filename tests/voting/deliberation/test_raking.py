"""Raking: respondents get the margins of the population, and what cannot be is named."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voting.deliberation.errors import BadInput
from voting.deliberation.raking import rake

SEX = ["f"] * 60 + ["m"] * 40
AGE = ["20s"] * 20 + ["60+"] * 40 + ["20s"] * 25 + ["60+"] * 15


def test_four_by_four_example_of_proportional_fitting_comes_out_as_published():
    """Wikipedia, "Iterative proportional fitting", example: cells 40 30 20 10 / 35 50 100 75 / 30 80 70 120 / 20 30 40 50."""
    cells = [[40, 30, 20, 10], [35, 50, 100, 75], [30, 80, 70, 120], [20, 30, 40, 50]]
    rows = [str(i) for i in range(4) for j in range(4) for _ in range(cells[i][j])]
    columns = [str(j) for i in range(4) for j in range(4) for _ in range(cells[i][j])]
    margins = {"row": dict(zip("0123", (150, 300, 400, 150), strict=True))}
    margins["column"] = dict(zip("0123", (200, 300, 400, 100), strict=True))
    weight = rake({"row": rows, "column": columns}, margins, total=1000).weight_i
    fitted = np.zeros((4, 4))
    np.add.at(fitted, (np.array(rows, int), np.array(columns, int)), weight)
    published = [
        [64.61, 46.28, 35.42, 3.83],
        [49.95, 68.15, 156.49, 25.37],
        [56.70, 144.40, 145.06, 53.76],
        [28.74, 41.18, 63.03, 16.96],
    ]
    # The printed table stops after a few rounds: its own first row adds up to 150.14.
    assert np.allclose(fitted, published, atol=0.1)


def test_one_margin_is_plain_post_stratification():
    raking = rake({"sex": SEX}, {"sex": {"f": 1, "m": 1}})
    assert np.allclose(raking.weight_i, [50 / 60] * 60 + [50 / 40] * 40)
    assert [row.share_before for row in raking.rows] == [0.6, 0.4]
    assert raking.converged


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("xy")), min_size=12, max_size=60), st.data())
def test_margins_are_met_whenever_every_joint_cell_has_somebody(drawn, data):
    people = [*((a, x) for a in "abc" for x in "xy"), *drawn]
    shares = data.draw(st.lists(st.integers(1, 50), min_size=5, max_size=5))
    margins = {"a": dict(zip("abc", shares[:3], strict=True)), "x": dict(zip("xy", shares[3:], strict=True))}
    raking = rake({"a": [a for a, _ in people], "x": [x for _, x in people]}, margins)
    assert raking.converged
    assert raking.weight_i.sum() == pytest.approx(len(people))
    for feature, at in (("a", 0), ("x", 1)):
        for value, wanted in margins[feature].items():
            own = sum(w for w, person in zip(raking.weight_i, people, strict=True) if person[at] == value)
            assert own / len(people) == pytest.approx(wanted / sum(margins[feature].values()), abs=1e-7)


def test_bounds_hold_and_the_margins_still_fit_where_they_can():
    margins = {"sex": {"f": 45, "m": 55}, "age": {"20s": 30, "60+": 70}}
    free = rake({"sex": SEX, "age": AGE}, margins)
    assert free.weight_i.min() < 0.4
    bounded = rake({"sex": SEX, "age": AGE}, margins, bounds=(0.4, 3))
    assert bounded.converged
    assert (bounded.weight_i.min(), bounded.at_bounds) == (pytest.approx(0.4), 20)
    assert rake({"sex": SEX, "age": AGE}, margins, bounds=(0.3, 3)).at_bounds == 0
    tight = rake({"sex": SEX, "age": AGE}, margins, bounds=(0.8, 1.2))
    assert tight.weight_i.max() / tight.weight_i.mean() <= 1.2 + 1e-6
    assert not tight.converged
    assert tight.worst.off_by > 0.01
    assert tight.at_bounds > 0
    assert tight.effective_size > free.effective_size


def test_contradicting_margins_do_not_converge_and_the_worst_is_named():
    """All women are young and all men old, so a population of old women cannot be made."""
    raking = rake({"sex": ["f", "f", "m"], "age": ["y", "y", "o"]}, {"sex": {"f": 5, "m": 5}, "age": {"y": 2, "o": 8}})
    assert not raking.converged
    assert raking.worst.off_by == pytest.approx(0.3, abs=1e-6)


def test_value_that_nobody_has_is_named():
    with pytest.raises(BadInput, match="80\\+") as refused:
        rake({"age": ["20s"]}, {"age": {"20s": 5, "80+": 1}})
    assert refused.value.code == "margin_with_nobody"
    assert "80+" in refused.value.in_words("ko")


def test_value_with_zero_people_in_the_population_weighs_nothing():
    raking = rake({"age": ["20s", "20s", "x"]}, {"age": {"20s": 5, "x": 0}})
    assert raking.weight_i.tolist() == [1.5, 1.5, 0.0]


def test_person_without_a_value_is_refused_or_left_unadjusted_and_counted():
    columns, margins = {"sex": ["f", "f", "f", "m", None]}, {"sex": {"f": 50, "m": 50}}
    with pytest.raises(BadInput, match="1 people have no value"):
        rake(columns, margins)
    raking = rake(columns, margins, missing="unadjusted")
    assert raking.unadjusted == {"sex": 1}
    assert raking.weight_i[:3].sum() == pytest.approx(raking.weight_i[3])
    assert raking.weight_i[4] == pytest.approx(1)


@pytest.mark.parametrize(
    ("columns", "margins", "options", "code"),
    [
        ({}, {"a": {"x": 1}}, {}, "nobody"),
        ({"a": ["x"]}, {"b": {"x": 1}}, {}, "unknown_feature"),
        ({"a": ["y"]}, {"a": {"x": 1}}, {}, "value_without_margin"),
        ({"a": ["x"]}, {"a": {"x": -1}}, {}, "wrong_number"),
        ({"a": ["x"]}, {"a": {"x": float("nan")}}, {}, "wrong_number"),
        ({"a": ["x"]}, {"a": {"x": 0}}, {}, "wrong_number"),
        ({"a": ["x"], "b": ["x", "y"]}, {"a": {"x": 1}, "b": {"x": 1, "y": 1}}, {}, "different_lengths"),
        ({"a": ["x"]}, {"a": {"x": 1}}, {"bounds": (2, 3)}, "wrong_number"),
        ({"a": ["x"]}, {"a": {"x": 1}}, {"total": 0}, "wrong_number"),
        ({"a": ["x"]}, {"a": {"x": 1}}, {"start": [-1]}, "wrong_number"),
        ({"a": ["x"]}, {"a": {"x": 1}}, {"start": [1, 1]}, "different_lengths"),
    ],
)
def test_bad_input_gets_its_code_in_both_languages(columns, margins, options, code):
    with pytest.raises(BadInput) as refused:
        rake(columns, margins, **options)
    assert refused.value.code == code
    assert refused.value.in_words("ko") != refused.value.in_words("en")
