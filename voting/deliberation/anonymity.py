"""Open data of answers in which nobody stands alone: k-anonymity over everything that is published.

1. Each column has a ladder of coarser values (age 34, 30s, 20 to 39, all). Try the steps of the ladders together, the
   most precise first: what is lost is the sum over the columns of steps taken over steps there are (Sweeney's Prec).
2. Take the first steps at which at most ``withhold`` of the people are in a combination of all published columns with
   fewer than ``k`` people; with several of equal precision the one that withholds fewest.
3. Withhold those people, and count them.

Every combination that is left has k people or more. Where all people who look alike gave the same answer, that answer
is known of each of them although nobody stands alone; such combinations are counted, and ``distinct`` = 2 withholds them.

References
----------
L. Sweeney, "k-anonymity: a model for protecting privacy", International Journal on Uncertainty, Fuzziness and
Knowledge-based Systems 10 (2002), 557-570. A. Machanavajjhala and others, "l-diversity: privacy beyond k-anonymity",
ACM TKDD 1 (2007), article 3.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import prod

from voting.deliberation.errors import BadInput
from voting.deliberation.suppression import LEAST

ALL = "*"
# Combinations of steps that are tried: 1,000 of them for 2,500 people take seconds, more would take minutes.
MOST_TRIALS = 1_000

Person = Mapping[str, str]
Ladder = Sequence[Mapping[str, str]]


@dataclass(frozen=True)
class ColumnReport:
    """What happened to a column: steps up its ladder of ``steps``, values before and after."""

    column: str
    step: int
    steps: int
    values_before: int
    values_after: int


@dataclass(frozen=True)
class Combination:
    """One combination of published values and the number of people who have it."""

    values: tuple[str, ...]
    people: int


@dataclass(frozen=True)
class OpenData:
    """Combinations to publish and what was suppressed to get there.

    ``same_answer`` counts published people who look like others that all gave the same answers as they did.
    """

    columns: list[str]
    combinations: list[Combination]
    k: int
    people: int
    withheld: int
    coarsened: list[ColumnReport]
    same_answer: int

    @property
    def published(self) -> int:
        """People in the published combinations."""
        return self.people - self.withheld

    def rows(self) -> list[dict[str, str]]:
        """Return one row a person, sorted, so that their order says nothing."""
        return [
            dict(zip(self.columns, combination.values, strict=True))
            for combination in self.combinations
            for _ in range(combination.people)
        ]


def anonymous(
    people: Sequence[Person],
    columns: Sequence[str],
    answers: Sequence[str],
    *,
    ladders: Mapping[str, Ladder] | None = None,
    k: int = LEAST,
    distinct: int = 1,
    withhold: float = 0.1,
    missing_as: str = "-",
) -> OpenData:
    """Return open data in which every combination of the published columns has at least ``k`` people.

    Parameters
    ----------
    people
        Values by column; what is not in ``columns`` or ``answers`` (a name, a number) is never published.
    columns
        What others may know of a person: sex, age band, district.
    answers
        What was answered; published as it is.
    ladders
        For each column, mappings from the values themselves to coarser ones, each step coarser than the one before. The
        last step of every ladder is added: all values alike.
    k
        Least people of a combination.
    distinct
        Least different answers, in every answer column, among people alike in ``columns``.
    withhold
        Largest part of the people that may be withheld rather than coarsening further.
    missing_as
        Published where a person has no value.

    Raises
    ------
    BadInput
        ``nobody``, ``wrong_number`` (k, distinct, withhold), ``no_column``, ``unknown_answer`` (a value that a ladder
        does not name), ``too_many_steps`` (more than ``MOST_TRIALS`` combinations), ``not_anonymous``: even with every column
        coarsened to nothing more people than ``withhold`` would have to be withheld.

    Examples
    --------
    >>> people = [{"sex": s, "vote": v} for s, v, n in (("f", "for", 12), ("m", "for", 11), ("m", "no", 2)) for _ in range(n)]
    >>> data = anonymous(people, ["sex"], ["vote"], k=10)
    >>> [(c.values, c.people) for c in data.combinations], data.withheld
    ([(('f', 'for'), 12), (('m', 'for'), 11)], 2)
    """
    _check(people, [*columns, *answers], k, distinct, withhold)
    steps = [_steps(column, people, (ladders or {}).get(column, ()), missing_as) for column in columns]
    given = [tuple(person.get(answer) or missing_as for answer in answers) for person in people]
    if (trials := prod(map(len, steps))) > MOST_TRIALS:
        raise BadInput("too_many_steps", trials=trials, most=MOST_TRIALS)
    best: tuple[Fraction, int, tuple[int, ...], list[int]] | None = None
    for levels in sorted(product(*(range(len(ladder)) for ladder in steps)), key=lambda chosen: _lost(chosen, steps)):
        lost = _lost(levels, steps)
        if best is not None and lost > best[0]:
            break
        kept = _kept(_keys(steps, levels, len(people)), given, k, distinct)
        withheld = len(people) - len(kept)
        if withheld <= withhold * len(people) and kept and (best is None or withheld < best[1]):
            best = (lost, withheld, levels, kept)
    if best is None:
        coarsest = _kept(_keys(steps, tuple(len(s) - 1 for s in steps), len(people)), given, k, distinct)
        raise BadInput("not_anonymous", people=len(coarsest), of=len(people), least=k)
    _, withheld, levels, kept = best
    keys = _keys(steps, levels, len(people))
    counted = Counter((*keys[i], *given[i]) for i in kept)
    rows = [Combination(values, count) for values, count in sorted(counted.items())]
    reports = [_report(c, s, level) for c, s, level in zip(columns, steps, levels, strict=True)]
    same = _same_answer(Counter({row.values: row.people for row in rows}), len(columns))
    return OpenData([*columns, *answers], rows, k, len(people), withheld, reports, same)


def _check(people: Sequence[Person], columns: Sequence[str], k: int, distinct: int, withhold: float) -> None:
    if not people or not columns:
        raise BadInput("nobody")
    for what, value, fine in (("k", k, k >= 2), ("distinct", distinct, distinct >= 1)):
        if not fine:
            raise BadInput("wrong_number", what=what, value=value)
    if not 0 <= withhold < 1:
        raise BadInput("wrong_number", what="withhold", value=withhold)
    for column in columns:
        if not any(column in person for person in people):
            raise BadInput("no_column", column=column)


def _steps(column: str, people: Sequence[Person], ladder: Ladder, missing_as: str) -> list[list[str]]:
    """Return everybody's value at every step of a column's ladder, from as given to all alike."""
    own = [person.get(column) or missing_as for person in people]
    steps = [own]
    for step in ladder:
        if unknown := sorted(set(own) - set(step) - {missing_as}):
            raise BadInput("unknown_answer", answers=", ".join(unknown))
        steps.append([step.get(value, missing_as) for value in own])
    if len(set(steps[-1])) > 1:
        steps.append([ALL] * len(own))
    return steps


def _lost(levels: tuple[int, ...], steps: list[list[list[str]]]) -> Fraction:
    return sum((Fraction(level, max(len(s) - 1, 1)) for level, s in zip(levels, steps, strict=True)), Fraction(0))


def _keys(steps: list[list[list[str]]], levels: tuple[int, ...], people: int) -> list[tuple[str, ...]]:
    chosen = [ladder[level] for ladder, level in zip(steps, levels, strict=True)]
    return list(zip(*chosen, strict=True)) if chosen else [()] * people


def _kept(keys: list[tuple[str, ...]], given: list[tuple[str, ...]], k: int, distinct: int) -> list[int]:
    """Return who may be published: enough people alike in everything, and enough different answers among those alike.

    Withholding one combination leaves fewer answers to the people who look alike, so it is repeated until it rests.
    """
    kept = list(range(len(keys)))
    while True:
        alike = Counter((*keys[i], *given[i]) for i in kept)
        answers: dict[tuple[str, ...], list[set[str]]] = {}
        for i in kept:
            sets = answers.setdefault(keys[i], [set() for _ in given[i]])
            for found, answer in zip(sets, given[i], strict=True):
                found.add(answer)
        fewer = [
            i
            for i in kept
            if alike[(*keys[i], *given[i])] >= k and all(len(found) >= distinct for found in answers[keys[i]])
        ]
        if len(fewer) == len(kept):
            return kept
        kept = fewer


def _report(column: str, steps: list[list[str]], level: int) -> ColumnReport:
    return ColumnReport(column, level, len(steps) - 1, len(set(steps[0])), len(set(steps[level])))


def _same_answer(combinations: Counter[tuple[str, ...]], columns: int) -> int:
    """Count people whose columns appear with one combination of answers only."""
    looks = Counter(values[:columns] for values in combinations)
    return sum(people for values, people in combinations.items() if looks[values[:columns]] == 1)
