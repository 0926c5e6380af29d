"""Equal shares round by round: who paid, and what each winner took from the supporters of each loser."""

from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from voting.explain.losers import Stage
from voting.rules.stakes import Stakes


@dataclass(frozen=True)
class Payment:
    """What one ballot group paid for one project: for each of its voters, and what each had left afterwards."""

    project: str
    paid: Fraction
    left: Fraction


def payments_of_group(stakes: Stakes, rounds: list[Stage], group: int) -> tuple[Payment, ...]:
    """Return the water level of one ballot group: its payments in order, exact, in currency units."""
    purses = [Fraction(s.numerators[int(s.class_g[group])], s.denominator * stakes.money_scale) for s in rounds]
    return tuple(
        Payment(stakes.election.projects[stage.winner].id, before - after, after)
        for stage, before, after in zip(rounds, purses, purses[1:], strict=False)
        if stage.winner is not None and before != after
    )


@dataclass(frozen=True)
class MoneyBehind:
    """A loser: what its supporters had at the start, what each winner took of it, what was left at the end."""

    project: str
    at_start: Fraction
    taken: tuple[tuple[str, Fraction], ...]
    at_end: Fraction


def money_behind(stakes: Stakes, rounds: list[Stage], selected: Collection[str]) -> tuple[MoneyBehind, ...]:
    """Return the money behind each loser (project loss), exact, in currency units; winners that took most first."""
    found = []
    for p, project in enumerate(stakes.election.projects):
        if project.id in set(selected) or stakes.weight_p[p] == 0:
            continue
        owned = [_owned(stakes, stage, p) for stage in rounds]
        taken = [
            (stakes.election.projects[stage.winner].id, before - after)
            for stage, before, after in zip(rounds, owned, owned[1:], strict=False)
            if stage.winner is not None and before != after
        ]
        found.append(MoneyBehind(project.id, owned[0], tuple(sorted(taken, key=lambda row: -row[1])), owned[-1]))
    return tuple(found)


def _owned(stakes: Stakes, stage: Stage, p: int) -> Fraction:
    """Return what p's supporters own together at a stage."""
    weight_k = np.bincount(stage.class_g[stakes.groups_p[p]], stakes.weights_p[p], len(stage.numerators))
    total = sum(int(weight_k[k]) * stage.numerators[k] for k in np.flatnonzero(weight_k).tolist())
    return Fraction(total, stage.denominator * stakes.money_scale)
