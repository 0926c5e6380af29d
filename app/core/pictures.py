"""Positions and lengths of the pictures, from whole numbers. The macros in templates/components draw them."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

HUNDREDTHS = 10_000  # a whole in hundredths of a percent


def hundredths(part: int, whole: int) -> int:
    """Return part of whole in hundredths of a percent, halves up; 0 of nothing is 0."""
    return (2 * part * HUNDREDTHS + whole) // (2 * whole) if whole else 0


def length(part: int, whole: int) -> str:
    """Return part of whole as an SVG length: length(1, 3) is "33.33%"."""
    return _percent(hundredths(part, whole))


def percent_text(part: int, whole: int) -> str:
    """Return part of whole as people read it, one decimal: percent_text(1465, 2500) is "58.6%"."""
    tenths = (2 * part * 1000 + whole) // (2 * whole) if whole else 0
    return f"{tenths // 10}.{tenths % 10}%"


def _percent(value: int) -> str:
    return f"{value // 100}.{value % 100:02}%"


@dataclass(frozen=True)
class Segment:
    """A piece of a bar: where it begins, how long it is (SVG lengths), how it looks."""

    kind: str
    x: str
    width: str


def segments(parts: Sequence[tuple[str, int]], whole: int) -> list[Segment]:
    """Lay (kind, amount) parts end to end on a scale where `whole` fills the width."""
    laid, begun = [], 0
    for kind, amount in parts:
        start, end = hundredths(begun, whole), hundredths(begun + amount, whole)
        if end > start:
            laid.append(Segment(kind, _percent(start), _percent(end - start)))
        begun += amount
    return laid


@dataclass(frozen=True)
class AmountBar:
    """One step of an amount history: what is left, what this step took or added, on the scale of all steps."""

    segments: list[Segment]
    change_won: int


def amount_bars(amounts_won: Sequence[int]) -> list[AmountBar]:
    """Return the bars of amounts in the order in which they came about; all on the largest one's scale."""
    whole = max(amounts_won, default=0)
    bars, before = [], None
    for won in amounts_won:
        change = 0 if before is None else won - before
        kept = won if change <= 0 else won - change
        tail = [("lost", -change)] if change < 0 else [("more", change)] if change > 0 else []
        bars.append(AmountBar(segments([("kept", kept), *tail], whole), change))
        before = won
    return bars


def largest_cut(amounts_won: Sequence[int]) -> int | None:
    """Return the place of the step that took the most, the first of equals; None where nothing was cut."""
    changes = [after - before for before, after in pairwise(amounts_won)]
    lowest = min(changes, default=0)
    return changes.index(lowest) + 1 if lowest < 0 else None


@dataclass(frozen=True)
class Seat:
    """The place of one person's mark in a grid of marks 20 units apart."""

    x: int
    y: int
    group: int


def seats(counts: Sequence[int], per_row: int) -> list[Seat]:
    """Place one mark a person, group after group, row after row."""
    people = [group for group, count in enumerate(counts) for _ in range(count)]
    return [Seat(20 * (i % per_row), 20 * (i // per_row), group) for i, group in enumerate(people)]


def rows_of_seats(counts: Sequence[int], per_row: int) -> int:
    """Return how many rows the grid has."""
    return -(-sum(counts) // per_row)


@dataclass(frozen=True)
class Dot:
    """One score in a dot strip."""

    x: str
    y: int


def dot_strip(scores: Sequence[int], lowest: int, highest: int, gap: int = 7) -> list[Dot]:
    """Stack equal scores; x runs from the lowest possible score to the highest."""
    stacked: dict[int, int] = {}
    dots = []
    for score in sorted(scores):
        level = stacked.get(score, 0)
        stacked[score] = level + 1
        x = 500 + hundredths(score - lowest, highest - lowest) * 9 // 10
        dots.append(Dot(_percent(x), level * gap))
    return dots


def strip_height(scores: Sequence[int], gap: int = 7) -> int:
    """Return the height that the dot strip of these scores needs."""
    return gap * max((scores.count(score) for score in set(scores)), default=1)
