"""The lottery as M numbered panels, each as likely as the others: the draw is one public number.

1. A panel of mass w is worth M·w numbers; give it the whole part.
2. Give the numbers left over one by one to the panel that helps those furthest below their chance.
3. Move single numbers from panel to panel while that helps.
4. Look for panels outside the lottery: an integer program finds the panel that those furthest below
   want most; it takes a number from the panel that is missed least, while that helps.

Step 4 matters where hardly two people are alike: rounding 422 panels of 1,343 types leaves somebody 2.5
numbers short, some twenty further panels bring that to 1.5. Who sits on which numbered panel is told in
``rotation.py``.

References
----------
Flanigan, Kehne, Procaccia, "Fair sortition made transparent", NeurIPS 2021: uniform lotteries and
bounds on what rounding can cost. Here the loss is measured and published, person by person.
"""

from dataclasses import replace

import numpy as np

from voting.sortition.lottery import Lottery
from voting.sortition.panel_search import best_panel
from voting.sortition.problem import Floats, Ints, Problem
from voting.sortition.progress import Progress, silent
from voting.sortition.region import Region, whole_face

SWEEPS, WORK = 60, 5e8  # sweeps over all panels, and comparisons after which they end: large pools gain little
NEW_PANELS, FAILURES = 60, 4  # panels to look for, and how many in a row may not help
NEAR = 0.1  # gap of the search for them: any good panel will do
POWER = 6
SEED = 1  # of the noise in that search; the draw has the public one


def numbered(lottery: Lottery, total: int = 1000, progress: Progress = silent) -> tuple[Lottery, list[int]]:
    """Return the lottery with what panels it needs besides (of weight nought), and the numbers of each panel.

    Parameters
    ----------
    lottery
        Panels with whole weights.
    total
        How many equally likely numbers there are.

    Notes
    -----
    Cost: K·T a try to move a number, and some tens of integer programs over types. What people lose is
    counted by ``rotation.loss``.
    """
    gain_kt = lottery.panels_kt / lottery.problem.count_t
    want_t = np.array([float(p) for p in lottery.chance_t]) * total
    whole = sum(lottery.weight_k)
    times_k = np.array([w * total // whole for w in lottery.weight_k], dtype=np.int64)
    for _ in range(total - int(times_k.sum())):
        times_k[np.argmin(_cost(want_t - times_k @ gain_kt - gain_kt))] += 1
    progress("numbering the panels")
    times_k = _moved(times_k, gain_kt, want_t)
    panels_kt, times_k = _with_new_panels(lottery.problem, lottery.panels_kt, times_k, want_t, progress)
    return _in_order(lottery, panels_kt, times_k)


def _in_order(lottery: Lottery, panels_kt: Ints, times_k: Ints) -> tuple[Lottery, list[int]]:
    """Return panels, weights and numbers in the order of the panels' seats, equal panels joined."""
    weight_of: dict[tuple[int, ...], int] = {}
    times_of: dict[tuple[int, ...], int] = {}
    weights = [*lottery.weight_k, *[0] * (len(panels_kt) - len(lottery.weight_k))]
    for panel, weight, times in zip(map(tuple, panels_kt.tolist()), weights, times_k.tolist(), strict=True):
        weight_of[panel] = weight_of.get(panel, 0) + weight
        times_of[panel] = times_of.get(panel, 0) + times
    used = sorted(panel for panel in weight_of if weight_of[panel] or times_of[panel])
    found = replace(lottery, panels_kt=np.array(used, dtype=np.int64), weight_k=[weight_of[panel] for panel in used])
    return found, [times_of[panel] for panel in used]


def _cost(short: Floats) -> Floats:
    """Return a sum that the largest shortfalls dominate, for each row of ``short``."""
    return np.asarray((np.maximum(short, 0.0) ** POWER).sum(axis=-1))


def _moved(times_k: Ints, gain_kt: Floats, want_t: Floats) -> Ints:
    short_t = want_t - times_k @ gain_kt
    cost = float(_cost(short_t))
    for _ in range(max(1, min(SWEEPS, int(WORK / (len(gain_kt) * gain_kt.size))))):
        before = cost
        for source in np.flatnonzero(times_k):
            after = _cost(short_t + gain_kt[source] - gain_kt)
            goal = int(np.argmin(after))
            if times_k[source] and after[goal] < cost * (1 - 1e-9):
                times_k[source] -= 1
                times_k[goal] += 1
                short_t = short_t + gain_kt[source] - gain_kt[goal]
                cost = float(after[goal])
        if cost >= before * (1 - 1e-3):
            break
    return times_k


def _with_new_panels(
    problem: Problem, panels_kt: Ints, times_k: Ints, want_t: Floats, progress: Progress
) -> tuple[Ints, Ints]:
    """Return panels and numbers after panels from outside have taken numbers where that helps."""
    region = Region.of(problem, [])
    face, count_t = whole_face(region), problem.count_t
    rng = np.random.default_rng(SEED)
    short_t = want_t - times_k @ (panels_kt / count_t)
    failures = 0
    for at in range(NEW_PANELS):
        cost = float(_cost(short_t))
        if cost < 1.0 or failures == FAILURES:  # nobody is a whole number short
            break
        progress(f"numbering the panels, {at} further ones tried")
        noise = rng.uniform(0.7, 1.3, len(count_t)) if failures else 1.0
        panel, _ = best_panel(region, np.maximum(short_t, 0.0) ** (POWER - 1) / count_t * noise, face, NEAR)
        if panel is None:
            break
        sources = np.flatnonzero(times_k)
        after = _cost(short_t + panels_kt[sources] / count_t - panel / count_t)
        source = int(sources[np.argmin(after)])
        if after.min() >= cost * (1 - 1e-9):
            failures += 1
            continue
        failures = 0
        short_t = short_t + panels_kt[source] / count_t - panel / count_t
        times_k[source] -= 1
        panels_kt, times_k = np.vstack([panels_kt, panel]), np.append(times_k, 1)
    return panels_kt, times_k
