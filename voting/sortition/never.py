"""People whom no panel can hold, each with the reason."""

from voting.sortition.grouping import Grouping
from voting.sortition.infeasible import why_never
from voting.sortition.lottery import Lottery

EXPLAINED = 20  # types; a reason costs one small integer program for each bound


def never_chosen(grouping: Grouping, lottery: Lottery, n_targets: int) -> dict[int, str]:
    """Return the reason by position in the pool of everybody whose chance is nought.

    Under LEXIMIN, MAXIMIN of a positive minimum and Nash that means that no panel keeps the targets
    with her on it.
    """
    found: dict[int, str] = {}
    without = [t for t, chance in enumerate(lottery.chance_t) if chance == 0]
    for at, t in enumerate(without):
        reason = why_never(grouping.problem, n_targets, t) if at < EXPLAINED else "not examined, as many others"
        found |= dict.fromkeys(grouping.members_t[t], reason)
    return found
