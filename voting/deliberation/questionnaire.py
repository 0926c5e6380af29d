"""The questionnaire after the deliberation: means of scales, satisfaction, acceptability.

Acceptability is the share that would accept the result, also among those whose own side lost: a majority that the losing
side accepts is worth more than a larger one that it does not.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from scipy.stats import t as student

from voting.deliberation.design_effect import checked, effective_size
from voting.deliberation.errors import BadInput, need_length
from voting.deliberation.margins import CONFIDENCE
from voting.deliberation.shares import Shares, shares
from voting.deliberation.suppression import LEAST, shown_groups


@dataclass(frozen=True)
class ScaleRow:
    """A question on a scale: people, mean with margin, share at ``favourable`` or above, people for each point."""

    question: str
    answered: int
    missing: int
    mean: float
    margin: float | None
    favourable: int
    favourable_share: float
    points: dict[int, int]


@dataclass(frozen=True)
class AcceptanceRow:
    """Acceptance of the result in one side: people who answered and the share that accepts; None where not shown."""

    side: str
    shown: bool
    people: int | None
    share: float | None


def scale(
    question: str,
    answers: Sequence[int | None],
    *,
    lowest: int = 1,
    highest: int = 5,
    favourable: int = 4,
    weights: Sequence[float] | None = None,
    confidence: float = CONFIDENCE,
) -> ScaleRow:
    """Return mean and favourable share of a question on a scale.

    Parameters
    ----------
    answers
        A whole number from ``lowest`` to ``highest``, None for no answer.
    favourable
        The first point that counts as satisfied or in favour.

    Raises
    ------
    BadInput
        ``nobody``, ``different_lengths``, ``unknown_answer`` outside the scale, ``wrong_number``.

    Examples
    --------
    >>> row = scale("satisfied", [5, 4, 4, 2, None])
    >>> row.mean, row.favourable_share, row.answered, row.missing
    (3.75, 0.75, 4, 1)
    """
    if not lowest < favourable <= highest:
        raise BadInput("wrong_number", what="favourable", value=favourable)
    given = np.ones(len(answers)) if weights is None else checked(weights)
    need_length("weights", given.tolist(), len(answers))
    if unknown := sorted({str(a) for a in answers if a is not None and a not in range(lowest, highest + 1)}):
        raise BadInput("unknown_answer", answers=", ".join(unknown))
    pairs = [(answer, weight) for answer, weight in zip(answers, given, strict=True) if answer is not None]
    if not pairs or not sum(weight for _, weight in pairs) > 0:
        raise BadInput("nobody")
    value, weight = np.array([a for a, _ in pairs], dtype=np.float64), np.array([w for _, w in pairs])
    mean = float(np.average(value, weights=weight))
    points = {point: int((value == point).sum()) for point in range(lowest, highest + 1)}
    satisfied = float(np.average(value >= favourable, weights=weight))
    margin = _margin(value, weight, mean, confidence)
    return ScaleRow(question, len(pairs), len(answers) - len(pairs), mean, margin, favourable, satisfied, points)


def acceptability(
    accepts: Mapping[str, bool | None], side: Mapping[str, str], *, least: int = LEAST
) -> tuple[Shares, list[AcceptanceRow]]:
    """Return who would accept the result, over all (answers ``yes`` and ``no``) and by the side each voted for.

    Raises
    ------
    BadInput
        ``nobody`` answered.

    Examples
    --------
    >>> accepts = {str(i): i % 5 > 0 for i in range(40)}
    >>> everybody, rows = acceptability(accepts, {str(i): "for" if i < 25 else "against" for i in range(40)})
    >>> everybody.share("yes"), [(row.side, row.people, row.share) for row in rows]
    (0.8, [('against', 15, 0.8), ('for', 25, 0.8)])
    """
    words = {True: "yes", False: "no", None: None}
    everybody = shares([words[answer] for answer in accepts.values()], order=["yes", "no"])
    by_side: dict[str, list[bool]] = {}
    for person, answer in accepts.items():
        if answer is not None and person in side:
            by_side.setdefault(side[person], []).append(answer)
    shown = shown_groups({name: len(found) for name, found in by_side.items()}, least)
    rows = []
    for name, found in sorted(by_side.items()):
        figures = (len(found), sum(found) / len(found)) if name in shown else (None, None)
        rows.append(AcceptanceRow(name, name in shown, *figures))
    return everybody, rows


def _margin(
    value: np.ndarray[tuple[int], np.dtype[np.float64]],
    weight: np.ndarray[tuple[int], np.dtype[np.float64]],
    mean: float,
    confidence: float,
) -> float | None:
    """Return half the width of the interval of a mean at Kish's effective size; None for a single person."""
    size = effective_size(weight)
    if size <= 1:
        return None
    variance = float(np.average((value - mean) ** 2, weights=weight)) * size / (size - 1)
    return float(student.ppf((1 + confidence) / 2, size - 1)) * sqrt(variance / size)
