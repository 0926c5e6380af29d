"""People at tables over rounds: what a seating costs, and what a swap of two people would change.

Cost = 3 · seats outside the proportional share of a value (rounded down to up), over tables and rounds
     + sum over pairs of C(m, 2), m = how often they sit together (so a first meeting is free)
     + 20 · rules broken (apart, together, moderators, accessible tables).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations
from math import ceil, floor

IMBALANCE, RULE = 3, 20


@dataclass(frozen=True)
class Rules:
    """What must hold in every round; people and tables by number from 0."""

    apart: Sequence[tuple[int, int]] = ()
    together: Sequence[tuple[int, int]] = ()
    moderators: frozenset[int] = frozenset()
    needs_access: frozenset[int] = frozenset()
    accessible: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Plan:
    """What to seat.

    Parameters
    ----------
    values_fi
        Values of each feature to balance, ``values_fi[f][i]``.
    table_sizes
        Seats taken at each table; their sum is the number of people.
    rounds
        How often people change tables.
    rules
        Hard rules.
    """

    values_fi: Sequence[Sequence[str]]
    table_sizes: Sequence[int]
    rounds: int
    rules: Rules = field(default_factory=Rules)

    @property
    def n_people(self) -> int:
        """Number of people."""
        return sum(self.table_sizes)


class Seating:
    """A seating of all rounds, with everything counted that a swap needs."""

    def __init__(self, plan: Plan, table_ri: Sequence[Sequence[int]]) -> None:
        self.plan = plan
        self.table_ri = [list(row) for row in table_ri]
        n, n_tables = plan.n_people, len(plan.table_sizes)
        self.at_rt = [[[i for i in range(n) if row[i] == t] for t in range(n_tables)] for row in self.table_ri]
        self.meetings_ij = [[0] * n for _ in range(n)]
        for round_tables in self.at_rt:
            for people in round_tables:
                for i, j in combinations(people, 2):
                    self.meetings_ij[i][j] += 1
                    self.meetings_ij[j][i] += 1
        self._number_values()
        self._count_values()
        self._mark_rules()

    def _number_values(self) -> None:
        """Number the values of all features on end; moderators are one more feature, with a rule's weight."""
        plan, n, n_tables = self.plan, self.plan.n_people, len(self.plan.table_sizes)
        self.value_if: list[list[int]] = [[] for _ in range(n)]
        self.weight_v: list[int] = []
        self.share_vt: list[list[float]] = []
        for column in plan.values_fi:
            number = {value: len(self.weight_v) + at for at, value in enumerate(dict.fromkeys(column))}
            self.weight_v += [IMBALANCE] * len(number)
            self.share_vt += [[size * column.count(value) / n for size in plan.table_sizes] for value in number]
            for i, value in enumerate(column):
                self.value_if[i].append(number[value])
        if plan.rules.moderators:
            # As many at a small table as at a large one; the others are not counted.
            yes = len(self.weight_v)
            self.weight_v += [RULE, 0]
            self.share_vt += [[len(plan.rules.moderators) / n_tables] * n_tables, [0.0] * n_tables]
            for i in range(n):
                self.value_if[i].append(yes if i in plan.rules.moderators else yes + 1)

    def _count_values(self) -> None:
        """Count values at tables, and what every possible count costs."""
        sizes = self.plan.table_sizes
        self.count_rtv = [[[0] * len(self.weight_v) for _ in sizes] for _ in self.table_ri]
        for r, row in enumerate(self.table_ri):
            for i, t in enumerate(row):
                for v in self.value_if[i]:
                    self.count_rtv[r][t][v] += 1
        self.cost_tvc = [
            [
                [weight * outside(c, share_t[t]) for c in range(size + 2)]
                for share_t, weight in zip(self.share_vt, self.weight_v, strict=True)
            ]
            for t, size in enumerate(sizes)
        ]

    def _mark_rules(self) -> None:
        n, rules = self.plan.n_people, self.plan.rules
        self.apart_i: list[set[int]] = [set() for _ in range(n)]
        self.together_i: list[set[int]] = [set() for _ in range(n)]
        for pairs, marks in ((rules.apart, self.apart_i), (rules.together, self.together_i)):
            for i, j in pairs:
                marks[i].add(j)
                marks[j].add(i)
        self.has_rule_i = [bool(self.apart_i[i] or self.together_i[i] or i in rules.needs_access) for i in range(n)]

    def swap_cost(self, r: int, i: int, j: int) -> int:
        """Return by how much the cost rises if two people of round ``r`` change places."""
        a, b = self.table_ri[r][i], self.table_ri[r][j]
        met_i, met_j = self.meetings_ij[i], self.meetings_ij[j]
        change = 0
        # A pair that has met m times costs C(m, 2): a meeting more costs m, one less saves m - 1.
        for other in self.at_rt[r][a]:
            change += met_j[other] - met_i[other]
        for other in self.at_rt[r][b]:
            change += met_i[other] - met_j[other]
        # Above i and j stand among the others: met_x[x] is 0 by construction, and the pair itself stays
        # apart; each of the (size - 1) meetings given up saves one less than its count.
        change += len(self.at_rt[r][a]) + len(self.at_rt[r][b]) - 2 - 2 * met_i[j]
        for u, v in zip(self.value_if[i], self.value_if[j], strict=True):
            if u != v:
                change += self._value_cost(r, a, u, v) + self._value_cost(r, b, v, u)
        if self.has_rule_i[i] or self.has_rule_i[j]:
            change += RULE * self._rule_change(r, i, j)
        return change

    def _value_cost(self, r: int, t: int, leaving: int, coming: int) -> int:
        counts, costs = self.count_rtv[r][t], self.cost_tvc[t]
        fewer, more = counts[leaving], counts[coming]
        return costs[leaving][fewer - 1] - costs[leaving][fewer] + costs[coming][more + 1] - costs[coming][more]

    def _rule_change(self, r: int, i: int, j: int) -> int:
        row = self.table_ri[r]
        before = self._broken_by(row, i) + self._broken_by(row, j)
        row[i], row[j] = row[j], row[i]
        after = self._broken_by(row, i) + self._broken_by(row, j)
        row[i], row[j] = row[j], row[i]
        return after - before

    def _broken_by(self, row: Sequence[int], i: int) -> int:
        table, rules = row[i], self.plan.rules
        broken = sum(row[j] == table for j in self.apart_i[i]) + sum(row[j] != table for j in self.together_i[i])
        return broken + (i in rules.needs_access and table not in rules.accessible)

    def swap(self, r: int, i: int, j: int) -> None:
        """Let two people of round ``r`` change places."""
        a, b = self.table_ri[r][i], self.table_ri[r][j]
        for person, other, table in ((i, j, a), (j, i, b)):
            people = self.at_rt[r][table]
            people.remove(person)
            for mate in people:
                self.meetings_ij[person][mate] -= 1
                self.meetings_ij[mate][person] -= 1
                self.meetings_ij[other][mate] += 1
                self.meetings_ij[mate][other] += 1
        self.at_rt[r][a].append(j)
        self.at_rt[r][b].append(i)
        self.table_ri[r][i], self.table_ri[r][j] = b, a
        for u, v in zip(self.value_if[i], self.value_if[j], strict=True):
            for table, leaving, coming in ((a, u, v), (b, v, u)):
                self.count_rtv[r][table][leaving] -= 1
                self.count_rtv[r][table][coming] += 1

    def cost(self) -> int:
        """Return the whole cost, counted anew."""
        pairs = sum(m * (m - 1) // 2 for i, row in enumerate(self.meetings_ij) for m in row[:i])
        values = sum(
            self.cost_tvc[t][v][c]
            for tables in self.count_rtv
            for t, counts in enumerate(tables)
            for v, c in enumerate(counts)
        )
        return pairs + values + RULE * self.rules_broken()

    def rules_broken(self) -> int:
        """Return how often a rule of apart, together or access is broken, pairs counted once a round."""
        rules = self.plan.rules
        return sum(
            sum(row[i] == row[j] for i, j in rules.apart)
            + sum(row[i] != row[j] for i, j in rules.together)
            + sum(row[i] not in rules.accessible for i in rules.needs_access)
            for row in self.table_ri
        )


def outside(count: int, share: float) -> int:
    """Return by how many seats a count lies outside the share, rounded down to up.

    >>> outside(2, 2.5), outside(3, 2.5), outside(5, 2.5), outside(1, 2.0)
    (0, 0, 2, 1)
    """
    least, most = floor(share + 1e-9), ceil(share - 1e-9)
    return max(least - count, count - most, 0)
