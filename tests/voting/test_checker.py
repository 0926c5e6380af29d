"""``check``: findings as pabulib-checker 1.0.8 has them on the same files, and each fault made on purpose."""

import json
from collections import Counter

import pytest
from click.testing import CliRunner

from tests.voting.elections import SAMPLE
from voting.__main__ import main
from voting.commands.check import findings

# What pabulib-checker 1.0.8 reports (run on 2026-11-25), besides "missing selected field in projects".
PEER = {
    "Poland_Warszawa_2018_Las": {"greedy-threshold rule not followed": 1},
    "Poland_Zabrze_2020_Biskupice": {},
    "Switzerland_Zurich_D10": {},
    "Switzerland_Zurich_S5R": {},
    "Switzerland_Zurich_SN": {},
    "US_Stanford_Dataset_PB_Cambridge_2015_vote_knapsacks": {},
    "US_Stanford_Dataset_PB_Rochester_NY_2019_vote_rankings": {},
    "Worldwide_Mechanical_Turk_Knapsack_8": {"whitespace around list separator": 12},
    "Worldwide_Mechanical_Turk_Ranking_value_8": {"whitespace around list separator": 12},
    "Worldwide_Mechanical_Turk_Threshold_8": {"whitespace around list separator": 12},
    "Worldwide_Mechanical_Turk_Utilities_8": {"whitespace around list separator": 12, "points sum below minimum": 9},
    "Worldwide_Mechanical_Turk_k_approval_8": {"whitespace around list separator": 12},
    "Poland_Swiecie_2023": {},
    "Poland_Warszawa_2020_Wawer": {},
    "France_Toulouse_2022": {},
}


@pytest.mark.parametrize("name", PEER)
def test_real_files_have_the_findings_of_the_pabulib_checker(name):
    found = Counter(f.name for f in findings((SAMPLE / f"{name}.pb").read_text("utf-8")))
    found.pop("missing selected field in projects", None)
    assert found == PEER[name]


GOOD = """META
key;value
description;d
country;Poland
unit;u
instance;2024
num_projects;2
num_votes;3
budget;100
vote_type;approval
rule;greedy
date_begin;01.02.2024
date_end;2024
max_length;2
PROJECTS
project_id;cost;votes;name;selected
a;60;2;Park;0
b;50;3;Road;1
VOTES
voter_id;vote
1;a,b
2;b
3;a,b
"""


def names(text):
    return {finding.name for finding in findings(text)}


def test_a_good_file_has_no_finding():
    assert findings(GOOD) == []


@pytest.mark.parametrize(
    ("old", "new", "name", "line"),
    [
        ("num_votes;3", "num_votes;4", "different number of votes", 8),
        ("num_projects;2", "num_projects;9", "different number of projects", 7),
        ("a;60;2", "a;60;5", "different values in votes", 17),
        ("2;b\n", "2;b,b\n", "vote with duplicated projects", 22),
        ("2;b\n", "2;x\n", "vote for non-existent project", 22),
        ("2;b\n", "2;b, a\n", "whitespace around vote separator", 22),
        ("max_length;2", "max_length;1", "vote length exceeded", 21),
        ("max_length;2", "min_length;2", "vote length too short", 22),
        ("budget;100", "budget;100,5", "comma in float!", 9),
        ("a;60;2", "a;0;2", "project with no cost", 17),
        ("a;60;2", "a;160;2", "single project exceeded whole budget", 17),
        ("a;60;2", "a;999999999;2", "single project exceeded whole budget", 17),
        ("a;60;2;Park;0", "a;60;2;Park;1", "budget exceeded", 0),
        ("a;60;2;Park;0", "a;60;2;Park;7", "invalid projects field value", 17),
        ("budget;100", "budget;200", "all projects funded", 0),
        ("rule;greedy", "rule;dice", "unknown rule value", 11),
        ("rule;greedy", "rule;greedy-threshold", "missing threshold field", 11),
        ("Park;0", "Park;1", "greedy rule not followed", 11),
        ("date_begin;01.02.2024", "date_begin;31.02.2024", "invalid meta field value", 12),
        ("unit;u\n", "", "missing meta obligatory field", 1),
        ("unit;u\n", "unit;u\ncolour;red\n", "not known meta fields", 1),
        ("country;Poland\nunit;u", "unit;u\ncountry;Poland", "wrong meta fields order", 1),
        ("3;a,b", "1;a,b", "duplicated votes id", 23),
        ("2;b\n", "2;b\n\n", "empty lines removed", 23),
        ("VOTES\n", "", "file structure error", 22),
        ("country;Poland", "country;Atlantis", "invalid meta field value", 4),
        ("date_end;2024", "date_end;2024\nlanguage;xx", "invalid meta field value", 14),
        ("date_end;2024", "date_end;2024\ncurrency;ABC", "invalid meta field value", 14),
        ("date_end;2024", "date_end;31.01.2024", "date range missmatch", 13),
        ("a;60;2", "a;45;2", "unused budget", 0),
        ("rule;greedy", "rule;greedy-custom", "missing comment for greedy-custom", 11),
    ],
)
def test_each_fault_is_named_with_its_line(old, new, name, line):
    assert (name, line) in {(f.name, f.line) for f in findings(GOOD.replace(old, new, 1))}


