"""Raking: weights that give the people present the margins of the population."""

import numpy as np
import pytest

from voting.sortition.errors import BadInput
from voting.sortition.weights import rake

SEX = ["f"] * 60 + ["m"] * 40
AGE = ["20s"] * 20 + ["60+"] * 40 + ["20s"] * 25 + ["60+"] * 15


def test_weighted_margins_are_those_of_the_population():
    raked = rake([SEX, AGE], [{"f": 512, "m": 488}, {"20s": 300, "60+": 700}])
    weight = raked.weight_i
    assert weight.mean() == pytest.approx(1)
    assert weight[:60].sum() / weight.sum() == pytest.approx(0.512)
    assert weight[[a == "20s" for a in AGE]].sum() / weight.sum() == pytest.approx(0.3)
    assert raked.worst < 1e-9


def test_single_margin_is_plain_post_stratification():
    weight = rake([SEX], [{"f": 1, "m": 1}]).weight_i
    assert np.allclose(weight[:60], 50 / 60)
    assert np.allclose(weight[60:], 50 / 40)


def test_balanced_people_keep_weight_one_and_lose_no_precision():
    raked = rake([SEX], [{"f": 6, "m": 4}])
    assert np.allclose(raked.weight_i, 1)
    assert raked.effective_size == pytest.approx(100)


def test_unequal_weights_cost_precision():
    assert rake([SEX], [{"f": 1, "m": 9}]).effective_size < 60


def test_group_that_nobody_represents_cannot_be_weighted_up():
    with pytest.raises(BadInput, match="Nobody has x"):
        rake([SEX], [{"f": 1, "m": 1, "x": 1}])


def test_value_that_the_population_does_not_know_is_named():
    with pytest.raises(BadInput, match="do not know m"):
        rake([SEX], [{"f": 1}])
