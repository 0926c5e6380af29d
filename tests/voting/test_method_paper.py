"""Every example of docs/counting.md, run again: commands through the command line, tables figure by figure."""

import json
import re
from fractions import Fraction
from pathlib import Path

import pytest
from click.testing import CliRunner

from voting.__main__ import main
from voting.pabulib.reader import read
from voting.rules import RULES
from voting.rules.majority import YesNo, decide

EXAMPLES = Path(__file__).parents[1] / "data" / "counting"
PAPER = (Path(__file__).parents[2] / "docs" / "counting.md").read_text("utf-8")
COMMANDS = [
    (name, options, re.sub(r"\s+", " ", selected).split(", "), int(cost))
    for name, options, selected, cost in re.findall(
        r"`count (\S+\.pb) --rule ([^`]+)`\s+selects\s+([a-z,\s]+?)\s+\((\d+)\)", PAPER
    )
]
TABLES = re.findall(r"^\| (\S+\.pb) \|(.+)\|\n\|[-:|]+\|\n((?:\|.*\|\n){5})", PAPER, re.MULTILINE)


def counted(name, options):
    ran = CliRunner().invoke(main, ["count", str(EXAMPLES / name), "--rule", *options.split(), "--json"])
    assert ran.exit_code == 0, ran.output
    return json.loads(ran.stdout)


def cells(row):
    return [cell.strip() for cell in row.strip().strip("|").split("|")]


@pytest.mark.parametrize(("name", "options", "selected", "cost"), COMMANDS, ids=[f"{c[0]} {c[1]}" for c in COMMANDS])
def test_a_command_selects_what_the_paper_says(name, options, selected, cost):
    outcome = counted(name, options)
    assert (outcome["selected"], outcome["cost"]) == (selected, cost)
    assert outcome["verified"]


@pytest.mark.parametrize(("name", "header", "rows"), TABLES, ids=[table[0] for table in TABLES])
def test_a_table_says_what_the_file_and_the_record_say(name, header, rows):
    election = read(EXAMPLES / name)
    options = next(options for file, options, *_ in COMMANDS if file == name)
    record = {}
    for entered in counted(name, options)["rounds"]:
        record.setdefault(entered["project"], entered)
    fields = cells(header)
    assert fields[:2] == ["cost", "votes"]
    assert [cells(row)[0] for row in rows.splitlines()] == sorted(
        election.position, key=[cells(row)[0] for row in rows.splitlines()].index
    )
    for row in rows.splitlines():
        project, cost, votes, *figures = cells(row)
        assert election.projects[election.position[project]].cost == int(cost)
        assert election.votes[project] == int(votes)
        for field, figure in zip(fields[2:], figures, strict=True):
            told = record.get(project, {}).get(field)
            assert figure == ("" if told is None else str(told)), (project, field)


def test_every_rule_has_an_example_of_five_projects_and_ten_voters():
    assert {options.split()[0] for _, options, *_ in COMMANDS} == set(RULES)
    assert {name for name, *_ in TABLES} == {f"{rule}.pb" for rule in RULES}
    for path in EXAMPLES.glob("*.pb"):
        election = read(path)
        assert (len(election.projects), election.ballots.voters, election.limits.budget) == (5, 10, 100)


def test_the_example_of_yes_or_no_comes_out_as_printed():
    rows = [cells(row) for row in re.findall(r"^\| [a-z]+ \|(?: \d+ \|){4} (?:yes|no) \|$", PAPER, re.MULTILINE)]
    assert len(rows) == 5
    items = [YesNo(name, int(yes), int(no), int(abstained)) for name, yes, no, abstained, *_ in rows]
    decided = decide(items, 19)
    assert [(str(d.yes_needed), "yes" if d.passed else "no") for d in decided] == [tuple(row[4:]) for row in rows]


def test_what_the_text_says_of_add1_and_of_phragmen():
    raised = counted("equal-shares.pb", "equal-shares --completion add1")
    assert Fraction(raised["endowment"]) == 14
    assert counted("phragmen.pb", "phragmen")["ties"][0]["projects"] == ["lane", "school"]
