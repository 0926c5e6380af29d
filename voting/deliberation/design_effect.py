"""What unequal weights cost: design effect and effective sample size.

References
----------
L. Kish, "Survey sampling", Wiley 1965, section 11.7; "Weighting for unequal P_i", Journal of Official
Statistics 8 (1992), 183-200.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from voting.deliberation.errors import BadInput

Floats = NDArray[np.float64]


def effective_size(weights: ArrayLike) -> float:
    """Return how many equally weighted people would be as precise: (sum w)^2 / sum w^2.

    Raises
    ------
    BadInput
        ``wrong_number`` for a weight below zero or not finite, ``nobody`` if all are zero.

    Examples
    --------
    >>> effective_size([1, 1, 1, 1]), effective_size([3, 1])
    (4.0, 1.6)
    """
    weight_i = checked(weights)
    return float(weight_i.sum() ** 2 / (weight_i @ weight_i))


def design_effect(weights: ArrayLike) -> float:
    """Return Kish's design effect of weighting, n over the effective size: 1 for equal weights.

    Examples
    --------
    >>> design_effect([3, 1])
    1.25
    """
    weight_i = checked(weights)
    return weight_i.size / effective_size(weight_i)


def checked(weights: ArrayLike) -> Floats:
    """Return weights as an array, or say what is wrong with them."""
    weight_i = np.asarray(weights, dtype=np.float64)
    wrong = weight_i[~np.isfinite(weight_i) | (weight_i < 0)]
    if wrong.size:
        raise BadInput("wrong_number", what="weight", value=float(wrong[0]))
    if not weight_i.sum() > 0:
        raise BadInput("nobody")
    return weight_i
