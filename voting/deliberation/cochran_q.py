"""Cochran's Q: is the share of yes the same in all surveys of the same people?

References
----------
W. G. Cochran, "The comparison of percentages in matched samples", Biometrika 37 (1950), 256-266.
"""

from collections.abc import Sequence

import numpy as np
from scipy.stats import chi2

from voting.deliberation.change_test import ChangeTest
from voting.deliberation.errors import BadInput, need_length


def cochran_q(yes: Sequence[Sequence[bool]]) -> ChangeTest:
    """Return Cochran's Q over the surveys.

    Parameters
    ----------
    yes
        For each person, one truth value a survey. Who missed a survey must be left out before.

    Raises
    ------
    BadInput
        ``nobody``, ``too_few_people`` (fewer than two surveys), ``different_lengths``.

    Notes
    -----
    People who gave the same answer every time say nothing about change and drop out by themselves. With two surveys Q
    is McNemar's chi-square.

    Examples
    --------
    >>> round(cochran_q([[True, True, False]] * 8 + [[False, True, False]] * 4).statistic, 2)
    18.67
    """
    if not yes:
        raise BadInput("nobody")
    surveys = len(yes[0])
    if surveys < 2:
        raise BadInput("too_few_people", people=surveys, least=2)
    for number, row in enumerate(yes, start=1):
        need_length(f"person {number}", row, surveys)
    table = np.asarray(yes, dtype=np.int64)
    of_person, of_survey = table.sum(axis=1), table.sum(axis=0)
    spread = int((of_person * (surveys - of_person)).sum())
    if not spread:
        return ChangeTest("cochran_q", 0.0, surveys - 1, 1.0, len(yes))
    apart = surveys * int((of_survey**2).sum()) - int(of_survey.sum()) ** 2
    statistic = (surveys - 1) * apart / spread
    return ChangeTest("cochran_q", statistic, surveys - 1, float(chi2.sf(statistic, surveys - 1)), len(yes))