AT = (
    GOOD.replace("name;selected", "name;selected;latitude;longitude")
    .replace("Park;0", "Park;0;{}")
    .replace("Road;1", "Road;1;{}")
)


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        ("52.2;21.0", "52.2;21.1", set()),
        ("52.2;21.0", "52.2;21.0", {"identical project coordinates"}),
        ("52.2;", "52.2;21.0", {"invalid projects field value"}),
        ("95.0;21.0", "52.2;21.0", {"invalid projects field value"}),
    ],
)
def test_places_are_on_the_globe_and_not_all_the_same(first, second, found):
    assert names(AT.format(first, second)) == found


POZNAN = GOOD.replace("unit;u", "unit;Poznań").replace("rule;greedy", "rule;greedy-custom")
POZNAN = POZNAN.replace("max_length;2", "max_length;2\ncomment;#1: own rule")


@pytest.mark.parametrize(
    ("marks", "cost", "found"),
    [
        (("1", "2"), 50, set()),  # 40 left pay 80 % of 50
        (("1", "0"), 50, {"poznan rule not followed"}),
        (("1", "1"), 51, {"poznan rule not followed"}),
        (("1", "0"), 51, set()),
        (("1", "3"), 51, set()),  # from reserves
    ],
)
def test_poznan_funds_the_first_that_does_not_fit_when_80_percent_are_left(marks, cost, found):
    text = POZNAN.replace("a;60;2;Park;0", f"a;60;2;Park;{marks[0]}").replace(
        "b;50;3;Road;1", f"b;{cost};3;Road;{marks[1]}"
    )
    assert names(text) - {"budget exceeded"} == found


def test_the_comparison_step_gives_rank_and_fill_where_more_voters_prefer_it():
    # Equal shares: a, b (2 voters each pay 30 + 30). By votes: c alone, which three voters want and two have nothing else.
    text = (
        GOOD.replace("num_projects;2", "num_projects;3")
        .replace("num_votes;3", "num_votes;5")
        .replace("max_length;2", "max_length;3")
    )
    head = text[: text.index("PROJECTS")].replace("rule;greedy", "rule;{}")
    body = "PROJECTS\nproject_id;cost;votes;name;selected\nc;100;3;C;{c}\na;20;2;A;{a}\nVOTES\nvoter_id;vote\n1;c\n2;c\n3;c\n4;a\n5;a\n"
    head = head.replace("num_projects;3", "num_projects;2")
    filled = body.format(c=1, a=0)
    assert "equalshares-comparison rule not followed" not in names(head.format("equalshares-comparison") + filled)
    assert "equalshares rule not followed" in names(head.format("equalshares") + filled)


def test_the_command_ends_with_code_2_when_the_file_is_invalid(tmp_path):
    path = tmp_path / "x.pb"
    path.write_text(GOOD, "utf-8")
    good = CliRunner().invoke(main, ["check", str(path), "--json"])
    assert (good.exit_code, json.loads(good.stdout)) == (0, {"valid": True, "findings": []})
    path.write_text(GOOD.replace("2;b\n", "2;x\n"), "utf-8")
    bad = CliRunner().invoke(main, ["check", str(path)])
    assert bad.exit_code == 2
    assert "line 22: error: vote for non-existent project: 'x'" in bad.stdout
    assert CliRunner().invoke(main, ["check", str(tmp_path / "none.pb")]).exit_code == 2
