"""When no panel keeps all targets: which of them cannot hold together, and the smallest change that helps.

Conflict: drop one bound after the other; if there is still no panel without it, it is not to blame.
What stays is a smallest set: without any one of them there would be a panel.

Change: let minima fall and maxima rise at a price (1 a seat, for a minimum 2/minimum more, so that
small groups keep theirs), and find the cheapest change that admits a panel. Nothing is changed here.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from voting.sortition.errors import Infeasible
from voting.sortition.problem import Floats, Problem
from voting.sortition.program import Program
from voting.sortition.targets import Target

SUGGESTIONS = 3


@dataclass(frozen=True)
class Change:
    """A bound of one target, and what it would have to be."""

    label: str
    is_minimum: bool
    old: int
    new: int

    def __str__(self) -> str:
        """Return the change in words."""
        what, verb = ("minimum", "lower") if self.is_minimum else ("maximum", "raise")
        return f"{verb} the {what} of {self.label} from {self.old} to {self.new}"


@dataclass(frozen=True)
class Suggestion:
    """Changes that together admit a panel, and their price."""

    changes: list[Change]
    price: float

    @property
    def seats(self) -> int:
        """By how many seats bounds move in all."""
        return sum(abs(change.new - change.old) for change in self.changes)

    def applied(self, targets: Sequence[Target]) -> list[Target]:
        """Return the targets with the changes made."""
        minima = {change.label: change.new for change in self.changes if change.is_minimum}
        maxima = {change.label: change.new for change in self.changes if not change.is_minimum}
        return [replace(t, least=minima.get(t.label, t.least), most=maxima.get(t.label, t.most)) for t in targets]

    def __str__(self) -> str:
        """Return the changes in words."""
        return "; ".join(map(str, self.changes))


@dataclass(frozen=True)
class _Bounds:
    """The bounds that are kept: lower ends and upper ends of cells, lower ends of types."""

    low: Floats
    high: Floats
    at_least_t: Floats


def explain(problem: Problem, targets: Sequence[Target]) -> Infeasible:
    """Return the error that names a smallest conflict and the cheapest changes."""
    return Infeasible(conflict(problem, len(targets)), suggestions(problem, targets))


def has_panel(problem: Problem, low: Floats, high: Floats, at_least_t: Floats | None = None) -> bool:
    """Return whether a panel keeps these bounds of the cells (and of the types)."""
    lower = np.zeros(problem.n_types) if at_least_t is None else at_least_t
    program = Program(
        np.zeros(problem.n_types),
        lower,
        problem.count_t.astype(np.float64),
        problem.rows,
        np.append(low, problem.size),
        np.append(high, problem.size),
        integer=True,
    )
    return program.solve() is not None


def conflict(problem: Problem, n_targets: int, at_least_t: Floats | None = None) -> list[str]:
    """Return a smallest set of bounds that cannot hold together, in words.

    Parameters
    ----------
    problem
        Cells in the order of the targets, address rows after them.
    n_targets
        How many cells are targets.
    at_least_t
        Seats that types must have, to ask why somebody can never be drawn.
    """
    low, high = problem.low_c.astype(np.float64), problem.high_c.astype(np.float64)
    kept: list[tuple[str, slice]] = []
    bounds = [("max", slice(n_targets, None))] if problem.n_cells > n_targets else []
    # Maxima are let go first: "북구 needs 76, 61 are there" says more than "the others have 174 at most".
    bounds += [(end, slice(c, c + 1)) for end in ("max", "min") for c in range(n_targets)]
    for end, cells in bounds:
        array, free = (low, 0.0) if end == "min" else (high, float(problem.size))
        if (array[cells] == free).all():
            continue
        before = array[cells].copy()
        array[cells] = free
        if has_panel(problem, low, high, at_least_t):
            array[cells] = before
            kept.append((end, cells))
    return _sentences(problem, n_targets, kept)


def _sentences(problem: Problem, n_targets: int, kept: Sequence[tuple[str, slice]]) -> list[str]:
    if not kept:
        return [f"Only {problem.n_people} people may be drawn for {problem.size} seats."]
    said = []
    for end, cells in kept:
        c = cells.start
        if c >= n_targets:
            said.append("one person per address")
            continue
        people = int(problem.count_t @ problem.member_ct[c])
        if end == "min" and people < problem.low_c[c]:
            return [f"{problem.label_c[c]} needs at least {problem.low_c[c]} but only {people} people have it."]
        if end == "min":
            said.append(f"{problem.label_c[c]} at least {problem.low_c[c]} (of {people} people)")
        else:
            said.append(f"{problem.label_c[c]} at most {problem.high_c[c]}")
    return [f"With {problem.size} seats these cannot hold together: {'; '.join(said)}."]


def suggestions(problem: Problem, targets: Sequence[Target]) -> list[Suggestion]:
    """Return the cheapest changes that admit a panel, and alternatives that leave one of them alone."""
    first = _cheapest(problem, targets, frozenset())
    if first is None:
        return []
    found = [first]
    for change in first.changes:
        other = _cheapest(problem, targets, frozenset({(change.label, change.is_minimum)}))
        if other is not None and all(set(other.changes) != set(known.changes) for known in found):
            found.append(other)
    return sorted(found, key=lambda suggestion: suggestion.price)[:SUGGESTIONS]


def _cheapest(problem: Problem, targets: Sequence[Target], untouched: frozenset[tuple[str, bool]]) -> Suggestion | None:
    """Solve one integer program over types and the falls and rises of every target."""
    n, m = problem.n_types, len(targets)
    falls = [0 if (t.label, True) in untouched else t.least - (t.least_flex or 0) for t in targets]
    rises = [
        0 if (t.label, False) in untouched else (problem.size if t.most_flex is None else t.most_flex) - t.most
        for t in targets
    ]
    prices = np.concatenate([[1 + 2 / max(t.least, 1) for t in targets], np.ones(m)])
    slack = np.zeros((problem.n_cells + 1, 2 * m))
    slack[np.arange(m), np.arange(m)] = 1.0
    slack[np.arange(m), m + np.arange(m)] = -1.0
    # A fall helps the lower end only and a rise the upper end only: one row for each end.
    rows = np.vstack([np.hstack([problem.rows, slack * (slack > 0)]), np.hstack([problem.rows, slack * (slack < 0)])])
    unbounded = np.full(problem.n_cells + 1, np.inf)
    program = Program(
        np.append(np.zeros(n), prices),
        np.zeros(n + 2 * m),
        np.concatenate([problem.count_t, np.maximum(falls, 0), np.maximum(rises, 0)]).astype(np.float64),
        rows,
        np.concatenate([problem.row_low, -unbounded]),
        np.concatenate([unbounded, problem.row_high]),
        integer=True,
    )
    program.option("mip_rel_gap", 0.0)
    found = program.solve()
    if found is None:
        return None
    moved = np.rint(found.x[n:]).astype(int)
    changes = [Change(t.label, True, t.least, t.least - int(d)) for t, d in zip(targets, moved[:m], strict=True) if d]
    changes += [Change(t.label, False, t.most, t.most + int(d)) for t, d in zip(targets, moved[m:], strict=True) if d]
    return Suggestion(changes, float(prices @ moved))


def why_never(problem: Problem, n_targets: int, t: int) -> str:
    """Return why nobody of type ``t`` is on any panel, in words."""
    at_least_t = np.zeros(problem.n_types)
    at_least_t[t] = 1.0
    low, high = problem.low_c.astype(np.float64), problem.high_c.astype(np.float64)
    if has_panel(problem, low, high, at_least_t):
        return "panels with this person exist, but the method gives them no weight"
    return "with this person on the panel: " + " ".join(conflict(problem, n_targets, at_least_t))
