"""How the same people's answers moved between two surveys.

Everybody of either survey falls into exactly one class: answered both times (the table), was away the second time, came
only the second time, or was there and left the question open. Only the first class is in the table; the others are
counted beside it, so that nobody disappears.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from voting.deliberation.errors import BadInput

Answers = Mapping[str, str | None]


class Presence(StrEnum):
    """The class of a person."""

    BOTH = "both"
    ABSENT = "absent"
    NEWCOMER = "newcomer"
    OPEN_BEFORE = "no_answer_before"
    OPEN_AFTER = "no_answer_after"
    OPEN_BOTH = "no_answer"


@dataclass(frozen=True)
class TransitionRow:
    """People who answered ``before`` and then ``after``: weight, share of all in the table, share of those before."""

    before: str
    after: str
    people: int
    weighted: float
    share: float
    share_of_before: float


@dataclass(frozen=True)
class AnswerChange:
    """One answer: people and shares before and after, among those who answered both times."""

    answer: str
    people_before: int
    people_after: int
    share_before: float
    share_after: float

    @property
    def change(self) -> float:
        """Difference of the shares, -1 to 1."""
        return self.share_after - self.share_before


@dataclass(frozen=True)
class Transitions:
    """The table row by row, its margins, and everybody who is not in it.

    ``counts[i][j]`` is people who gave ``answers[i]`` and then ``answers[j]``. ``left`` counts, by first answer, those
    away the second time: it shows whether one side stayed away.
    """

    answers: list[str]
    counts: list[list[int]]
    rows: list[TransitionRow]
    changes: list[AnswerChange]
    presence: dict[Presence, int]
    left: dict[str, int]
    changed_people: int
    changed_share: float

    @property
    def people(self) -> int:
        """People in the table."""
        return self.presence[Presence.BOTH]


def transition_table(
    before: Answers, after: Answers, *, order: Sequence[str] | None = None, weights: Mapping[str, float] | None = None
) -> Transitions:
    """Return the table of answers before and after, for the same people.

    Parameters
    ----------
    before, after
        Each person's answer; None or an empty text if the person was there and left it open. Who is not a key was away.
    order
        All answers, in the order to show; as they appear when not given.
    weights
        Weight by person; shares are then weighted, counts stay people.

    Raises
    ------
    BadInput
        ``not_paired`` (nobody answered both times), ``unknown_answer``, ``wrong_number`` (a weight is missing or below
        zero).

    Examples
    --------
    >>> table = transition_table({"1": "for", "2": "undecided", "3": "for"}, {"1": "for", "2": "for"})
    >>> table.answers, table.counts, table.left
    (['for', 'undecided'], [[1, 0], [1, 0]], {'for': 1})
    """
    presence = dict.fromkeys(Presence, 0)
    left: dict[str, int] = {}
    pairs: list[tuple[str, str, float]] = []
    for person in dict.fromkeys([*before, *after]):
        kind = presence_of(person, before, after)
        presence[kind] += 1
        first, second = before.get(person), after.get(person)
        if kind is Presence.ABSENT and first:
            left[first] = left.get(first, 0) + 1
        elif first and second:
            pairs.append((first, second, 1.0 if weights is None else _weight(person, weights)))
    if not pairs or not sum(weight for *_, weight in pairs) > 0:
        raise BadInput("not_paired")
    seen = dict.fromkeys([first for first, *_ in pairs] + [second for _, second, _ in pairs] + [*left])
    if order is not None and (unknown := sorted(set(seen) - set(order))):
        raise BadInput("unknown_answer", answers=", ".join(unknown))
    return _table(list(order or seen), pairs, presence, left)


def presence_of(person: str, before: Answers, after: Answers) -> Presence:
    """Return the class of one person."""
    if person not in before:
        return Presence.NEWCOMER
    if person not in after:
        return Presence.ABSENT
    kinds = {
        (True, True): Presence.BOTH,
        (False, True): Presence.OPEN_BEFORE,
        (True, False): Presence.OPEN_AFTER,
        (False, False): Presence.OPEN_BOTH,
    }
    return kinds[bool(before[person]), bool(after[person])]


def least_changed(shares_before: Mapping[str, float], shares_after: Mapping[str, float]) -> float:
    """Return the smallest share of people who must have changed, when only the shares are published.

    Examples
    --------
    >>> round(least_changed({"for": 0.586, "against": 0.190, "undecided": 0.224}, {"for": 0.786, "against": 0.214}), 3)
    0.224
    """
    names = {*shares_before, *shares_after}
    return sum(max(shares_before.get(name, 0.0) - shares_after.get(name, 0.0), 0.0) for name in names)


def _weight(person: str, weights: Mapping[str, float]) -> float:
    weight = weights.get(person, -1.0)
    if not 0 <= weight < float("inf"):
        raise BadInput("wrong_number", what=f"weight of {person}", value=weights.get(person))
    return float(weight)


def _table(
    answers: list[str], pairs: list[tuple[str, str, float]], presence: dict[Presence, int], left: dict[str, int]
) -> Transitions:
    at = {answer: number for number, answer in enumerate(answers)}
    counts = [[0] * len(answers) for _ in answers]
    weighted = [[0.0] * len(answers) for _ in answers]
    for first, second, weight in pairs:
        counts[at[first]][at[second]] += 1
        weighted[at[first]][at[second]] += weight
    total = sum(map(sum, weighted))
    rows = [
        TransitionRow(a, b, counts[i][j], weighted[i][j], weighted[i][j] / total, _part(weighted[i][j], weighted[i]))
        for i, a in enumerate(answers)
        for j, b in enumerate(answers)
    ]
    changes = [_change(name, i, counts, weighted, total) for i, name in enumerate(answers)]
    stayed = sum(weighted[i][i] for i in range(len(answers)))
    moved = len(pairs) - sum(counts[i][i] for i in range(len(answers)))
    return Transitions(answers, counts, rows, changes, presence, left, moved, 1 - stayed / total)


def _part(cell: float, row: list[float]) -> float:
    return cell / sum(row) if sum(row) else 0.0


def _change(name: str, i: int, counts: list[list[int]], weighted: list[list[float]], total: float) -> AnswerChange:
    column_people, column = sum(row[i] for row in counts), sum(row[i] for row in weighted)
    return AnswerChange(name, sum(counts[i]), column_people, sum(weighted[i]) / total, column / total)
