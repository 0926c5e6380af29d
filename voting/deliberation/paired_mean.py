"""Difference of two means given by the same people: before and after, or two options on the same scale.

The paired t-test. When only means are published, ``least_deviation_for_no_difference`` says how widely the answers must
have scattered for "no difference" to be right.

References
----------
Student, "The probable error of a mean", Biometrika 6 (1908), 1-25.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite, sqrt

import numpy as np
from scipy.stats import t as student

from voting.deliberation.change_test import ChangeTest
from voting.deliberation.errors import BadInput, need_length
from voting.deliberation.margins import CONFIDENCE


@dataclass(frozen=True)
class PairedMean:
    """Both means, their difference (second less first) with its margin, and the test."""

    first_mean: float
    second_mean: float
    difference: float
    margin: float
    low: float
    high: float
    deviation: float
    test: ChangeTest


def paired_mean(
    first: Sequence[float | None], second: Sequence[float | None], *, confidence: float = CONFIDENCE
) -> PairedMean:
    """Return how two means of the same people differ; who lacks one of the two is left out.

    Raises
    ------
    BadInput
        ``different_lengths``, ``too_few_people`` (fewer than two pairs), ``wrong_number``.

    Examples
    --------
    >>> found = paired_mean([3, 4, 2, 5, None], [4, 4, 3, 5, 1])
    >>> found.difference, found.test.people
    (0.5, 4)
    """
    need_length("second", second, len(first))
    pairs = [(a, b) for a, b in zip(first, second, strict=True) if a is not None and b is not None]
    if len(pairs) < 2:
        raise BadInput("too_few_people", people=len(pairs), least=2)
    table = np.array(pairs, dtype=np.float64)
    means = table.mean(axis=0)
    deviation = float((table[:, 1] - table[:, 0]).std(ddof=1))
    return paired_mean_of_summary(float(means[0]), float(means[1]), deviation, len(pairs), confidence=confidence)


def paired_mean_of_summary(
    first_mean: float, second_mean: float, deviation: float, people: int, *, confidence: float = CONFIDENCE
) -> PairedMean:
    """Return the same from published figures: two means and the standard deviation of the differences.

    Raises
    ------
    BadInput
        ``too_few_people``, ``wrong_number``.
    """
    if people < 2:
        raise BadInput("too_few_people", people=people, least=2)
    if not (isfinite(deviation) and deviation >= 0 and isfinite(first_mean + second_mean)):
        raise BadInput("wrong_number", what="deviation", value=deviation)
    difference = second_mean - first_mean
    error = deviation / sqrt(people)
    margin = _quantile(people, confidence) * error
    # Everybody moved by the same step: no scatter, so any step is certain and none is nothing.
    statistic = difference / error if error else (float("inf") if difference else 0.0)
    p_value = float(2 * student.sf(abs(statistic), people - 1))
    test = ChangeTest("paired_t", statistic, people - 1, p_value, people)
    low, high = difference - margin, difference + margin
    return PairedMean(first_mean, second_mean, difference, margin, low, high, deviation, test)


def least_deviation_for_no_difference(difference: float, people: int, *, confidence: float = CONFIDENCE) -> float:
    """Return the smallest standard deviation of the differences at which ``difference`` is not significant.

    Examples
    --------
    >>> round(least_deviation_for_no_difference(0.13, 490), 2)
    1.46
    """
    if people < 2:
        raise BadInput("too_few_people", people=people, least=2)
    return abs(difference) * sqrt(people) / _quantile(people, confidence)


def _quantile(people: int, confidence: float) -> float:
    if not 0 < confidence < 1:
        raise BadInput("wrong_number", what="confidence", value=confidence)
    return float(student.ppf((1 + confidence) / 2, people - 1))
