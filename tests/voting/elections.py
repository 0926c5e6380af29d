"""Small elections for tests: drawn at random with many ties, or read from the sample."""

import json
import os
from fractions import Fraction
from pathlib import Path

from hypothesis import strategies as st

from voting.ballots import Election, Limits, Project, from_lists

SAMPLE = Path(__file__).parents[1] / "data" / "pabulib"


def sample_folder() -> Path:
    """Return the folder of the whole sample where ``PABULIB_DATA`` names it, else the small files of the repository."""
    return Path(os.environ.get("PABULIB_DATA", SAMPLE))


def golden() -> list[dict]:
    """Return outcomes of other programs, election by election."""
    return json.loads((sample_folder() / "golden.json").read_text("utf-8"))


@st.composite
def small_elections(draw, form="approval", max_projects=6, max_groups=6):
    """Draw an election whose costs, weights and budget are small round numbers, so that ties are common."""
    n = draw(st.integers(1, max_projects))
    costs = draw(st.lists(st.sampled_from([1, 2, 3, 4, 6, 8, 12, 20]), min_size=n, max_size=n))
    rows = st.lists(st.integers(0, n - 1), min_size=0, max_size=n, unique=True)
    choices = draw(st.lists(rows, min_size=1, max_size=max_groups))
    weights = draw(st.lists(st.sampled_from([1, 1, 2, 3, 5]), min_size=len(choices), max_size=len(choices)))
    budget = draw(st.sampled_from([0, 1, 6, 10, 12, 24, 30, 40]))
    points = None
    if form == "cumulative":
        points = [draw(st.lists(st.integers(0, 4), min_size=len(row), max_size=len(row))) for row in choices]
    ballots = from_lists(form, choices, weights, points)
    projects = tuple(Project(f"p{i}", cost) for i, cost in enumerate(costs))
    return Election(projects, Limits(budget), ballots)


def voters_of(election, value):
    """Return utilities voter by voter; ``value(p, points)`` is what a supporter gets."""
    ballots = election.ballots
    rows = []
    for group in range(ballots.groups):
        part = ballots.entries(group)
        points = [1] * (part.stop - part.start) if ballots.points_b is None else ballots.points_b[part].tolist()
        row = [Fraction(0)] * len(election.projects)
        for p, given_points in zip(ballots.project_b[part].tolist(), points, strict=True):
            row[p] = Fraction(value(p, given_points)) if given_points > 0 else Fraction(0)
        rows += [row] * int(ballots.weight_g[group])
    return rows
