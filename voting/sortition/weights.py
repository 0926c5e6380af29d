"""Weights for what could not be balanced: raking to the margins of the population.

1. For each feature in turn, multiply the weights of everybody with a value so that they add up to the
   population's share of it.
2. Repeat until no margin is off; weights are scaled to mean 1.

References
----------
Deming and Stephan, "On a least squares adjustment of a sampled frequency table when the expected
marginal totals are known", Annals of Mathematical Statistics 11 (1940), 427-444. Design effect: Kish,
"Survey sampling", 1965.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from voting.sortition.errors import BadInput
from voting.sortition.problem import Floats

ROUNDS = 1000
CLOSE = 1e-10


@dataclass(frozen=True)
class Raked:
    """Weights with mean 1, how far the worst margin still is off, and the effective sample size."""

    weight_i: Floats
    worst: float

    @property
    def effective_size(self) -> float:
        """How many equally weighted people would be as precise (Kish)."""
        return float(self.weight_i.sum() ** 2 / (self.weight_i**2).sum())


def rake(
    values_fi: Sequence[Sequence[str]], margins: Sequence[Mapping[str, float]], start_i: Floats | None = None
) -> Raked:
    """Return weights that give the people the margins of the population.

    Parameters
    ----------
    values_fi
        Everybody's value of each feature.
    margins
        People of the population with each value, one mapping for each feature, any unit.
    start_i
        Weights to begin with, such as those of the invitation stage.

    Raises
    ------
    BadInput
        A value of the population that nobody has, or one that the margins do not know.
    """
    n = len(values_fi[0]) if values_fi else 0
    weight_i = np.ones(n) if start_i is None else start_i.astype(np.float64).copy()
    steps = [_step(column, margin) for column, margin in zip(values_fi, margins, strict=True)]
    worst = 0.0
    for _ in range(ROUNDS):
        worst = 0.0
        for code_i, share_v in steps:
            have_v = np.bincount(code_i, weights=weight_i, minlength=len(share_v)) / weight_i.sum()
            worst = max(worst, float(np.abs(have_v - share_v).max()))
            weight_i = weight_i * (share_v / have_v)[code_i]
        if worst < CLOSE:
            break
    return Raked(weight_i * n / weight_i.sum(), worst)


def _step(
    column: Sequence[str], margin: Mapping[str, float]
) -> tuple[np.ndarray[tuple[int], np.dtype[np.int64]], Floats]:
    number = {value: at for at, value in enumerate(margin)}
    if unknown := sorted(set(column) - set(number)):
        raise BadInput.of("unknown_value", f"The margins do not know {', '.join(unknown)}.", "Add them.")
    if empty := [value for value, people in margin.items() if people and value not in set(column)]:
        text = f"Nobody has {', '.join(empty)}: no weight can make up for that."
        raise BadInput.of("empty_value", text, "Join it with a neighbouring value.")
    share_v = np.array(list(margin.values()), dtype=np.float64)
    present = np.array([value in set(column) for value in margin])
    code = np.cumsum(present) - 1
    code_i = np.array([code[number[value]] for value in column], dtype=np.int64)
    return code_i, share_v[present] / share_v[present].sum()
