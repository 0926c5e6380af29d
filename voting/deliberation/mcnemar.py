"""McNemar's test: did more people move one way than the other, between two answers?

Only those who moved count: of b who went from yes to no and c the other way, half each way is expected.

References
----------
Q. McNemar, "Note on the sampling error of the difference between correlated proportions or percentages", Psychometrika
12 (1947), 153-157. Continuity: A. L. Edwards, Psychometrika 13 (1948), 185-187.
"""

from collections.abc import Sequence

from scipy.stats import binomtest, chi2

from voting.deliberation.change_test import ChangeTest
from voting.deliberation.errors import BadInput
from voting.deliberation.transitions import Transitions


def moves(table: Transitions, answer: str) -> tuple[int, int]:
    """Return people who left an answer and people who came to it, others taken together.

    Examples
    --------
    >>> from voting.deliberation.transitions import transition_table
    >>> moves(transition_table({"1": "a", "2": "b", "3": "c"}, {"1": "b", "2": "a", "3": "a"}), "a")
    (1, 2)
    """
    at = table.answers.index(answer)
    row, column = sum(table.counts[at]), sum(line[at] for line in table.counts)
    return row - table.counts[at][at], column - table.counts[at][at]


def mcnemar_exact(left: int, came: int) -> ChangeTest:
    """Return the exact two-sided test: the movers as tosses of a fair coin.

    Examples
    --------
    >>> round(mcnemar_exact(1, 9).p_value, 5)
    0.02148
    """
    _check((left, came))
    p_value = float(binomtest(left, left + came).pvalue) if left + came else 1.0
    return ChangeTest("mcnemar_exact", None, None, p_value, left + came)


def mcnemar_chi_square(left: int, came: int, *, continuity: bool = False) -> ChangeTest:
    """Return the chi-square form, (b - c)^2 / (b + c), which needs about 25 movers to be near the exact one.

    Examples
    --------
    >>> round(mcnemar_chi_square(150, 86).statistic, 2)
    17.36
    """
    _check((left, came))
    if not left + came:
        return ChangeTest("mcnemar_chi_square", 0.0, 1, 1.0, 0)
    distance = max(abs(left - came) - continuity, 0)
    statistic = distance**2 / (left + came)
    return ChangeTest("mcnemar_chi_square", statistic, 1, float(chi2.sf(statistic, 1)), left + came)


def _check(moved: Sequence[int]) -> None:
    if wrong := [count for count in moved if count < 0]:
        raise BadInput("wrong_number", what="people", value=wrong[0])
