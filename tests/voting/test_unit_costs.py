"""Unit costs: committees that abcvoting 2.19.2 finds, all of the tied ones, in exact arithmetic.

``tests/data/abcvoting.json``: 80 random approval profiles; committees by abcvoting (``standard-fractions``, irresolute).
"""

import json
from pathlib import Path

import pytest

from voting.ballots import Election, Limits, Project, from_lists
from voting.rules import count
from voting.rules.ties import TieOrder
from voting.rules.top_k import Options as TopK

CASES = json.loads((Path(__file__).parents[1] / "data" / "abcvoting.json").read_text("utf-8"))


def election_of(case):
    projects = tuple(Project(str(i), 1) for i in range(case["m"]))
    return Election(projects, Limits(case["k"]), from_lists("approval", case["ballots"]))


@pytest.mark.parametrize("case", CASES, ids=range(len(CASES)))
def test_our_committee_is_one_of_the_tied_committees(case):
    election = election_of(case)
    assert sorted(map(int, count("equal-shares", election).selected)) in case["equal-shares"]
    # abcvoting fills a committee with candidates nobody approves; we leave those seats empty.
    ours = set(map(int, count("phragmen", election).selected))
    approved = {c for ballot in case["ballots"] for c in ballot}
    assert any(ours == set(c) & approved for c in case["seqphragmen"])


@pytest.mark.parametrize("case", CASES, ids=range(len(CASES)))
def test_the_k_with_most_approvals_are_one_of_the_tied_committees(case):
    election = election_of(case)
    chosen = count("top-k", election, TopK(k=case["k"], ties=TieOrder(("file",)))).selected
    padded = [c for c in case["av"] if set(map(int, chosen)) <= set(c)]
    assert padded
