"""The one door to the solver: linear and integer programs by HiGHS, quiet and deterministic."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import numpy as np

from voting.sortition.problem import Floats, Ints

os.environ.setdefault("OMP_NUM_THREADS", "1")
INFINITY = float("inf")


class SolverFailed(RuntimeError):
    """The solver ended in a state that proves nothing."""


@dataclass(frozen=True)
class Solution:
    """An optimum: point, row duals (of the minimisation), objective and proven bound on it."""

    x: Floats
    dual: Floats
    objective: float
    bound: float


@contextmanager
def _without_banner() -> Iterator[None]:
    # The first Highs() of a process prints to file descriptor 1 before any option can silence it.
    sys.stdout.flush()
    kept, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)


class Program:
    """A minimisation ``cost x`` with ``lower <= x <= upper`` and ``low <= rows x <= high``.

    Kept between solves, so that a changed cost or bound starts from the last basis.
    """

    def __init__(
        self, cost: Floats, lower: Floats, upper: Floats, rows: Floats, low: Floats, high: Floats, *, integer: bool
    ) -> None:
        with _without_banner():
            self._highspy: Any = import_module("highspy")
            self._highs: Any = self._highspy.Highs()
        for option, value in (("output_flag", False), ("threads", 1), ("random_seed", 1), ("mip_abs_gap", 1e-9)):
            self._highs.setOptionValue(option, value)
        self.n_columns, self.n_rows = len(cost), len(low)
        self._highs.passModel(self._model(cost, lower, upper, rows, low, high, integer=integer))

    def _model(
        self, cost: Floats, lower: Floats, upper: Floats, rows: Floats, low: Floats, high: Floats, *, integer: bool
    ) -> Any:
        model = self._highspy.HighsLp()
        model.num_col_, model.num_row_ = self.n_columns, self.n_rows
        model.col_cost_, model.col_lower_, model.col_upper_ = cost, lower, upper
        model.row_lower_, model.row_upper_ = low, high
        at_row, at_column = np.nonzero(rows)
        model.a_matrix_.format_ = self._highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = np.concatenate([[0], np.cumsum(np.bincount(at_row, minlength=self.n_rows))])
        model.a_matrix_.index_ = at_column
        model.a_matrix_.value_ = rows[at_row, at_column]
        if integer:
            model.integrality_ = [self._highspy.HighsVarType.kInteger] * self.n_columns
        return model

    def option(self, name: str, value: object) -> None:
        """Set an option of HiGHS."""
        self._highs.setOptionValue(name, value)

    def set_cost(self, cost: Floats) -> None:
        """Replace the objective."""
        self._highs.changeColsCost(self.n_columns, np.arange(self.n_columns, dtype=np.int32), cost)

    def set_bounds(self, lower: Floats, upper: Floats) -> None:
        """Replace the bounds of all columns."""
        self._highs.changeColsBounds(self.n_columns, np.arange(self.n_columns, dtype=np.int32), lower, upper)

    def set_row(self, row: int, low: float, high: float) -> None:
        """Replace the bounds of a row."""
        self._highs.changeRowBounds(row, low, high)

    def set_coefficient(self, row: int, column: int, value: float) -> None:
        """Replace one coefficient."""
        self._highs.changeCoeff(row, column, value)

    def add_column(self, cost: float, lower: float, upper: float, coefficients: Floats) -> None:
        """Append a column with ``coefficients`` over all rows."""
        at_row = np.flatnonzero(coefficients).astype(np.int32)
        self._highs.addCol(cost, lower, upper, len(at_row), at_row, coefficients[at_row])
        self.n_columns += 1

    def add_row(self, low: float, high: float, coefficients: Floats) -> None:
        """Append a row with ``coefficients`` over all columns."""
        at_column = np.flatnonzero(coefficients).astype(np.int32)
        self._highs.addRow(low, high, len(at_column), at_column, coefficients[at_column])
        self.n_rows += 1

    def solve(self) -> Solution | None:
        """Return an optimum within the set gap, or nothing when no point keeps the bounds.

        Raises
        ------
        SolverFailed
            The solver stopped for another reason (a limit, numbers beyond its tolerances).
        """
        kinds = self._highspy.HighsModelStatus
        self._highs.run()
        status = self._highs.getModelStatus()
        if status == kinds.kUnknown:
            # A warm start can end in numbers beyond the tolerances; from scratch it seldom does.
            self._highs.clearSolver()
            self._highs.run()
            status = self._highs.getModelStatus()
        if status in (kinds.kInfeasible, kinds.kUnboundedOrInfeasible) or self._is_empty_and_wrong():
            return None
        if status not in (kinds.kOptimal, kinds.kModelEmpty):
            raise SolverFailed(self._highs.modelStatusToString(status))
        found, info = self._highs.getSolution(), self._highs.getInfo()
        bound = info.mip_dual_bound if info.mip_node_count >= 0 else info.objective_function_value
        return Solution(
            np.array(found.col_value, dtype=np.float64),
            np.array(found.row_dual, dtype=np.float64),
            float(info.objective_function_value),
            float(bound),
        )

    def _is_empty_and_wrong(self) -> bool:
        """Return whether there is no column and some row does not allow nought: HiGHS calls that solved."""
        if self.n_columns:
            return False
        model = self._highs.getLp()
        return bool((np.array(model.row_lower_) > 0).any() or (np.array(model.row_upper_) < 0).any())


def rounded(x: Floats, within: float = 1e-6) -> Ints | None:
    """Return ``x`` as integers when every entry is within ``within`` of one."""
    whole = np.rint(x)
    return whole.astype(np.int64) if np.abs(x - whole).max(initial=0.0) <= within else None
