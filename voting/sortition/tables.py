"""Seat people at tables over several rounds, by simulated annealing of swaps.

1. Deal the people, sorted by their features, round-robin to the tables.
2. Propose to swap two people of one round; take it if it lowers the cost, or with chance exp(-rise/T).
3. Let T fall from 2 to 0.01; keep the best seating; stop early when nothing is left to improve.

References
----------
Kirkpatrick, Gelatt, Vecchi, "Optimization by simulated annealing", Science 220 (1983), 671-680. The
case without features is the social golfer problem.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from math import exp

from voting.sortition.errors import BadInput
from voting.sortition.progress import Progress, silent
from voting.sortition.seating import Plan, Seating, outside

HOT, COLD = 2.0, 0.01
PROPOSALS = 1_500_000
COOLINGS = 400


@dataclass(frozen=True)
class Tables:
    """A seating and what it achieves.

    Parameters
    ----------
    table_ri
        Table of each person in each round, from 0.
    pairs_met, meetings
        Pairs that sit together at least once, and meetings in all (a pair may meet again).
    least_mates, mean_mates
        Different table-mates of the person with the fewest, and on average.
    imbalance
        Seats outside the proportional share of their value, over all tables and rounds.
    rules_broken
        Rules of apart, together, moderators and access that could not be kept.
    """

    table_ri: list[list[int]]
    pairs_met: int
    meetings: int
    least_mates: int
    mean_mates: float
    imbalance: int
    rules_broken: int

    @property
    def repeats(self) -> int:
        """Meetings of pairs that had met before."""
        return self.meetings - self.pairs_met


def table_sizes(n_people: int, n_tables: int) -> list[int]:
    """Return sizes that differ by at most one, the larger tables first.

    Raises
    ------
    BadInput
        No table, or more tables than people.
    """
    if not 1 <= n_tables <= n_people:
        raise BadInput.of("tables", f"{n_people} people cannot fill {n_tables} tables.", "Give fewer tables.")
    small, larger = divmod(n_people, n_tables)
    return [small + 1] * larger + [small] * (n_tables - larger)


def seat(plan: Plan, seed: int = 0, progress: Progress = silent, proposals: int = PROPOSALS) -> Tables:
    """Return a seating of low cost; the same for the same seed and the same number of proposals.

    Raises
    ------
    BadInput
        Rules that contradict each other at sight, or nobody to seat.
    """
    _refuse_contradictions(plan)
    rng = random.Random(seed)  # noqa: S311 - who sits where is no lottery about chances
    seating = Seating(plan, _dealt(plan))
    cost = best = seating.cost()
    kept = [list(row) for row in seating.table_ri]
    n, n_tables = plan.n_people, len(plan.table_sizes)
    temperature, fall = HOT, (COLD / HOT) ** (1 / COOLINGS)
    for cooling in range(COOLINGS):
        if best == 0 or n_tables == 1:
            break
        for _ in range(proposals // COOLINGS):
            r, i, j = int(rng.random() * plan.rounds), int(rng.random() * n), int(rng.random() * n)
            if seating.table_ri[r][i] == seating.table_ri[r][j]:
                continue
            rise = seating.swap_cost(r, i, j)
            if rise <= 0 or rng.random() < exp(-rise / temperature):
                seating.swap(r, i, j)
                cost += rise
                if cost < best:
                    best, kept = cost, [list(row) for row in seating.table_ri]
        temperature *= fall
        progress(f"cost {best} after {cooling * (proposals // COOLINGS)} proposals")
    return report(plan, kept)


def _dealt(plan: Plan) -> list[list[int]]:
    """Return the first seating: people sorted by their values, dealt to the tables that have room."""
    order = sorted(range(plan.n_people), key=lambda i: [column[i] for column in plan.values_fi])
    seats = [t for place in range(max(plan.table_sizes)) for t, size in enumerate(plan.table_sizes) if place < size]
    table_of = dict(zip(order, seats, strict=True))
    return [[table_of[i] for i in range(plan.n_people)] for _ in range(plan.rounds)]


def _refuse_contradictions(plan: Plan) -> None:
    rules = plan.rules
    if not plan.n_people or plan.rounds < 1:
        raise BadInput.of("nobody", "There is nobody to seat, or no round.", "Give people and rounds.")
    both = {frozenset(pair) for pair in rules.apart} & {frozenset(pair) for pair in rules.together}
    if both:
        raise BadInput.of("contradiction", "A pair is to sit both apart and together.", "Remove one of the two.")
    room = sum(plan.table_sizes[t] for t in rules.accessible)
    if len(rules.needs_access) > room:
        text = f"{len(rules.needs_access)} people need accessible tables, which have {room} seats."
        raise BadInput.of("access", text, "Name more accessible tables.")


def report(plan: Plan, table_ri: Sequence[Sequence[int]]) -> Tables:
    """Return what a seating achieves, counted from the seating alone."""
    n = plan.n_people
    mates: list[set[int]] = [set() for _ in range(n)]
    meetings = 0
    for row in table_ri:
        for t in range(len(plan.table_sizes)):
            people = [i for i in range(n) if row[i] == t]
            meetings += len(people) * (len(people) - 1) // 2
            for i in people:
                mates[i].update(people)
    met = [len(found) - 1 for found in mates]
    seating = Seating(plan, table_ri)
    return Tables(
        [list(row) for row in table_ri],
        sum(met) // 2,
        meetings,
        min(met),
        sum(met) / n,
        sum(_imbalance(plan, table_ri, column) for column in plan.values_fi),
        seating.rules_broken() + _moderators_missing(plan, table_ri),
    )


def _imbalance(plan: Plan, table_ri: Sequence[Sequence[int]], column: Sequence[str]) -> int:
    found = 0
    for row in table_ri:
        for t, size in enumerate(plan.table_sizes):
            there = [column[i] for i in range(plan.n_people) if row[i] == t]
            for value in dict.fromkeys(column):
                found += outside(there.count(value), size * column.count(value) / plan.n_people)
    return found


def _moderators_missing(plan: Plan, table_ri: Sequence[Sequence[int]]) -> int:
    n_tables = len(plan.table_sizes)
    share = len(plan.rules.moderators) / n_tables
    return sum(
        outside(sum(row[i] == t for i in plan.rules.moderators), share) for row in table_ri for t in range(n_tables)
    )
