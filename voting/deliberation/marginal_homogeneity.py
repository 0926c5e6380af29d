"""Stuart-Maxwell and Bowker: did a whole table of before and after move?

Stuart-Maxwell asks whether the shares of the answers changed (marginal homogeneity), Bowker whether the flows between
each two answers balance (symmetry). With two answers both are McNemar's chi-square.

References
----------
A. Stuart, "A test for homogeneity of the marginal distributions in a two-way classification", Biometrika 42 (1955),
412-416. A. E. Maxwell, "Comparing the classification of subjects by two independent judges", British Journal of
Psychiatry 116 (1970), 651-655. A. H. Bowker, "A test for symmetry in contingency tables", JASA 43 (1948), 572-574.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.stats import chi2

from voting.deliberation.change_test import ChangeTest
from voting.deliberation.errors import BadInput

Counts = Sequence[Sequence[int]]


def stuart_maxwell(counts: Counts) -> ChangeTest:
    """Return the test that the shares of all answers are the same before and after.

    Notes
    -----
    Where answers fall apart into sets that nobody moved between, or nobody moved to or from an answer, the covariance
    is singular: the generalised inverse is taken, and its rank as degrees of freedom.

    Raises
    ------
    BadInput
        ``wrong_number``: the table is not square, or a count is below zero.

    Examples
    --------
    >>> test = stuart_maxwell([[20, 10, 5], [3, 30, 15], [0, 5, 40]])
    >>> round(test.statistic, 2), test.degrees
    (13.76, 2)
    """
    table = _square(counts)
    difference = table.sum(axis=1) - table.sum(axis=0)
    covariance = -(table + table.T)
    np.fill_diagonal(covariance, table.sum(axis=1) + table.sum(axis=0) - 2 * np.diag(table))
    degrees = int(np.linalg.matrix_rank(covariance))
    if not degrees:
        return ChangeTest("stuart_maxwell", 0.0, 0, 1.0, int(table.sum()))
    statistic = float(difference @ np.linalg.pinv(covariance, hermitian=True) @ difference)
    return ChangeTest("stuart_maxwell", statistic, degrees, float(chi2.sf(statistic, degrees)), int(table.sum()))


def bowker(counts: Counts) -> ChangeTest:
    """Return the test that between each two answers as many went as came.

    Pairs of answers that nobody moved between take no degree of freedom.

    Raises
    ------
    BadInput
        ``wrong_number``: the table is not square, or a count is below zero.

    Examples
    --------
    >>> test = bowker([[20, 10, 5], [3, 30, 15], [0, 5, 40]])
    >>> round(test.statistic, 3), test.degrees
    (13.769, 3)
    """
    table = _square(counts)
    upper = np.triu_indices(len(table), k=1)
    there, back = table[upper], table.T[upper]
    moved = there + back > 0
    statistic = float(((there - back)[moved] ** 2 / (there + back)[moved]).sum())
    degrees = int(moved.sum())
    p_value = float(chi2.sf(statistic, degrees)) if degrees else 1.0
    return ChangeTest("bowker", statistic, degrees, p_value, int(table.sum()))


def _square(counts: Counts) -> NDArray[np.float64]:
    if not counts or any(len(row) != len(counts) for row in counts):
        raise BadInput("wrong_number", what="table", value=f"{len(counts)} x {[len(row) for row in counts]}")
    table = np.asarray(counts, dtype=np.float64)
    if (table < 0).any():
        raise BadInput("wrong_number", what="people", value=int(table.min()))
    return table
