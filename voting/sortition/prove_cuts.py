"""Prove the cuts of a published certificate again, by an exhausted integer program each."""

from fractions import Fraction

import numpy as np

from voting.sortition.errors import RecordRefused
from voting.sortition.panel_search import best_panel
from voting.sortition.problem import Problem
from voting.sortition.record import Json
from voting.sortition.region import Region, whole_face
from voting.sortition.verify import cells

WITHIN = 1e-7


def prove_cuts(document: Json) -> str:
    """Return what was proved.

    Raises
    ------
    RecordRefused
        A panel breaks a cut.
    """
    problem = _problem(document)
    region = Region.of(problem, [])
    for at, cut in enumerate(document["certificate"]["cuts"], start=1):
        weight_t = np.zeros(problem.n_types)
        for t, weight in cut["weights"]:
            weight_t[t] = float(Fraction(weight))
        _, heaviest = best_panel(region, weight_t, whole_face(region), 0.0)
        if heaviest > float(Fraction(cut["bound"])) + WITHIN:
            raise RecordRefused("cut", f"A panel breaks cut {at}: {heaviest:.9f} is above {cut['bound']}.")
    return f"{len(document['certificate']['cuts'])} cuts proved again by integer programs"


def _problem(document: Json) -> Problem:
    rows = cells(document)
    count_t = np.array([len(t["people"]) for t in document["types"]], dtype=np.int64)
    member_ct = np.array([[t in inside for t in range(len(count_t))] for _, inside, _, _ in rows], dtype=np.int64)
    low, high = (np.array([row[at] for row in rows], dtype=np.int64) for at in (2, 3))
    member_ct = member_ct.reshape(len(rows), len(count_t))
    return Problem(document["size"], count_t, member_ct, low, high, [row[0] for row in rows])
