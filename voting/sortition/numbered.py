"""The lottery as M numbered panels, each as likely as the others: the draw is one public number.

1. A panel of mass w is worth M·w numbers; give it the whole part.
2. Give the numbers left over one by one to the panel that helps those furthest below their chance.
3. Move single numbers from panel to panel while that helps.
4. Within a type the seats go round its people, so that no two of them differ by more than 1/M.

References
----------
Flanigan, Kehne, Procaccia, "Fair sortition made transparent", NeurIPS 2021: uniform lotteries and
bounds on what rounding can cost. Here the loss is measured and published, person by person.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from voting.sortition.lottery import Lottery
from voting.sortition.problem import Floats, Ints
from voting.sortition.roster import Roster

SWEEPS = 60


@dataclass(frozen=True)
class Numbered:
    """``times_k`` numbers of each panel of the lottery, ``sum(times_k)`` in all."""

    times_k: list[int]

    @property
    def total(self) -> int:
        """How many numbered panels there are."""
        return sum(self.times_k)


def numbered(lottery: Lottery, total: int = 1000) -> Numbered:
    """Return the lottery rounded to ``total`` equally likely panels.

    Notes
    -----
    Cost: K·T a try to move a number. What people lose is counted by ``loss``, seats round the type
    included.
    """
    gain_kt = lottery.panels_kt / lottery.problem.count_t
    want_t = np.array([float(p) for p in lottery.chance_t]) * total
    whole = sum(lottery.weight_k)
    times_k = np.array([w * total // whole for w in lottery.weight_k], dtype=np.int64)
    for _ in range(total - int(times_k.sum())):
        times_k[np.argmin(_cost(want_t - times_k @ gain_kt - gain_kt))] += 1
    return Numbered(_moved(times_k, gain_kt, want_t).tolist())


def _cost(short: Floats) -> Floats:
    """Return a sum that the largest shortfalls dominate, for each row of ``short``."""
    return np.asarray((np.maximum(short, 0.0) ** 6).sum(axis=-1))


def _moved(times_k: Ints, gain_kt: Floats, want_t: Floats) -> Ints:
    short_t = want_t - times_k @ gain_kt
    cost = float(_cost(short_t))
    for _ in range(SWEEPS):
        before = cost
        for source in np.flatnonzero(times_k):
            after = _cost(short_t + gain_kt[source] - gain_kt)
            goal = int(np.argmin(after))
            if times_k[source] and after[goal] < cost * (1 - 1e-9):
                times_k[source] -= 1
                times_k[goal] += 1
                short_t = short_t + gain_kt[source] - gain_kt[goal]
                cost = float(after[goal])
        if cost >= before * (1 - 1e-3):
            break
    return times_k


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
