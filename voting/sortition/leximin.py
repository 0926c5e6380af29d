"""LEXIMIN and MAXIMIN lotteries: target from the relaxed region, peeled into panels, proved.

1. LEXIMIN of the relaxed region gives a target chance for every type, and a bound (relaxation.py).
2. Peel the target into panels (peel.py).
3. If something is left, polish the mixture (polish.py).
4. If that proves the target to be outside the hull of the panels, it gives a cut: go to 1.
5. Otherwise nobody is more than ``shortfall`` below the LEXIMIN vector of a larger set, so the
   mixture is LEXIMIN within ``shortfall``; round its masses to whole weights.
"""

from collections.abc import Callable

import numpy as np

from voting.sortition.certificate import Certificate
from voting.sortition.errors import Infeasible
from voting.sortition.lottery import Lottery, decimal, whole_weights
from voting.sortition.panel_search import best_panel
from voting.sortition.peel import peel
from voting.sortition.polish import GOOD_ENOUGH, Mixture, best_mixture, mixed, polish
from voting.sortition.problem import Floats, Ints, Problem
from voting.sortition.progress import Progress, silent
from voting.sortition.region import Cut, Region, whole_face
from voting.sortition.relaxation import Duals, Relaxed, relaxed_leximin, relaxed_maximin

PEELS = 8
HOPELESS = 0.9  # a peel that lowers the shortfall by less is the last
SOLVER_SEED = 20180911  # of the search for panels; the draw has its own, public one


def leximin(problem: Problem, progress: Progress = silent) -> Lottery:
    """Return the lottery whose chances, sorted upwards, are lexicographically largest.

    Raises
    ------
    Infeasible
        No panel keeps all bounds.
    """
    return lottery_by(problem, "leximin", relaxed_leximin, progress)


def maximin(problem: Problem, progress: Progress = silent) -> Lottery:
    """Return a lottery whose smallest chance is as large as possible.

    Raises
    ------
    Infeasible
        No panel keeps all bounds.
    """
    return lottery_by(problem, "maximin", relaxed_maximin, progress)


def lottery_by(
    problem: Problem, method: str, relaxed: Callable[[Region], Relaxed | None], progress: Progress
) -> Lottery:
    """Return the lottery whose chances are those of ``relaxed``, once cuts have made them possible.

    Raises
    ------
    Infeasible
        No panel keeps all bounds.
    """
    cuts: list[Cut] = []
    while True:
        region = Region.of(problem, cuts)
        target = relaxed(region)
        if target is None:
            raise Infeasible(["Not even a fractional panel exists."])
        progress(f"target known, smallest chance {target.minimum:.6f}; {len(cuts)} cuts")
        mixture = mixture_for(region, target.p_t, progress)
        if mixture.cut is None:
            break
        cuts.append(mixture.cut)
    return Lottery(
        problem,
        method,
        np.array(mixture.panels),
        whole_weights(mixture.mass),
        certificate_of(target.duals),
        cuts,
        levels=tuple((level.held, certificate_of(level.duals)) for level in target.levels),
    )


def mixture_for(region: Region, target_t: Floats, progress: Progress = silent) -> Mixture:
    """Return panels and masses whose chances reach ``target_t``, or the cut that proves it out of reach.

    Raises
    ------
    Infeasible
        There is no panel at all.

    Notes
    -----
    A peel that gets stuck is begun again with other random weights, and all panels found so far are
    mixed anew: on the hardest pools measured two or three peels hold the target between them, where
    column generation alone needs several times as long.
    """
    rng = np.random.default_rng(SOLVER_SEED)
    count_t = region.count_t.astype(np.float64)
    panels: list[Ints] = []
    best = Mixture([], np.zeros(0), 1.0)
    for _ in range(PEELS):
        peeled = peel(region, target_t * count_t, rng, progress)
        panels += peeled.panels
        if not panels:
            break
        mixture = mixed(peeled, target_t, count_t)
        if mixture.shortfall > GOOD_ENOUGH and len(panels) > len(peeled.panels):
            mixture = best_mixture(target_t, count_t, panels)
        progress(f"{len(panels)} panels found, nobody more than {mixture.shortfall:.1e} below the target")
        if mixture.shortfall <= GOOD_ENOUGH:
            return mixture
        if mixture.shortfall > HOPELESS * best.shortfall:
            break
        best = mixture
    mixture = polish(region, target_t, panels or [some_panel(region)], rng, progress)
    progress(f"{len(mixture.panels)} panels kept, nobody more than {mixture.shortfall:.1e} below the target")
    return mixture


def some_panel(region: Region) -> Ints:
    """Return any panel.

    Raises
    ------
    Infeasible
        There is none.
    """
    panel, _ = best_panel(region, np.zeros(len(region.count_t)), whole_face(region), 1.0)
    if panel is None:
        raise Infeasible(["A fractional panel exists, a whole one does not."])
    return panel


def certificate_of(duals: Duals) -> Certificate:
    """Return the duals as exact decimals; rounding them only loosens the bound."""
    return Certificate([decimal(y) for y in duals.y_t], [decimal(a) for a in duals.a_r])
