"""The lottery as M numbered panels, each as likely as the others: the draw is one public number.

1. A panel of mass w is worth M·w numbers; give it the whole part.
2. Give the numbers left over one by one to the panel that helps those furthest below their chance.
3. Move single numbers from panel to panel while that helps.

Who sits on which numbered panel is told in ``rotation.py``.

References
----------
Flanigan, Kehne, Procaccia, "Fair sortition made transparent", NeurIPS 2021: uniform lotteries and
bounds on what rounding can cost. Here the loss is measured and published, person by person.
"""

from dataclasses import dataclass

import numpy as np

from voting.sortition.lottery import Lottery
from voting.sortition.problem import Floats, Ints

SWEEPS, WORK = 60, 5e8  # sweeps over all panels, and comparisons after which they end: large pools gain little


@dataclass(frozen=True)
class Numbered:
    """``times_k`` numbers of each panel of the lottery, ``sum(times_k)`` in all."""

    times_k: list[int]

    @property
    def total(self) -> int:
        """How many numbered panels there are."""
        return sum(self.times_k)


def numbered(lottery: Lottery, total: int = 1000) -> Numbered:
    """Return the lottery rounded to ``total`` equally likely panels.

    Notes
    -----
    Cost: K·T a try to move a number. What people lose is counted by ``rotation.loss``.
    """
    gain_kt = lottery.panels_kt / lottery.problem.count_t
    want_t = np.array([float(p) for p in lottery.chance_t]) * total
    whole = sum(lottery.weight_k)
    times_k = np.array([w * total // whole for w in lottery.weight_k], dtype=np.int64)
    for _ in range(total - int(times_k.sum())):
        times_k[np.argmin(_cost(want_t - times_k @ gain_kt - gain_kt))] += 1
    return Numbered(_moved(times_k, gain_kt, want_t).tolist())


def _cost(short: Floats) -> Floats:
    """Return a sum that the largest shortfalls dominate, for each row of ``short``."""
    return np.asarray((np.maximum(short, 0.0) ** 6).sum(axis=-1))


def _moved(times_k: Ints, gain_kt: Floats, want_t: Floats) -> Ints:
    short_t = want_t - times_k @ gain_kt
    cost = float(_cost(short_t))
    for _ in range(max(1, min(SWEEPS, int(WORK / (len(gain_kt) * gain_kt.size))))):
        before = cost
        for source in np.flatnonzero(times_k):
            after = _cost(short_t + gain_kt[source] - gain_kt)
            goal = int(np.argmin(after))
            if times_k[source] and after[goal] < cost * (1 - 1e-9):
                times_k[source] -= 1
                times_k[goal] += 1
                short_t = short_t + gain_kt[source] - gain_kt[goal]
                cost = float(after[goal])
        if cost >= before * (1 - 1e-3):
            break
    return times_k
