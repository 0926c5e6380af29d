"""Does an outcome give groups their share?

*EJR+ up to any project* (M. Brill, J. Peters, *Robust and Verifiable Proportionality Axioms for Multiwinner Voting*, EC
2023; for costs): a project outside and some of its supporters violate it if their part of the budget would pay, for each of
them, all that she got and the project besides.

*Priceability* (D. Peters, P. Skowron, *Proportionality and the Limits of Welfarism*, EC 2020): voters with equal endowments
pay for what they support only, each winner is paid in full, and no loser's supporters have more left than its cost.
"""

from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from voting.ballots.election import Election
from voting.explain.losers import Stage
from voting.explain.satisfaction import got_by_group
from voting.rules.stakes import Stakes


@dataclass(frozen=True)
class Violation:
    """A project outside and how many of its supporters deserve it: their money, and the most that one of them got."""

    project: str
    supporters: int
    their_share: Fraction
    got_at_most: Fraction


def ejr_plus_violations(election: Election, selected: Collection[str]) -> tuple[Violation, ...]:
    """Return each project that violates EJR+ up to any project, with its largest justified group; exactly.

    For each project its supporters are sorted by what they got: the first j are the best group of size j.
    """
    _, cost_g = got_by_group(election, selected)
    supports, scale = election.approvals, election.money_scale
    budget, total = int(election.limits.budget * scale), max(1, election.ballots.total_weight)
    found = []
    for p, project in enumerate(election.projects):
        if project.id in set(selected) or project.cost == 0:
            continue
        part = supports.of(p)
        got = cost_g[supports.group_s[part]]
        order = np.argsort(got, kind="stable")
        got, size = got[order], np.cumsum(supports.weight_s[part][order])
        # Whole numbers of unlimited size: size * budget >= (got + cost) * voters.
        price = int(project.cost * scale)
        holds = [j for j in range(len(got)) if int(size[j]) * budget >= (int(got[j]) + price) * total]
        if holds:
            j = holds[-1]
            share = Fraction(int(size[j]) * budget, total * scale)
            found.append(Violation(project.id, int(size[j]), share, Fraction(int(got[j]), scale)))
    return tuple(found)


def unpaid_losers(stakes: Stakes, last: Stage, selected: Collection[str]) -> tuple[str, ...]:
    """Return losers whose supporters have more left at the end of equal shares than the project costs.

    There are none when the count is priceable by its own payments: that is the certificate. ``last`` are the purses at the
    end; that winners are paid in full is checked when the run is counted again.
    """
    left = []
    for p, project in enumerate(stakes.election.projects):
        if project.id in set(selected) or stakes.cost_p[p] > stakes.budget:
            continue
        weight_k = np.bincount(last.class_g[stakes.groups_p[p]], stakes.weights_p[p], len(last.numerators))
        owned = sum(int(weight_k[k]) * last.numerators[k] for k in np.flatnonzero(weight_k).tolist())
        if owned > stakes.cost_p[p] * last.denominator:
            left.append(project.id)
    return tuple(left)
