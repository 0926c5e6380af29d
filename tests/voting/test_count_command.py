"""``python -m voting count`` as a program uses it."""

import json
import subprocess
import sys

import pytest
from click.testing import CliRunner

from tests.voting.elections import SAMPLE, golden, sample_folder
from voting.__main__ import main

SWIECIE = str(SAMPLE / "Poland_Swiecie_2023.pb")


def count(*arguments):
    return CliRunner().invoke(main, ["count", *arguments])


def as_json(*arguments):
    result = count(*arguments, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


@pytest.mark.parametrize("case", golden(), ids=lambda case: case["file"])
def test_rank_and_fill_comes_out_as_in_other_programs(case):
    peer = case.get("pabutools_1.2.3_exact", {})
    path = str(sample_folder() / case["file"])
    for key, options in {
        "greedy_cost": ["--rule", "greedy"],
        "greedy_card_density": ["--rule", "greedy", "--score", "density"],
        "greedy_points_density": ["--rule", "greedy", "--score", "density"],
        "greedy_borda_density": ["--rule", "borda", "--score", "density"],
    }.items():
        if "sel" in peer.get(key, {}):
            outcome = as_json(path, *options, "--ties", "lexicographic")
            assert outcome["selected"] == peer[key]["sel"]
            assert str(outcome["cost"]) == peer[key]["cost"]


DECLARED = {"greedy": [], "greedy-threshold": [], "greedy-no-skip": ["--no-skip"]}


@pytest.mark.parametrize(
    "case",
    # Pabulib itself: the winners of Las 2018 and Bialoleka 2020 do not follow the rule that their files declare.
    [c for c in golden() if c["official_selected"] and c["rule"] in DECLARED and c["official_reproduced_by"]],
    ids=lambda case: case["file"],
)
def test_official_winners_follow_from_the_declared_rule(case):
    path = sample_folder() / case["file"]
    options = list(DECLARED[case["rule"]])
    for line in path.read_text("utf-8").splitlines()[:40]:
        if line.startswith("min_project_score_threshold;"):
            options += ["--threshold", line.split(";")[1]]
    outcome = as_json(str(path), "--rule", "greedy", "--ties", "file", *options)
    assert set(outcome["selected"]) == set(case["official_selected"])


def test_json_says_what_a_program_needs():
    outcome = as_json(SWIECIE, "--rule", "equal-shares", "--completion", "add1")
    assert outcome["endowment"] == "646"
    assert outcome["increments"] == 227
    assert (outcome["cost"], outcome["budget"]) == (1040337, 1070000)
    assert outcome["verified"]
    assert outcome["seconds"] > 0
    assert outcome["seconds_read"] > 0
    assert outcome["selected"][0] == "c12"


def test_a_fraction_is_a_string():
    assert as_json(SWIECIE, "--rule", "equal-shares")["endowment"] == "1070000/2553"


def test_the_tie_order_may_be_a_list_in_a_file(tmp_path):
    order = tmp_path / "lot.txt"
    order.write_text("\n".join(f"c{i}" for i in range(22, 0, -1)), "utf-8")
    assert as_json(SWIECIE, "--rule", "greedy", "--ties", f"list:{order}")["options"]["ties"] == ["list"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("no-such-file.pb", "--rule", "greedy"),
        (SWIECIE, "--rule", "dictator"),
        (SWIECIE, "--rule", "greedy", "--k", "3"),
        (SWIECIE, "--rule", "greedy", "--ties", "coin"),
        (SWIECIE, "--rule", "greedy", "--ties", "list:nowhere"),
        (SWIECIE, "--rule", "greedy", "--threshold", "many"),
        (SWIECIE, "--rule", "borda"),
        (SWIECIE, "--rule", "equal-shares", "--utility", "points"),
        (SWIECIE, "--rule", "equal-shares", "--completion", "add2"),
        (SWIECIE, "--rule", "equal-shares", "--completion", "add1", "--increment", "1e-30"),
        (SWIECIE, "--rule", "greedy", "--table", "no/such/folder/x.csv"),
        (SWIECIE, "--rule", "greedy", "--score", "fame"),
        (SWIECIE, "--rule", "equal-shares", "--start", "middle"),
        (SWIECIE, "--rule", "equal-shares", "--exhaustive", "perhaps"),
        (SWIECIE, "--rule", "top-k", "--k", "-1"),
        (SWIECIE, "--rule", "top-k", "--k", "many"),
        (SWIECIE, "--rule", "stv"),
        (SWIECIE,),
    ],
    ids=str,
)
def test_bad_input_ends_with_code_2_and_one_sentence(arguments):
    result = count(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.strip()
    assert "Traceback" not in result.stderr


KEYS = {"selected", "cost", "budget", "endowment", "increments", "ties", "verified", "seconds", "seconds_read"}


@pytest.mark.parametrize(
    "words",
    [
        "greedy --score density",
        "greedy --no-skip --threshold 100 --ties max-votes,min-cost,lexicographic",
        "greedy --utility cardinality --minimum-share 5%",
        "equal-shares --utility cardinality",
        "equal-shares --utility sqrt-cost --completion greedy",
        "equal-shares --completion add1 --start exact --exhaustive supported",
        "equal-shares --completion add1u --exhaustive no --ties min-cost,file",
        "equal-shares --completion eps --start floor",
        "phragmen --ties lexicographic",
        "bos --utility cost",
        "knapsack --utility cost",
        "top-k --k 5",
    ],
)
def test_every_option_works_without_input_and_prints_json_and_nothing_else(words):
    done = subprocess.run(
        [sys.executable, "-m", "voting", "count", SWIECIE, "--rule", *words.split(), "--explain", "--json"],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, check=True, cwd=SAMPLE.parents[2],
    )  # fmt: skip
    outcome = json.loads(done.stdout)
    assert outcome.keys() >= KEYS
    assert done.stderr == ""
    assert all(isinstance(project, str) for project in outcome["selected"])
    assert outcome["verified"] or words.startswith("bos")
    if words.startswith(("equal-shares", "bos")):
        assert isinstance(outcome["endowment"], str)


def test_rankings_are_transferred_by_ratio_or_excess():
    path = str(SAMPLE / "US_Stanford_Dataset_PB_Rochester_NY_2019_vote_rankings.pb")
    for criterion in ("ratio", "excess"):
        outcome = as_json(path, "--rule", "stv", "--criterion", criterion)
        assert outcome["options"]["criterion"] == criterion
        assert outcome["cost"] <= outcome["budget"]
    assert count(path, "--rule", "stv", "--criterion", "luck").exit_code == 2


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("num_votes;2", "num_votes;3", "line 4: num_votes says 3, the file has 2"),
        ("num_projects;2", "num_projects;5", "line 3: num_projects says 5, the file has 2"),
        ("b;50", "a;50", "line 10: project 'a' was listed before, on line 9"),
        ("2;a", "1;a", "line 14: voter '1' voted before, on line 13"),
        ("1;a,b", "1;a,z", "line 13: the vote names project 'z', which is not on the list"),
        ("b;50", "b;-50", "line 10: the cost is -50, it cannot be below zero"),
        ("b;50", "b;50,5", "line 10: the cost is '50,5', not a number (a decimal point, not a comma)"),
        ("budget;100", "budget;-1", "line 5: the budget is -1, it cannot be below zero"),
    ],
)
def test_each_fault_of_a_file_ends_every_command_with_its_line(tmp_path, old, new, fault):
    path = tmp_path / "x.pb"
    path.write_text((HEAD.format(n=2, budget=100, cost=50) + "1;a,b\n2;a\n").replace(old, new, 1), "utf-8")
    for command in (
        ["count", str(path), "--rule", "greedy", "--json"],
        ["losers", str(path), "--rule", "greedy", "--json"],
        ["compare", str(path), "--rules", "greedy,equal-shares", "--json"],
    ):
        result = CliRunner().invoke(main, command)
        assert (result.exit_code, result.stdout) == (2, "")
        assert fault in result.stderr
    assert CliRunner().invoke(main, ["check", str(path)]).exit_code == 2


