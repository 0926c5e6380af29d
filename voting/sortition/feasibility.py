"""Whether a pool can fill the targets at all: asked before anybody is invited or drawn."""

from collections.abc import Sequence

import numpy as np

from voting.sortition.errors import Infeasible
from voting.sortition.infeasible import explain, has_panel
from voting.sortition.pool import Pool
from voting.sortition.preparation import Request, select
from voting.sortition.targets import Target


def check_pool(pool: Pool, targets: Sequence[Target], size: int) -> Infeasible | None:
    """Return why no panel of ``size`` keeps the targets, or nothing when one does.

    Raises
    ------
    BadInput
        The pool does not match the targets.
    """
    selection = select(pool, targets, Request(size), keep_unwanted=True)
    problem = selection.grouping.problem
    if has_panel(problem, problem.low_c.astype(np.float64), problem.high_c.astype(np.float64)):
        return None
    return explain(problem, selection.targets)
