"""Other rules straight from their definitions, in fractions, voter by voter or set by set."""

from fractions import Fraction
from itertools import combinations


def phragmen(costs, supporters, budget, place):
    """``supporters[p]`` are voters; stop when one of the equal next projects does not fit."""
    loads = dict.fromkeys({v for who in supporters for v in who}, Fraction(0))
    open_p = {p for p, who in enumerate(supporters) if who and costs[p] <= budget}
    order, moments = [], []
    while open_p:
        when = {p: (costs[p] + sum(loads[v] for v in supporters[p])) / Fraction(len(supporters[p])) for p in open_p}
        first = min(when.values())
        equal = sorted((p for p in open_p if when[p] == first), key=place.__getitem__)
        if any(costs[p] > budget for p in equal):
            break
        winner = equal[0]
        order.append(winner)
        moments.append(first)
        budget -= costs[winner]
        open_p.remove(winner)
        for v in supporters[winner]:
            loads[v] = first
    return order, moments


def best_worth(costs, worths, budget):
    """Return (worth, least cost) of the best set, by trying every set."""
    best = (0, 0)
    for size in range(len(costs) + 1):
        for chosen in combinations(range(len(costs)), size):
            cost = sum(costs[p] for p in chosen)
            worth = sum(worths[p] for p in chosen)
            if cost <= budget and (worth, -cost) > (best[0], -best[1]):
                best = (worth, cost)
    return best


def bounded_overspending(costs, utilities, budget, place):
    """Return (order, rhos)."""
    purses = [Fraction(budget, len(utilities))] * len(utilities)
    left = {p for p, cost in enumerate(costs) if cost > 0}
    order, rhos = [], []
    while True:
        offers = {}
        for p in sorted(left):
            payers = [(purse, u[p]) for purse, u in zip(purses, utilities, strict=True) if u[p] > 0 and purse > 0]
            if not payers or costs[p] > budget:
                continue
            tried = {purse / u for purse, u in payers}
            if sum(purse for purse, _ in payers) >= costs[p]:
                for lam in sorted(tried):
                    if sum(min(purse, lam * u) for purse, u in payers) >= costs[p]:
                        poor = sum(purse for purse, u in payers if purse / u < lam)
                        tried.add((costs[p] - poor) / sum(u for purse, u in payers if purse / u >= lam))
                        break
            options = []
            for lam in tried:
                alpha = min(Fraction(1), sum(min(purse, lam * u) for purse, u in payers) / costs[p])
                options.append((lam / alpha**2, -alpha, lam / alpha))
            judged, _, rho = min(options)  # of equal ones the one that overspends least
            offers[p] = (judged, rho)
        if not offers:
            return order, rhos
        best = min(judged for judged, _ in offers.values())
        winner = min((p for p in offers if offers[p][0] == best), key=place.__getitem__)
        rho = offers[winner][1]
        order.append(winner)
        rhos.append(rho)
        purses = [purse - min(purse, rho * u[winner]) for purse, u in zip(purses, utilities, strict=True)]
        budget -= costs[winner]
        left.remove(winner)


def transfers(costs, parts_of, voters, budget, place, by_ratio):
    """``parts_of(v, open_p)`` are the parts of v's money on open projects; return who is funded, then who comes back."""
    money = [Fraction(budget, voters)] * voters
    open_p = {
        p for p, cost in enumerate(costs) if cost <= budget and any(parts_of(v, {p}).get(p) for v in range(voters))
    }
    funded, out = [], []
    while open_p:
        parts = [parts_of(v, open_p) for v in range(voters)]
        support = {p: sum(money[v] * parts[v].get(p, 0) for v in range(voters)) for p in open_p}
        rank = {p: support[p] / costs[p] if by_ratio else support[p] - costs[p] for p in open_p}
        ready = [p for p in open_p if support[p] >= costs[p]]
        if ready:
            top = max(rank[p] for p in ready)
            winner = min((p for p in ready if rank[p] == top), key=place.__getitem__)
            keep = Fraction(costs[winner]) / support[winner]
            money = [m - m * parts[v].get(winner, 0) * keep for v, m in enumerate(money)]
            funded.append(winner)
            open_p.remove(winner)
        else:
            low = min(rank.values())
            loser = max((p for p in open_p if rank[p] == low), key=place.__getitem__)
            out.append(loser)
            open_p.remove(loser)
        open_p = {p for p in open_p if costs[p] <= budget - sum(costs[q] for q in funded)}
    for p in reversed(out):
        if costs[p] <= budget - sum(costs[q] for q in funded):
            funded.append(p)
    return funded


def minimal_transfers(costs, points, budget, place, by_ratio):
    """``points[v][p]``; return who is funded by those who have or move enough, then who is accepted with less."""
    voters = range(len(points))
    money = [Fraction(budget, len(points))] * len(points)
    open_p = {p for p, cost in enumerate(costs) if cost <= budget and any(row[p] for row in points)}
    funded, short = [], False
    while open_p := {p for p in open_p if costs[p] <= budget - sum(costs[q] for q in funded)}:
        whole = [sum(row[p] for p in open_p) for row in points]
        part = {p: [Fraction(points[v][p], whole[v]) if points[v][p] else 0 for v in voters] for p in open_p}
        support = {p: sum(money[v] * part[p][v] for v in voters) for p in open_p}
        rank = {p: support[p] / costs[p] if by_ratio else support[p] - costs[p] for p in open_p}
        times = {p: costs[p] / support[p] for p in open_p if support[p] >= costs[p]}
        if not times and not short:
            for p in open_p:
                for limit in sorted({1 / x for x in part[p] if x}):
                    raised = [money[v] * min(1, limit * part[p][v]) for v in voters]
                    if sum(raised) >= costs[p]:
                        poor = sum(money[v] for v in voters if part[p][v] * limit > 1)
                        times[p] = (costs[p] - poor) / sum(
                            money[v] * part[p][v] for v in voters if part[p][v] * limit <= 1
                        )
                        break
        if not times:
            short = True
            times = dict.fromkeys(open_p, 1)
        top = max(rank[p] for p in times)
        winner = min((p for p in times if rank[p] == top), key=place.__getitem__)
        money = [max(Fraction(0), money[v] * (1 - times[winner] * part[winner][v])) for v in voters]
        funded.append(winner)
        open_p.remove(winner)
    return funded