def test_the_pot_of_the_file_is_named_by_a_rule_in_which_it_plays_no_part(tmp_path):
    path = tmp_path / "two.pb"
    path.write_text(HEAD.format(n=2, budget=70, cost=50) + "1;a,b\n2;a\n", "utf-8")
    found = as_json(str(path), "--rule", "top-k", "--k", "2")
    assert (found["selected"], found["budget"]) == (["a", "b"], 70)


@pytest.mark.parametrize("rule", ["greedy", "equal-shares", "phragmen", "bos", "knapsack", "top-k"])
def test_1200_winners_of_unit_cost_are_counted(tmp_path, rule):
    projects = "".join(f"p{i};1\n" for i in range(1200))
    votes = "".join(f"{v};{','.join(f'p{i}' for i in range(v * 300, v * 300 + 300))}\n" for v in range(4))
    head = "META\nkey;value\nnum_projects;1200\nnum_votes;4\nbudget;1200\nvote_type;approval\n"
    path = tmp_path / "x.pb"
    path.write_text(f"{head}PROJECTS\nproject_id;cost\n{projects}VOTES\nvoter_id;vote\n{votes}", "utf-8")
    more = ["--k", "1200"] if rule == "top-k" else []
    assert len(as_json(str(path), "--rule", rule, *more)["selected"]) == 1200


