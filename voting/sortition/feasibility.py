"""Whether a pool can fill the targets at all: asked before anybody is invited or drawn.

For each target the question is also how many seats panels that keep all the *other* targets can give
it, fewest and most: an organiser sees at once where there is room and where there is none.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from voting.sortition.errors import Complaint, Infeasible
from voting.sortition.infeasible import Suggestion, explain, has_panel
from voting.sortition.pool import Pool
from voting.sortition.preparation import Request, select, size_complaints
from voting.sortition.problem import Problem
from voting.sortition.program import Program
from voting.sortition.progress import Progress, silent
from voting.sortition.targets import Target


@dataclass(frozen=True)
class Reach:
    """What the pool can give one target.

    Parameters
    ----------
    target
        The target asked about.
    people
        People of the pool with the value who may be drawn.
    fewest, most
        Seats that panels keeping all other targets can give it; unset when no panel keeps those.
    """

    target: Target
    people: int
    fewest: int | None
    most: int | None

    @property
    def is_met(self) -> bool:
        """Whether some panel that keeps the others keeps this one too."""
        if self.fewest is None or self.most is None:
            return False
        return self.fewest <= self.target.most and self.most >= self.target.least


@dataclass(frozen=True)
class Feasibility:
    """Whether some panel keeps all targets; if not, why, and the smallest changes that would help.

    Parameters
    ----------
    reaches
        One for each target, in their order.
    complaints
        What is wrong at sight: sums that miss the size, too few people or addresses.
    conflict
        Sentences that name a smallest set of targets that cannot hold together; empty when feasible.
    suggestions
        Cheapest first; nothing is changed.
    """

    reaches: list[Reach]
    complaints: list[Complaint] = field(default_factory=list)
    conflict: list[str] = field(default_factory=list)
    suggestions: list[Suggestion] = field(default_factory=list)

    @property
    def is_feasible(self) -> bool:
        """Whether a panel exists."""
        return not self.conflict

    @property
    def refusal(self) -> Infeasible | None:
        """The error that a draw would raise, or nothing."""
        return Infeasible(self.conflict, self.suggestions) if self.conflict else None


def feasibility(pool: Pool, targets: Sequence[Target], request: Request, progress: Progress = silent) -> Feasibility:
    """Return whether some panel keeps the targets, and what the pool can give each of them.

    Raises
    ------
    BadInput
        The pool does not match the targets: a missing column, an empty cell, a value that no target names.
    """
    selection = select(pool, targets, request, for_advice=True)
    problem = selection.grouping.problem
    reaches = []
    for c, target in enumerate(selection.targets):
        progress(f"what the pool can give {target.label}")
        reaches.append(_reach(problem, c, target))
    complaints = size_complaints(selection, request)
    if has_panel(problem, problem.low_c.astype(np.float64), problem.high_c.astype(np.float64)):
        return Feasibility(reaches, complaints)
    progress("no panel keeps all targets; looking for the smallest change")
    wrong = explain(problem, selection.targets)
    return Feasibility(reaches, complaints, wrong.conflict, wrong.suggestions)


def _reach(problem: Problem, c: int, target: Target) -> Reach:
    """Solve two integer programs over panels without the bounds of cell ``c``."""
    member_t = problem.member_ct[c].astype(np.float64)
    low, high = problem.row_low.copy(), problem.row_high.copy()
    low[c], high[c] = 0.0, problem.size
    ends: list[int] = []
    for sign in (1.0, -1.0):
        program = Program(
            sign * member_t,
            np.zeros(problem.n_types),
            problem.count_t.astype(np.float64),
            problem.rows,
            low,
            high,
            integer=True,
        )
        program.option("mip_rel_gap", 0.0)
        if (found := program.solve()) is None:
            return Reach(target, int(problem.count_t @ problem.member_ct[c]), None, None)
        ends.append(round(float(member_t @ np.rint(found.x))))
    return Reach(target, int(problem.count_t @ problem.member_ct[c]), ends[0], ends[1])
