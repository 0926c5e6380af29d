"""Tests of change against the worked examples of their publications."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from voting.deliberation.cochran_q import cochran_q
from voting.deliberation.errors import BadInput
from voting.deliberation.holm import holm
from voting.deliberation.marginal_homogeneity import bowker, stuart_maxwell
from voting.deliberation.mcnemar import mcnemar_chi_square, mcnemar_exact
from voting.deliberation.paired_mean import least_deviation_for_no_difference, paired_mean, paired_mean_of_summary

# A. Stuart, Biometrika 42 (1955): unaided vision of 7,477 women, right eye by left eye.
VISION = [[1520, 266, 124, 66], [234, 1512, 432, 78], [117, 362, 1772, 205], [36, 82, 179, 492]]
# Agresti, "Categorical data analysis", three drugs and 46 patients, as in SAS/STAT, PROC FREQ, "Cochran's Q test".
DRUGS = {"FFF": 6, "UFF": 2, "FFU": 16, "UFU": 4, "FUF": 2, "UUF": 6, "FUU": 4, "UUU": 6}
counts = st.integers(0, 40)


def test_approval_ratings_of_1600_americans():
    """Agresti, 1990, p. 350: 794 150 / 86 570, z^2 = 17.36."""
    assert mcnemar_chi_square(150, 86).statistic == pytest.approx(17.36, abs=0.005)
    assert mcnemar_chi_square(150, 86, continuity=True).statistic == pytest.approx(63**2 / 236)
    assert mcnemar_exact(150, 86).p_value == pytest.approx(2 * stats.binom.cdf(86, 236, 0.5))


def test_vision_of_women_as_stuart_and_bowker_found():
    """coin::vision gives Q = 11.96; statsmodels 0.15.0 gives 11.957 (df 3, p 0.0075) and symmetry 19.107 (df 6, p 0.0040)."""
    homogeneity, symmetry = stuart_maxwell(VISION), bowker(VISION)
    assert (homogeneity.statistic, homogeneity.degrees) == (pytest.approx(11.95657, abs=1e-5), 3)
    assert homogeneity.p_value == pytest.approx(0.0075334, abs=1e-7)
    assert (symmetry.statistic, symmetry.degrees) == (pytest.approx(19.10655, abs=1e-5), 6)
    assert symmetry.p_value == pytest.approx(0.0039874, abs=1e-7)


def test_three_drugs_as_sas_prints():
    people = [[letter == "F" for letter in pattern] for pattern, n in DRUGS.items() for _ in range(n)]
    found = cochran_q(people)
    assert (found.statistic, found.degrees, found.people) == (pytest.approx(8.4706, abs=1e-4), 2, 46)
    assert found.p_value == pytest.approx(0.0145, abs=5e-5)


def test_student_sleep_data():
    """Student, Biometrika 6 (1908): ten patients, mean additional sleep 0.75 and 2.33 hours, t = 4.06."""
    first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
    second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
    found = paired_mean(first, second)
    assert (found.first_mean, found.second_mean) == (pytest.approx(0.75), pytest.approx(2.33))
    assert found.test.statistic == pytest.approx(4.0621, abs=1e-4)
    assert found.test.p_value == pytest.approx(0.002833, abs=1e-6)
    assert (found.low, found.high) == (pytest.approx(0.7001, abs=1e-4), pytest.approx(2.4599, abs=1e-4))
    assert found.test.p_value == pytest.approx(stats.ttest_rel(second, first).pvalue)


@given(counts, counts, counts, counts)
def test_with_two_answers_all_of_them_are_mcnemar(a, b, c, d):
    expected = mcnemar_chi_square(b, c)
    for other in (stuart_maxwell([[a, b], [c, d]]), bowker([[a, b], [c, d]])):
        assert other.statistic == pytest.approx(expected.statistic)
        assert other.p_value == pytest.approx(expected.p_value)
    people = [[True, True]] * a + [[True, False]] * b + [[False, True]] * c + [[False, False]] * d
    if people:
        assert cochran_q(people).statistic == pytest.approx(expected.statistic)


@given(st.lists(counts, min_size=9, max_size=9))
def test_stuart_maxwell_does_not_depend_on_the_order_or_on_answers_nobody_gave(cells):
    table = np.array(cells).reshape(3, 3)
    found = stuart_maxwell(table.tolist())
    turned = stuart_maxwell(table[::-1, ::-1].tolist())
    padded = stuart_maxwell(np.pad(table, ((0, 1), (0, 1))).tolist())
    for other in (turned, padded):
        assert (other.statistic, other.degrees) == (pytest.approx(found.statistic, abs=1e-6), found.degrees)


def test_two_sets_of_answers_without_traffic_add_up():
    """Nobody moved between the two pairs of answers: the statistic is the sum of both McNemar statistics, two degrees."""
    table = [[5, 9, 0, 0], [2, 5, 0, 0], [0, 0, 5, 1], [0, 0, 8, 5]]
    expected = mcnemar_chi_square(9, 2).statistic + mcnemar_chi_square(1, 8).statistic
    assert stuart_maxwell(table).statistic == pytest.approx(expected)
    assert stuart_maxwell(table).degrees == 2


def test_nobody_moved_is_no_change_in_every_test():
    still = [[10, 0], [0, 12]]
    tests = [stuart_maxwell(still), bowker(still), mcnemar_exact(0, 0), mcnemar_chi_square(0, 0)]
    tests += [cochran_q([[True, True], [False, False]]), paired_mean([1, 2], [1, 2]).test]
    assert [test.p_value for test in tests] == [1.0] * len(tests)


def test_holm_never_orders_p_values_anew():
    corrected = holm([0.5, 0.001, 0.02, 0.02])
    assert corrected == pytest.approx([0.5, 0.004, 0.06, 0.06])
    assert holm([]) == []


def test_published_means_alone_say_how_wide_the_answers_must_have_been():
    edge = least_deviation_for_no_difference(0.13, 490)
    assert paired_mean_of_summary(3.27, 3.40, edge, 490).test.p_value == pytest.approx(0.05)
    assert paired_mean_of_summary(3.27, 3.40, edge * 1.01, 490).test.p_value > 0.05


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: mcnemar_exact(-1, 2),
        lambda: stuart_maxwell([]),
        lambda: stuart_maxwell([[1, 2]]),
        lambda: bowker([[1, -2], [0, 1]]),
        lambda: cochran_q([]),
        lambda: cochran_q([[True]]),
        lambda: cochran_q([[True, False], [True]]),
        lambda: paired_mean([1], [2]),
        lambda: paired_mean([1, None], [2]),
        lambda: paired_mean_of_summary(1, 2, -1, 5),
        lambda: paired_mean_of_summary(1, float("nan"), 1, 5),
    ],
)
def test_tables_that_no_test_fits_are_refused(wrong):
    with pytest.raises(BadInput):
        wrong()
