"""Raking: weights that give the respondents the margins of the population.

1. For each feature in turn, multiply the weights of everybody with a value so that they add up to the
   population's share of it. Who has no value of the feature keeps the weight.
2. With bounds, cut the weights to them after each round (as multiples of the mean weight).
3. Repeat until no margin is off by more than ``CLOSE``.

References
----------
W. E. Deming, F. F. Stephan, "On a least squares adjustment of a sampled frequency table when the expected
marginal totals are known", Annals of Mathematical Statistics 11 (1940), 427-444. Trimming inside the rounds:
D. Izrael, M. Battaglia, M. Frankel, "Extreme survey weight adjustment as a component of sample balancing",
SAS Global Forum 2009, paper 247.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq

from voting.deliberation.design_effect import Floats, checked, design_effect, effective_size
from voting.deliberation.errors import BadInput, need_length

ROUNDS = 2000
# A margin is met when its share is this near: far below the tenth of a percentage point that is printed.
CLOSE = 1e-9

Answers = Sequence[str | None]
Missing = Literal["refuse", "unadjusted"]


@dataclass(frozen=True)
class MarginRow:
    """One value of one feature: respondents, their share before and after, the share wanted (0 to 1)."""

    feature: str
    value: str
    people: int
    share_before: float
    share_after: float
    share_wanted: float

    @property
    def off_by(self) -> float:
        """How far the weighted share still is from the population's."""
        return abs(self.share_after - self.share_wanted)


@dataclass(frozen=True)
class Raking:
    """Weights in the order of the respondents, and what they did.

    ``unadjusted`` counts, by feature, the people without a value. ``at_bounds`` counts weights cut to a bound.
    ``converged`` is false when the margins contradict each other or the bounds: look at ``worst``.
    """

    weight_i: Floats
    rows: list[MarginRow]
    rounds: int
    converged: bool
    at_bounds: int
    unadjusted: dict[str, int]

    @property
    def worst(self) -> MarginRow:
        """The margin that is farthest off."""
        return max(self.rows, key=lambda row: row.off_by)

    @property
    def design_effect(self) -> float:
        """Kish's design effect: how many times the variance grew."""
        return design_effect(self.weight_i)

    @property
    def effective_size(self) -> float:
        """How many equally weighted people would be as precise."""
        return effective_size(self.weight_i)


@dataclass(frozen=True)
class _Step:
    """A feature ready to be adjusted: code of each person (-1: no value) and the share of each code."""

    feature: str
    values: list[str]
    code_i: NDArray[np.int64]
    share_v: Floats


def rake(
    columns: Mapping[str, Answers],
    margins: Mapping[str, Mapping[str, float]],
    *,
    start: Sequence[float] | None = None,
    missing: Missing = "refuse",
    bounds: tuple[float, float] | None = None,
    total: float | None = None,
) -> Raking:
    """Return weights that give the respondents the margins of the population.

    Parameters
    ----------
    columns
        Each feature's value of every respondent; None or an empty text is no value.
    margins
        Each feature's people of the population by value, any unit. A value with zero people weighs its respondents 0.
    start
        Weights to begin with, such as one over the number of adults in the household.
    missing
        ``refuse`` people without a value, or leave them ``unadjusted`` on that feature.
    bounds
        Least and largest weight, as multiples of the mean weight, such as (0.3, 3).
    total
        What the weights shall add up to; the number of respondents when not given.

    Raises
    ------
    BadInput
        ``margin_with_nobody``, ``value_without_margin``, ``missing_value``, ``unknown_feature``, ``wrong_number``,
        ``different_lengths``, ``nobody``.

    Examples
    --------
    >>> raking = rake({"sex": ["f", "f", "f", "m"]}, {"sex": {"f": 50, "m": 50}})
    >>> [round(float(w), 3) for w in raking.weight_i], round(raking.effective_size, 2)
    ([0.667, 0.667, 0.667, 2.0], 3.0)
    """
    people = len(next(iter(columns.values()), ()))
    if not people or not margins:
        raise BadInput("nobody")
    _check_numbers(bounds, total)
    steps = [_step(feature, columns, margin, people, missing) for feature, margin in margins.items()]
    start_i = checked(np.ones(people) if start is None else start)
    need_length("start", start_i.tolist(), people)
    weight_i, rounds = _rounds(steps, start_i / start_i.mean(), bounds)
    rows = [row for step in steps for row in _rows(step, start_i, weight_i)]
    cut = 0 if bounds is None else int(np.isin(weight_i, bounds).sum())
    return Raking(
        weight_i * ((people if total is None else total) / weight_i.sum()),
        rows,
        rounds,
        all(row.off_by <= 10 * CLOSE for row in rows),
        cut,
        {step.feature: int((step.code_i < 0).sum()) for step in steps},
    )


