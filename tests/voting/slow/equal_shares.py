"""Equal shares voter by voter in fractions, straight from the definition; nothing of voting/rules is used."""

from fractions import Fraction


def equal_shares(costs, utilities, endowment, place):
    """Return (order, prices per unit of utility, sets of equals).

    ``utilities[i][p]`` is what voter i gets from p; ``place`` is the tie order.
    """
    purses = [Fraction(endowment)] * len(utilities)
    left = set(range(len(costs)))
    order, rhos, ties = [], [], []
    while True:
        rho_of = {p: rho for p in left if (rho := least_rho(p, costs, utilities, purses)) is not None}
        if not rho_of:
            return order, rhos, ties
        best = min(rho_of.values())
        equal = sorted((p for p in rho_of if rho_of[p] == best), key=place.__getitem__)
        winner = equal[0]
        order.append(winner)
        rhos.append(best)
        ties.append(tuple(equal) if len(equal) > 1 else ())
        purses = [purse - min(purse, best * u[winner]) for purse, u in zip(purses, utilities, strict=True)]
        left.remove(winner)


def least_rho(p, costs, utilities, purses):
    """Return the least rho at which p's supporters raise its cost, by trying every breakpoint."""
    payers = [(purse, u[p]) for purse, u in zip(purses, utilities, strict=True) if u[p] > 0 and purse > 0]
    if sum(purse for purse, _ in payers) < costs[p] or costs[p] == 0:
        return None
    breakpoints = sorted({purse / u for purse, u in payers})
    for rho in breakpoints:
        if sum(min(purse, rho * u) for purse, u in payers) >= costs[p]:
            poor = sum(purse for purse, u in payers if purse / u < rho)
            return (costs[p] - poor) / sum(u for purse, u in payers if purse / u >= rho)
    return None


def add1(costs, utilities, budget, start, place, fits):
    """Raise the endowment by one until ``fits(order)`` says stop or the next would overspend."""
    step = 0
    order, _, _ = equal_shares(costs, utilities, start, place)
    while not fits(order):
        after, _, _ = equal_shares(costs, utilities, start + step + 1, place)
        if sum(costs[p] for p in after) > budget:
            break
        step, order = step + 1, after
    return step, order
