"""Who sits on which numbered panel: within a type the seats go round its people.

So no two people of a type differ by more than 1/M; among people who share an address, where a
household may sit out because another of it sits, the measured loss says what it cost.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from voting.sortition.roster import Roster


def numbered_panels(roster: Roster, panels_kt: Sequence[Sequence[int]], times_k: Sequence[int]) -> list[list[str]]:
    """Return the people of every numbered panel; panel number 1 is the first.

    Seats of a type go to those of its people who have had fewest so far, in the order of their
    pseudonyms; nobody from a household that already has somebody on that panel.
    """
    had: dict[str, int] = {name: 0 for names in roster.people_t for name in names}
    at_t = [0] * len(roster.people_t)
    panels = []
    for panel_t, times in zip(panels_kt, times_k, strict=True):
        for _ in range(times):
            chosen: list[str] = []
            homes: set[int] = set()
            for t, seats in enumerate(panel_t):
                if seats and roster.kind_t[t] < 0:
                    chosen += _next_round(roster.people_t[t], at_t[t], seats)
                    at_t[t] += seats
                elif seats:
                    chosen += _next_homes(roster, t, seats, had, homes)
            panels.append(sorted(chosen))
    return panels


def _next_round(names: Sequence[str], at: int, seats: int) -> list[str]:
    return [names[(at + step) % len(names)] for step in range(seats)]


def _next_homes(roster: Roster, t: int, seats: int, had: dict[str, int], homes: set[int]) -> list[str]:
    chosen: list[str] = []
    for name in sorted(roster.people_t[t], key=lambda name: (had[name], name)):
        home = roster.home_of[name]
        if len(chosen) < seats and home not in homes:
            homes.add(home)
            had[name] += 1
            chosen.append(name)
    return chosen


@dataclass(frozen=True)
class Loss:
    """What rounding costs: smallest chance, worst loss of a person, people with a chance on no number."""

    min_chance: Fraction
    worst: Fraction
    left_out: int


def loss(
    chance_t: Sequence[Fraction], roster: Roster, panels_kt: Sequence[Sequence[int]], times_k: Sequence[int]
) -> Loss:
    """Return what the people lose by the numbered panels against their exact chances."""
    total = sum(times_k)
    fewest, worst, left_out = total, Fraction(0), 0
    for chance, (least, missing) in zip(chance_t, _fewest_t(roster, panels_kt, times_k), strict=True):
        fewest = min(fewest, least)
        worst = max(worst, chance - Fraction(least, total))
        left_out += missing if chance else 0
    return Loss(Fraction(fewest, total), worst, left_out)


def _fewest_t(roster: Roster, panels_kt: Sequence[Sequence[int]], times_k: Sequence[int]) -> list[tuple[int, int]]:
    """Return per type how often its least drawn person is on a number, and how many are on none."""
    if roster.kinds:
        drawn = Counter(name for panel in numbered_panels(roster, panels_kt, times_k) for name in panel)
        return [
            (min(drawn[name] for name in names), sum(not drawn[name] for name in names)) for names in roster.people_t
        ]
    seats_t = [0] * len(roster.people_t)
    for panel_t, times in zip(panels_kt, times_k, strict=True):
        for t, seats in enumerate(panel_t):
            seats_t[t] += times * seats
    return [
        (seats // len(names), max(0, len(names) - seats)) for seats, names in zip(seats_t, roster.people_t, strict=True)
    ]
