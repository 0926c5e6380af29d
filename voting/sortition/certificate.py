"""The proof of an upper bound on everybody's smallest chance, checked without a solver.

For any weights ``y_t >= 0`` and multipliers ``a_r`` of the rows, every panel x satisfies

    sum (y_t / n_t) x_t  <=  sum_r max(a_r low_r, a_r high_r)
                             + sum_t n_t · max(0, y_t / n_t - sum_r a_r · row_rt)

and the smallest chance is at most the left side's mean over the lottery, divided by ``sum y``. So
whoever knows the numbers y and a checks the bound with arithmetic alone, here in exact fractions:
this file imports nothing but the standard library and knows nothing of how the numbers were found.
A row that is a cut is as good as its own proof, which needs an exhausted integer program.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Row:
    """``low <= sum coefficient_t x_t <= high`` for every panel; unset bounds are absent.

    ``coefficient_t`` holds the types that count, by number; the others have coefficient 0.
    """

    coefficient_t: dict[int, Fraction]
    low: Fraction | None
    high: Fraction | None


@dataclass(frozen=True)
class Certificate:
    """Multipliers: ``y_t`` a type, ``a_r`` a row (cells, size, cuts), all exact decimals."""

    y_t: list[Fraction]
    a_r: list[Fraction]


def upper_bound(count_t: Sequence[int], rows: Sequence[Row], certificate: Certificate) -> Fraction:
    """Return the proven bound on ``min_i p_i``, exactly.

    Raises
    ------
    ValueError
        The multipliers do not fit the problem, or prove nothing: a negative or empty ``y``, a
        multiplier on an absent bound.
    """
    y_t, a_r = certificate.y_t, certificate.a_r
    if len(y_t) != len(count_t) or len(a_r) != len(rows):
        raise ValueError("the certificate has another number of types or rows than the problem")
    if min(y_t, default=Fraction(0)) < 0 or sum(y_t) <= 0:
        raise ValueError("the weights of a certificate must be non-negative and not all nought")
    total = Fraction(0)
    left_t = [y / n for y, n in zip(y_t, count_t, strict=True)]
    for a, row in zip(a_r, rows, strict=True):
        if a == 0:
            continue
        bound = row.high if a > 0 else row.low
        if bound is None:
            raise ValueError("the certificate leans on a bound that the row does not have")
        total += a * bound
        for t, coefficient in row.coefficient_t.items():
            left_t[t] -= a * coefficient
    total += sum(n * left for n, left in zip(count_t, left_t, strict=True) if left > 0)
    return total / sum(y_t)
