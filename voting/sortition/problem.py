"""The drawing problem without people: how many of each type there are and what a panel must keep.

Axes: ``_t`` type of person, ``_c`` quota cell, ``_k`` panel, ``_i`` person.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Problem:
    """Panels are integer vectors ``x`` with ``0 <= x <= count_t``, ``sum x = size`` and cells within bounds.

    Parameters
    ----------
    size
        Seats of the panel.
    count_t
        People of each type, shape (T,).
    member_ct
        1 where type ``t`` counts in cell ``c``, shape (C, T).
    low_c, high_c
        Least and most seats of each cell.
    label_c
        Each cell in words.
    """

    size: int
    count_t: Ints
    member_ct: Ints
    low_c: Ints
    high_c: Ints
    label_c: list[str]

    @property
    def n_types(self) -> int:
        """Number of types."""
        return len(self.count_t)

    @property
    def n_cells(self) -> int:
        """Number of quota cells."""
        return len(self.low_c)

    @property
    def n_people(self) -> int:
        """Number of people."""
        return int(self.count_t.sum())

    @cached_property
    def rows(self) -> Floats:
        """Cells and, last, the size, as rows of a program over ``x``; shape (C + 1, T)."""
        return np.vstack([self.member_ct, np.ones((1, self.n_types))]).astype(np.float64)

    @cached_property
    def row_low(self) -> Floats:
        """Lower bounds of ``rows``."""
        return np.append(self.low_c, self.size).astype(np.float64)

    @cached_property
    def row_high(self) -> Floats:
        """Upper bounds of ``rows``."""
        return np.append(self.high_c, self.size).astype(np.float64)

    def is_panel(self, x_t: Ints) -> bool:
        """Return whether ``x_t`` keeps every bound, in integers."""
        cells = self.member_ct @ x_t
        return bool(
            (x_t >= 0).all()
            and (x_t <= self.count_t).all()
            and int(x_t.sum()) == self.size
            and (cells >= self.low_c).all()
            and (cells <= self.high_c).all()
        )
