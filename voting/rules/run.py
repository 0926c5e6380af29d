"""The record of one run of equal shares."""

from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from voting.rules.classes import ClassRun
from voting.rules.ledger import Purchase

BITS = 61

Floats = NDArray[np.float64]


@dataclass(eq=False)
class Run:
    """The record of a run.

    Attributes
    ----------
    endowment : Fraction
        Money of a ballot of weight 1, in the scaled currency.
    unit : int
        Small units per scaled currency unit.
    purchases : list of Purchase
    bounds : list of float64 arrays
        Proved lower bounds of every project's rho at each round, ``inf`` for those that are out.
    upper : list of float
        Upper bound of the winner's rho at each round.
    close, sharpened : int
        Rounds in which brackets overlapped; the last round in which exact prices were put in.
    by_classes : ClassRun, optional
        What the class-based run found, when it had to take over; nothing but ``endowment`` is set then.
    emptied_at_g : int32 array, optional
        Round at which each group was emptied, made on demand.
    """

    endowment: Fraction
    unit: int
    purchases: list[Purchase] = field(default_factory=list)
    bounds: list[Floats] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    close: int = 0
    sharpened: int = 0
    by_classes: ClassRun | None = None
    emptied_at_g: NDArray[np.int32] | None = None

    @cached_property
    def bounds_tp(self) -> Floats:
        """Return the bounds as one table, round by project; of a finished run."""
        return np.array(self.bounds)

    @property
    def sequence(self) -> list[int]:
        """Return the projects in the order they were bought."""
        if self.by_classes is not None:
            return self.by_classes.sequence
        return [purchase.project for purchase in self.purchases]


def unit_for(endowment: Fraction, total_weight: int, max_multiplier: int) -> int:
    """Return the largest denominator * 2^j with all money below 2^61, or 2^j when that denominator is too large."""
    money = endowment.numerator * max(total_weight, 1) * max_multiplier
    bits = BITS - money.bit_length()
    if bits >= 8:
        return int(endowment.denominator) << bits
    whole = -(-money // endowment.denominator)
    return 1 << max(0, BITS - whole.bit_length())
