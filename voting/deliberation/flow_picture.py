"""Places of the bands in a flow picture: answers before at the left, after at the right.

Everything is a share of the picture's height, from the top; a template only multiplies.
"""

from dataclasses import dataclass

from voting.deliberation.transitions import Transitions

GAP = 0.04


@dataclass(frozen=True)
class Bar:
    """An answer at one side: its top and height."""

    side: str
    answer: str
    people: int
    share: float
    top: float
    height: float


@dataclass(frozen=True)
class Band:
    """People who went from one answer to another: tops at both sides and the common height."""

    before: str
    after: str
    people: int
    share: float
    top_before: float
    top_after: float
    height: float


@dataclass(frozen=True)
class FlowPicture:
    """Bars of both sides and the bands between them; empty ones are left out."""

    bars: list[Bar]
    bands: list[Band]


def flow_picture(table: Transitions, gap: float = GAP) -> FlowPicture:
    """Return where to draw the flows of a transition table; ``gap`` is the space between two answers.

    Examples
    --------
    >>> from voting.deliberation.transitions import transition_table
    >>> picture = flow_picture(transition_table({"1": "a", "2": "b"}, {"1": "b", "2": "b"}))
    >>> [(band.before, band.after, band.top_before, band.height) for band in picture.bands]
    [('a', 'b', 0.0, 0.48), ('b', 'b', 0.52, 0.48)]
    """
    scale = 1 - gap * (len(table.answers) - 1)
    left = _bars("before", [(c.answer, c.people_before, c.share_before) for c in table.changes], scale, gap)
    right = _bars("after", [(c.answer, c.people_after, c.share_after) for c in table.changes], scale, gap)
    next_left = {bar.answer: bar.top for bar in left}
    next_right = {bar.answer: bar.top for bar in right}
    bands = []
    for row in table.rows:
        if not row.people:
            continue
        height = row.share * scale
        bands.append(
            Band(row.before, row.after, row.people, row.share, next_left[row.before], next_right[row.after], height)
        )
        next_left[row.before] += height
        next_right[row.after] += height
    return FlowPicture([bar for bar in [*left, *right] if bar.people], bands)


def _bars(side: str, rows: list[tuple[str, int, float]], scale: float, gap: float) -> list[Bar]:
    bars, top = [], 0.0
    for answer, people, share in rows:
        bars.append(Bar(side, answer, people, share, top, share * scale))
        top += share * scale + gap
    return bars