def test_people_read_who_is_in_and_why_others_are_not():
    result = count(SWIECIE, "--rule", "greedy", "--no-skip")
    assert "Modernizacja kojców" in result.stdout
    assert "after_stop" in result.stdout


def test_explain_says_what_voters_got_and_what_losers_were_missing():
    explained = as_json(SWIECIE, "--rule", "equal-shares", "--completion", "add1", "--explain")["explain"]
    assert explained["satisfaction"]["voters"] == 2553
    assert explained["ejr_plus_violations"] == []
    assert explained["losers_whose_supporters_have_more_than_the_cost"] == []
    assert len(explained["losers"]) == 5
    assert "명" in explained["losers"][0]["in_words"]["ko"]
    result = count(SWIECIE, "--rule", "greedy", "--explain")
    assert "voters have no winner" in result.stdout


HEAD = "META\nkey;value\nnum_projects;2\nnum_votes;{n}\nbudget;{budget}\nvote_type;approval\nPROJECTS\nproject_id;cost\na;60\nb;{cost}\nVOTES\nvoter_id;vote\n"
RULES = ["greedy", "equal-shares", "phragmen", "bos", "knapsack", "top-k"]


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize(
    ("text", "selected"),
    [
        (HEAD.format(n=0, budget=100, cost=50), set()),
        (HEAD.format(n=2, budget=100, cost=50) + "1;\n2;\n", set()),
        (HEAD.format(n=2, budget=0, cost=50) + "1;a,b\n2;a\n", set()),
        (HEAD.format(n=2, budget=100, cost=500) + "1;a,b\n2;a,b\n", {"a"}),
        (HEAD.format(n=2, budget=50, cost=60) + "1;a,b\n2;a,b\n", set()),
    ],
    ids=["no voters", "nobody supports anything", "no money", "dearer than the budget", "all equal and too dear"],
)
def test_degenerate_elections_have_a_right_result_by_every_rule(tmp_path, rule, text, selected):
    path = tmp_path / "x.pb"
    path.write_text(text, "utf-8")
    outcome = as_json(str(path), "--rule", rule)
    if rule == "top-k":  # costs play no part there
        selected = {project for project in "ab" if project in text.partition("voter_id;vote\n")[2]}
    assert set(outcome["selected"]) == selected
    for completion in ("greedy", "add1", "add1u", "eps"):
        if rule == "equal-shares":
            raised = as_json(str(path), "--rule", rule, "--completion", completion)
            assert set(raised["selected"]) == selected


def test_a_truncated_file_is_refused(tmp_path):
    path = tmp_path / "x.pb"
    text = (SAMPLE / "Poland_Swiecie_2023.pb").read_text("utf-8")
    for cut in (50, 500, 4000, len(text) // 2, len(text) - 30):
        path.write_text(text[:cut], "utf-8")
        result = count(str(path), "--rule", "greedy", "--json")
        assert (result.exit_code, result.stdout) == (2, "")
        assert "line " in result.stderr


def test_a_spreadsheet_is_counted_like_the_file_it_came_from(tmp_path):
    out = str(tmp_path / "x.xlsx")
    CliRunner().invoke(main, ["convert", SWIECIE, out])
    assert as_json(out, "--rule", "equal-shares")["selected"] == as_json(SWIECIE, "--rule", "equal-shares")["selected"]