def _check_numbers(bounds: tuple[float, float] | None, total: float | None) -> None:
    if bounds is not None and not 0 <= bounds[0] < 1 < bounds[1]:
        raise BadInput("wrong_number", what="bounds", value=bounds)
    if total is not None and not (np.isfinite(total) and total > 0):
        raise BadInput("wrong_number", what="total", value=total)


def _step(
    feature: str, columns: Mapping[str, Answers], margin: Mapping[str, float], people: int, missing: Missing
) -> _Step:
    """Check one feature and turn its values into codes."""
    if feature not in columns:
        raise BadInput("unknown_feature", feature=feature)
    column = columns[feature]
    need_length(feature, column, people)
    for value, count in margin.items():
        if not (np.isfinite(count) and count >= 0):
            raise BadInput("wrong_number", what=f"{feature}, {value}", value=count)
    found = {value for value in column if value}
    if unknown := sorted(found - set(margin)):
        raise BadInput("value_without_margin", feature=feature, values=", ".join(unknown))
    if empty := [value for value, count in margin.items() if count and value not in found]:
        raise BadInput("margin_with_nobody", feature=feature, values=", ".join(empty))
    if missing == "refuse" and (without := sum(not value for value in column)):
        raise BadInput("missing_value", feature=feature, people=without)
    values = [value for value in margin if value in found]
    code = {value: at for at, value in enumerate(values)}
    share_v = np.array([margin[value] for value in values], dtype=np.float64)
    if not share_v.sum() > 0:
        raise BadInput("wrong_number", what=feature, value=0)
    code_i = np.array([code[value] if value else -1 for value in column], dtype=np.int64)
    return _Step(feature, values, code_i, share_v / share_v.sum())


def _rounds(steps: list[_Step], weight_i: Floats, bounds: tuple[float, float] | None) -> tuple[Floats, int]:
    """Adjust feature after feature until every margin fits, or the rounds are used up."""
    for at in range(1, ROUNDS + 1):
        before_i = weight_i
        for step in steps:
            weight_i = _adjusted(step, weight_i)
        weight_i = weight_i / weight_i.mean() if bounds is None else _bounded(weight_i, *bounds)
        worst = max(float(np.abs(_shares(step, weight_i) - step.share_v).max()) for step in steps)
        if worst < CLOSE or np.abs(weight_i - before_i).max() < CLOSE / 100:
            return weight_i, at
    return weight_i, ROUNDS


def _bounded(weight_i: Floats, least: float, most: float) -> Floats:
    """Scale the weights so that, cut to the bounds, their mean is 1; who weighs nothing is left out."""
    has = weight_i > 0
    own = weight_i[has]
    scale = brentq(
        lambda factor: np.clip(factor * own, least, most).mean() - 1, least / own.max() / 2, 2 * most / own.min()
    )
    bounded_i = np.zeros_like(weight_i)
    bounded_i[has] = np.clip(scale * own, least, most)
    return bounded_i


def _adjusted(step: _Step, weight_i: Floats) -> Floats:
    have_v = _shares(step, weight_i)
    factor_v = np.divide(step.share_v, have_v, out=np.zeros_like(have_v), where=have_v > 0)
    kept_or_factor_v: Floats = np.append(factor_v, 1.0)
    return weight_i * kept_or_factor_v[step.code_i]


def _shares(step: _Step, weight_i: Floats) -> Floats:
    """Return the weighted share of each value among those who have one."""
    has = step.code_i >= 0
    have_v = np.bincount(step.code_i[has], weights=weight_i[has], minlength=len(step.values))
    return np.asarray(have_v / max(float(have_v.sum()), np.finfo(float).tiny), dtype=np.float64)


def _rows(step: _Step, start_i: Floats, weight_i: Floats) -> list[MarginRow]:
    people_v = np.bincount(step.code_i[step.code_i >= 0], minlength=len(step.values))
    columns = (step.values, people_v, _shares(step, start_i), _shares(step, weight_i), step.share_v)
    return [
        MarginRow(step.feature, value, int(people), float(before), float(after), float(wanted))
        for value, people, before, after, wanted in zip(*columns, strict=True)
    ]
