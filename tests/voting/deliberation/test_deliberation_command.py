"""The command: one table in, a report out, words instead of a traceback."""

import json

import pytest
from click.testing import CliRunner

from voting.__main__ import main

HEADER = "id,sex,first,last\n"


def table(tmp_path, rows, header=HEADER):
    path = tmp_path / "answers.csv"
    path.write_text(header + "".join(f"{i},{row}\n" for i, row in enumerate(rows)), "utf-8")
    return str(path)


def run(*arguments):
    return CliRunner().invoke(main, ["deliberation", *arguments])


ROWS = ["f,for,for"] * 20 + ["m,undecided,for"] * 12 + ["m,for,against"] * 3 + ["f,against,"] * 2 + ["m,-,for"]


def test_report_counts_everybody_and_decides(tmp_path):
    found = run(
        table(tmp_path, ROWS), "--before", "first", "--after", "last", "--by", "sex", "--sides", "for,against", "--json"
    )
    assert found.exit_code == 0
    report = json.loads(found.output)
    assert report["transitions"]["presence"] == {
        "both": 35,
        "absent": 2,
        "newcomer": 0,
        "no_answer_before": 1,
        "no_answer_after": 0,
        "no_answer": 0,
    }
    assert report["transitions"]["left"] == {"against": 2}
    assert report["decision"]["winner"] == "for"
    assert [row["people"] for row in report["by_group"]["sex"]] == [20, 15]


def test_terminal_gets_the_same_in_words(tmp_path):
    found = run(table(tmp_path, ROWS), "--before", "first", "--after", "last", "--sides", "for,against")
    assert "35 answered both times, 15 of them changed." in found.output
    assert "undecided -> for: 12" in found.output
    assert "for has the majority: 33 to 3 of 36 votes" in found.output


def test_margins_weigh_people(tmp_path):
    margins = tmp_path / "margins.csv"
    margins.write_text("feature,value,people\nsex,f,50\nsex,m,50\n", "utf-8")
    found = run(
        table(tmp_path, ["f,a,a"] * 30 + ["m,b,b"] * 10),
        "--before",
        "first",
        "--after",
        "last",
        "--margins",
        str(margins),
        "--json",
    )
    assert [row["share"] for row in json.loads(found.output)["after"]["rows"]] == pytest.approx([0.5, 0.5])


@pytest.mark.parametrize(
    ("rows", "options", "said"),
    [
        (ROWS, ["--after", "final"], "no column final"),
        (ROWS, ["--after", "last", "--quorum", "half"], "quorum cannot be half"),
        (ROWS, ["--after", "last", "--order", "for"], "not among the answers"),
        (ROWS, ["--after", "last", "--margins", "none.csv"], "none.csv"),
        (["f,a,"] * 3, ["--after", "last"], "nobody answered both times"),
    ],
)
def test_bad_input_is_a_sentence_and_exit_code_2(tmp_path, rows, options, said):
    found = run(table(tmp_path, rows), "--before", "first", *options)
    assert found.exit_code == 2
    assert said in found.output
    assert "Traceback" not in found.output


def test_same_person_twice_is_refused(tmp_path):
    path = tmp_path / "twice.csv"
    path.write_text(HEADER + "1,f,a,a\n1,f,b,b\n", "utf-8")
    found = run(str(path), "--before", "first", "--after", "last")
    assert (found.exit_code, "1 is listed twice" in found.output) == (2, True)
