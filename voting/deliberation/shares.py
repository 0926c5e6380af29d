"""Shares of the answers to one question, weighted or not, with their margins."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from voting.deliberation.design_effect import checked, effective_size
from voting.deliberation.errors import BadInput, need_length
from voting.deliberation.margins import CONFIDENCE, Formula, simple_margin, weighted_margin


@dataclass(frozen=True)
class ShareRow:
    """One answer: people who gave it, their weight, share of those who answered, margin and interval (0 to 1)."""

    answer: str
    people: int
    weighted: float
    share: float
    margin: float
    low: float
    high: float


@dataclass(frozen=True)
class Shares:
    """The rows of a question; who did not answer is counted, and is in no share."""

    rows: list[ShareRow]
    answered: int
    missing: int
    effective_size: float
    formula: Formula
    confidence: float

    def share(self, answer: str) -> float:
        """Return the share of one answer, 0 if nobody gave it."""
        return next((row.share for row in self.rows if row.answer == answer), 0.0)


def shares(
    answers: Sequence[str | None],
    weights: Sequence[float] | None = None,
    *,
    order: Sequence[str] | None = None,
    confidence: float = CONFIDENCE,
) -> Shares:
    """Return each answer's share with its margin of error.

    Parameters
    ----------
    answers
        What each person answered; None or an empty text is no answer.
    weights
        Everybody's weight, as of ``rake``; equal when not given.
    order
        All answers in the order of the questionnaire; by number of people when not given.

    Raises
    ------
    BadInput
        ``nobody`` answered, ``different_lengths``, ``unknown_answer`` that ``order`` does not name, ``wrong_number``.

    Examples
    --------
    >>> for row in shares(["for"] * 191 + ["against"] * 52 + [None] * 7).rows:
    ...     print(row.answer, row.people, f"{row.share:.1%} ±{100 * row.margin:.1f}")
    for 191 78.6% ±5.2
    against 52 21.4% ±5.2
    """
    given = np.ones(len(answers)) if weights is None else checked(weights)
    need_length("weights", given.tolist(), len(answers))
    spoken = [(answer, float(w)) for answer, w in zip(answers, given, strict=True) if answer]
    if not spoken or not sum(w for _, w in spoken) > 0:
        raise BadInput("nobody")
    found: dict[str, list[float]] = {answer: [] for answer in order or ()}
    for answer, weight in spoken:
        found.setdefault(answer, []).append(weight)
    if order is not None and len(found) > len(set(order)):
        raise BadInput("unknown_answer", answers=", ".join(sorted(set(found) - set(order))))
    names = list(order) if order is not None else sorted(found, key=lambda answer: (-len(found[answer]), answer))
    kept = None if weights is None else [w for _, w in spoken]
    rows = [_row(name, found[name], [w for _, w in spoken], kept is not None, confidence) for name in names]
    size = float(len(spoken)) if kept is None else effective_size(kept)
    formula = Formula.SIMPLE if kept is None else Formula.WEIGHTED
    return Shares(rows, len(spoken), len(answers) - len(spoken), size, formula, confidence)


def _row(answer: str, own: list[float], everybody: list[float], weighted: bool, confidence: float) -> ShareRow:
    share = min(sum(own) / sum(everybody), 1.0)
    if weighted:
        margin = weighted_margin(everybody, share, confidence=confidence).margin
    else:
        margin = simple_margin(len(everybody), share, confidence=confidence).margin
    return ShareRow(answer, len(own), sum(own), share, margin, max(share - margin, 0.0), min(share + margin, 1.0))
