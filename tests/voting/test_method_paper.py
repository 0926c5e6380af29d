"""The example of docs/counting.md, counted again row by row."""

import re
from pathlib import Path

import pytest

from voting.ballots import Election, Limits, Project, from_lists
from voting.commands.options import options_for
from voting.rules import count

PAPER = (Path(__file__).parents[2] / "docs" / "counting.md").read_text("utf-8")
ROWS = re.findall(r"^\| ([a-z-]+)((?: --\S+ \S+)*) \| ([a-z, ]+) \| (\d+) \|$", PAPER, re.MULTILINE)
PROJECTS = tuple(Project(*row) for row in (("park", 40), ("road", 50), ("hall", 30), ("trees", 20), ("lamps", 10)))
CHOICES, WEIGHTS = [[0, 1], [0, 1, 3], [2, 3], [2, 4], [1, 0]], [20, 25, 24, 16, 15]
POINTS = [[3, 2], [2, 2, 1], [4, 1], [3, 2], [3, 2]]
FORMS = {"borda": "ordinal", "stv": "ordinal", "expanding-approvals": "ordinal", "cstv": "cumulative"}


@pytest.mark.parametrize(("rule", "options", "selected", "cost"), ROWS, ids=[row[0] + row[1] for row in ROWS])
def test_the_example_comes_out_as_printed(rule, options, selected, cost):
    form = FORMS.get(rule, "approval")
    ballots = from_lists(form, CHOICES, WEIGHTS, POINTS if form == "cumulative" else None)
    words = options.split()
    given = {name.removeprefix("--"): value for name, value in zip(words[::2], words[1::2], strict=True)}
    if "k" in given:
        given["k"] = int(given["k"])
    outcome = count(rule, Election(PROJECTS, Limits(100), ballots), options_for(rule, given))
    assert (", ".join(outcome.selected), str(outcome.cost)) == (selected, cost)


def test_every_rule_has_a_row():
    from voting.rules import RULES

    assert {row[0] for row in ROWS} == set(RULES)
