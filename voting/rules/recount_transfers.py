"""Second count of transferable votes in plain fractions, ballot by ballot, straight from the definition."""

from dataclasses import dataclass
from fractions import Fraction

from voting.ballots.election import Election
from voting.rules.recount import MOST_BITS, MOST_ENTRIES, PlainBallot, TooLarge, fits, plain_ballots, who_fits


@dataclass(frozen=True)
class Transfer:
    """What the second count of transferable votes found: who is funded in order, and who was equal at each step."""

    funded: list[int]
    ties: list[tuple[int, tuple[int, ...]]]


class TransfersAgain:
    """Transferable votes in fractions: one fraction of money for each distinct ballot.

    Raises
    ------
    TooLarge
        When the ballots are too many or a fraction has more than ``MOST_BITS`` digits.
    """

    def __init__(
        self, election: Election, place: list[int], *, by_points: bool, by_ratio: bool, minimal: bool = False
    ) -> None:
        self.ballots = list(plain_ballots(election))
        if len(self.ballots) * len(election.projects) > MOST_ENTRIES:
            raise TooLarge
        self.election, self.place, self.by_points, self.by_ratio = election, place, by_points, by_ratio
        self.minimal = minimal
        total = sum(ballot.weight for ballot in self.ballots)
        share = Fraction(election.limits.budget) / total if total else Fraction(0)
        self.money = [share] * len(self.ballots)
        self.ties: list[tuple[int, tuple[int, ...]]] = []
        self.steps = 0

    def parts(self, ballot: PlainBallot, open_p: set[int]) -> dict[int, Fraction]:
        """Return the part of a ballot's money behind each open project."""
        live = [(p, points, level) for p, points, level in ballot.entries if p in open_p]
        if self.by_points:
            live = [entry for entry in live if entry[1] > 0]
            whole = sum(points for _, points, _ in live)
            return {p: Fraction(points, whole) for p, points, _ in live}
        top = min((level for _, _, level in live), default=0)
        first = [entry for entry in live if entry[2] == top]
        return {p: Fraction(1, len(first)) for p, _, _ in first}

    def run(self) -> Transfer:
        """Fund and eliminate, or fund by minimal transfers."""
        projects, limits = self.election.projects, self.election.limits
        named = {p for ballot in self.ballots for p, points, _ in ballot.entries if points > 0}
        open_p = {p for p in named if projects[p].cost <= limits.budget}
        funded: list[int] = []
        out: list[int] = []
        brought_up = True
        while open_p := who_fits(open_p, [projects[q] for q in funded], projects, limits):
            parts = [self.parts(ballot, open_p) for ballot in self.ballots]
            support = self._support(open_p, parts)
            self.steps += 1
            factors = self._factors(open_p, parts, support, brought_up)
            if factors:
                winner = self._first(list(factors), support, best=True)
                for i, own in enumerate(parts):
                    if winner in own:
                        self.money[i] *= max(Fraction(0), 1 - own[winner] * factors[winner])
                funded.append(winner)
                open_p.remove(winner)
            elif self.minimal:
                brought_up = False
                self.steps -= 1
            else:
                loser = self._first(list(open_p), support, best=False)
                out.append(loser)
                open_p.remove(loser)
        for p in reversed(out):
            if fits([projects[q] for q in [*funded, p]], limits):
                funded.append(p)
        return Transfer(funded, self.ties)

    def _support(self, open_p: set[int], parts: list[dict[int, Fraction]]) -> dict[int, Fraction]:
        """Add up the money behind each open project."""
        support = dict.fromkeys(open_p, Fraction(0))
        for ballot, money, own in zip(self.ballots, self.money, parts, strict=True):
            for p, part in own.items():
                support[p] += ballot.weight * money * part
        if max(value.denominator.bit_length() for value in support.values()) > MOST_BITS:
            raise TooLarge
        return support

    def _factors(
        self, open_p: set[int], parts: list[dict[int, Fraction]], support: dict[int, Fraction], brought_up: bool
    ) -> dict[int, Fraction]:
        """Return who can be funded now, and what their supporters' support is multiplied by to be the cost."""
        cost = {p: self.election.projects[p].cost for p in open_p}
        if not brought_up:
            return dict.fromkeys(open_p, Fraction(1))
        ready = {p: Fraction(cost[p]) / support[p] if cost[p] else Fraction(0) for p in open_p if support[p] >= cost[p]}
        if ready or not self.minimal:
            return ready
        found = {p: self._factor(p, Fraction(cost[p]), parts) for p in open_p}
        return {p: times for p, times in found.items() if times is not None}

    def _factor(self, p: int, cost: Fraction, parts: list[dict[int, Fraction]]) -> Fraction | None:
        """Return the least factor at which p's supporters, each up to all she has, raise its cost; try every breakpoint."""
        behind = [
            (ballot.weight * money, own[p])
            for ballot, money, own in zip(self.ballots, self.money, parts, strict=True)
            if p in own and money > 0
        ]
        if sum(money for money, _ in behind) < cost:
            return None
        for part in sorted({part for _, part in behind}, reverse=True):
            if sum(money * min(Fraction(1), own / part) for money, own in behind) >= cost:
                all_of_it = sum((money for money, own in behind if own > part), Fraction(0))
                return (cost - all_of_it) / sum(money * own for money, own in behind if own <= part)
        raise AssertionError("all the money was enough but no breakpoint is")

    def _first(self, among: list[int], support: dict[int, Fraction], *, best: bool) -> int:
        """Return the strongest (or weakest) project; note equal ones."""

        def strength(p: int) -> tuple[int, Fraction]:
            cost = self.election.projects[p].cost
            if not self.by_ratio:
                return 0, support[p] - cost
            return (0, support[p] / cost) if cost else (1, support[p])

        sign = 1 if best else -1
        top = (max if best else min)(strength(p) for p in among)
        equal = sorted((p for p in among if strength(p) == top), key=lambda p: sign * self.place[p])
        if len(equal) > 1:
            self.ties.append((self.steps, tuple(equal)))
        return equal[0]
