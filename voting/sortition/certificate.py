"""The proof of an upper bound on everybody's smallest chance, checked without a solver.

For any weights ``y_t >= 0`` and multipliers ``a_r`` of the rows, every panel x satisfies

    sum (y_t / n_t) x_t  <=  sum_r max(a_r low_r, a_r high_r)
                             + sum_t n_t · max(0, y_t / n_t - sum_r a_r · row_rt)

and the smallest chance is at most the left side's mean over the lottery, divided by ``sum y``. So
whoever knows the numbers y and a checks the bound with arithmetic alone, here in exact fractions:
this file imports nothing but the standard library and knows nothing of how the numbers were found.
A row that is a cut is as good as its own proof, which needs an exhausted integer program.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise


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
        See ``mean_bound``.
    """
    return mean_bound(count_t, rows, certificate) / sum(certificate.y_t)


def largest_rise(
    count_t: Sequence[int],
    rows: Sequence[Row],
    stages: Sequence[tuple[Collection[int], Certificate]],
    chance_t: Sequence[Fraction],
) -> Fraction:
    """Return by how much anybody's chance could rise at most, stage by stage of LEXIMIN, exactly.

    Stage s holds some types at their chances and is about the others, whose smallest chance is m. Take
    any lottery that gives the held their chances and nobody else less than m. Then for a type t that
    this stage newly holds, ``y_t p_t <= bound - sum y_u p_u (held) - m · sum y_u (others but t)``, so
    ``p_t`` is at most ``m + slack / y_t``, with the slack of the whole inequality. If all rises are
    nought, the chances are the LEXIMIN vector.

    Parameters
    ----------
    count_t, rows
        As in ``upper_bound``.
    stages
        Types held before each stage, the first time none, and its multipliers.
    chance_t
        The chances to be proved.

    Raises
    ------
    ValueError
        Stages that do not follow on each other, or one without weight on a type that it newly holds.
    """
    everybody = set(range(len(count_t)))
    held_s = [set(held) for held, _ in stages] + [everybody]
    if held_s[0] or not all(before < after for before, after in pairwise(held_s)):
        raise ValueError("the stages of the certificate do not follow on each other")
    worst = Fraction(0)
    for (_, certificate), held, after in zip(stages, held_s, held_s[1:], strict=False):
        y_t = certificate.y_t
        smallest = min(chance_t[t] for t in everybody - held)
        least = sum(y * (chance_t[t] if t in held else smallest) for t, y in enumerate(y_t) if y)
        slack = mean_bound(count_t, rows, certificate) - least
        weight = min(y_t[t] for t in after - held)
        if weight <= 0:
            raise ValueError("a stage of the certificate has no weight on a type that it newly holds")
        worst = max(worst, slack / weight)
    return worst


def mean_bound(count_t: Sequence[int], rows: Sequence[Row], certificate: Certificate) -> Fraction:
    """Return a bound on ``sum y_t p_t`` of any lottery, exactly.

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
    return total
