"""Shares of answers, means of scales, acceptability by side."""

import numpy as np
import pytest
from scipy import stats

from voting.deliberation.errors import BadInput
from voting.deliberation.questionnaire import acceptability, scale
from voting.deliberation.shares import shares


def test_mean_has_the_interval_of_students_t():
    answers = [5, 4, 4, 3, 5, 2, 4, 5, 1, 4]
    row = scale("satisfied", answers)
    low, high = stats.t.interval(0.95, 9, loc=np.mean(answers), scale=stats.sem(answers))
    assert (row.mean - row.margin, row.mean + row.margin) == (pytest.approx(low), pytest.approx(high))
    assert row.points == {1: 1, 2: 1, 3: 1, 4: 4, 5: 3}
    assert row.favourable_share == 0.7


def test_weights_count_in_mean_and_shares_and_widen_the_margin():
    row = scale("q", [5, 1], weights=[3, 1])
    assert (row.mean, row.favourable_share) == (4, 0.75)
    plain, weighted = shares(["a", "b"] * 50), shares(["a", "b"] * 50, [3, 1] * 50)
    assert weighted.rows[0].share == 0.75
    assert weighted.effective_size == pytest.approx(80)
    assert shares(["a", "b"] * 50, [2, 2] * 50).rows[0].margin == pytest.approx(plain.rows[0].margin)


def test_single_answer_has_no_margin():
    assert scale("q", [3, None]).margin is None


def test_no_answer_is_counted_and_in_no_share():
    found = shares(["a", None, "", "a"], order=["a", "b"])
    assert (found.answered, found.missing, found.share("a"), found.share("b")) == (2, 2, 1, 0)


def test_acceptance_of_a_small_side_is_not_shown_nor_found_by_subtraction():
    side = {str(i): "for" if i < 50 else "against" for i in range(55)}
    everybody, rows = acceptability(dict.fromkeys(side, True), side)
    assert everybody.share("yes") == 1
    assert [(row.shown, row.people, row.share) for row in rows] == [(False, None, None)] * 2


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: scale("q", [6]),
        lambda: scale("q", [None]),
        lambda: scale("q", [1], favourable=9),
        lambda: scale("q", [1], weights=[1, 1]),
        lambda: shares([None]),
        lambda: shares(["a"], order=["b"]),
        lambda: shares(["a"], [-1]),
        lambda: acceptability({}, {}),
    ],
)
def test_impossible_answers_are_refused(wrong):
    with pytest.raises(BadInput):
        wrong()
