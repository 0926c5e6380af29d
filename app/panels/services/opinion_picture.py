"""Where the groups of an opinion map stand in its picture: one scale for both axes, so that near is alike."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

REACH = 1.5  # an ellipse reaches so many standard deviations from the centre of its group
LEAST_RADIUS = 26  # so that the letter fits
ROOM = 12  # white at the edges


@dataclass(frozen=True)
class Ellipse:
    """A group: letter, people, centre and radii in units of the drawing."""

    letter: str
    people: int
    cx: float
    cy: float
    rx: float
    ry: float


def ellipses(groups: Sequence[Mapping[str, Any]], width: int, height: int) -> list[Ellipse]:
    """Return an ellipse a group inside ``width`` x ``height``; y grows upwards on the map, downwards in the drawing."""
    if not groups:
        return []
    edge = LEAST_RADIUS + ROOM
    (left, right), (low, high) = (_bounds(groups, axis) for axis in (0, 1))
    scale = min((width - 2 * edge) / max(right - left, 1e-9), (height - 2 * edge) / max(high - low, 1e-9))
    middle = (left + right) / 2, (low + high) / 2
    return [
        Ellipse(
            group["letter"],
            group["people"],
            round(width / 2 + (group["centre"][0] - middle[0]) * scale, 1),
            round(height / 2 - (group["centre"][1] - middle[1]) * scale, 1),
            round(max(REACH * group["scatter"][0] * scale, LEAST_RADIUS), 1),
            round(max(REACH * group["scatter"][1] * scale, LEAST_RADIUS), 1),
        )
        for group in groups
    ]


def _bounds(groups: Sequence[Mapping[str, Any]], axis: int) -> tuple[float, float]:
    low = min(group["centre"][axis] - REACH * group["scatter"][axis] for group in groups)
    return low, max(group["centre"][axis] + REACH * group["scatter"][axis] for group in groups)
