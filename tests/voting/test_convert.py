"""Elections and results as spreadsheets."""

import csv
import json

import pytest
from click.testing import CliRunner
from openpyxl import Workbook, load_workbook

from tests.voting.elections import SAMPLE
from voting.__main__ import main
from voting.pabulib.document import parse
from voting.pabulib.reader import read
from voting.pabulib.spreadsheet import load, save

SWIECIE = SAMPLE / "Poland_Swiecie_2023.pb"


def run(*arguments):
    return CliRunner().invoke(main, list(map(str, arguments)))


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@pytest.mark.parametrize(
    "name", ["Poland_Swiecie_2023", "Switzerland_Zurich_D10", "Worldwide_Mechanical_Turk_Utilities_8"]
)
def test_an_election_comes_back_from_a_spreadsheet_unchanged(tmp_path, name, ending):
    source = SAMPLE / f"{name}.pb"
    assert run("convert", source, tmp_path / f"x.{ending}").exit_code == 0
    assert run("convert", tmp_path / f"x.{ending}", tmp_path / "x.pb").exit_code == 0
    text = source.read_bytes().decode("utf-8").replace("\r\n", "\n")
    assert (tmp_path / "x.pb").read_bytes().decode("utf-8").rstrip("\n") == text.rstrip("\n")
    assert read(tmp_path / "x.pb").votes == read(source).votes


def test_converting_to_the_same_format_keeps_every_byte(tmp_path):
    run("convert", SWIECIE, tmp_path / "x.pb")
    assert (tmp_path / "x.pb").read_bytes() == SWIECIE.read_bytes()


def test_ids_that_look_like_numbers_stay_text(tmp_path):
    text = SWIECIE.read_text("utf-8").replace("\nc1;", "\n007;").replace("c1,", "007,", 1)
    save(parse(text), tmp_path / "x.xlsx")
    ids = [row.cells[0] for row in load(tmp_path / "x.xlsx").sections["PROJECTS"].rows]
    assert "007" in ids


def test_the_results_table_of_the_web_tool(tmp_path):
    outcome = run("count", SWIECIE, "--rule", "equal-shares", "--table", tmp_path / "winners.csv", "--json")
    selected = json.loads(outcome.stdout)["selected"]
    rows = list(csv.reader((tmp_path / "winners.csv").read_text("utf-8-sig").splitlines()))
    assert rows[0] == ["ID", "Project name", "Votes", "eff. votes", "Cost"]
    assert [row[0] for row in rows[1:]] == selected
    assert rows[1][2:] == ["1030", "1030", "150000"]
    run("count", SWIECIE, "--rule", "equal-shares", "--table", tmp_path / "winners.xlsx", "--json")
    assert load_workbook(tmp_path / "winners.xlsx").sheetnames == ["Winning projects"]


@pytest.mark.parametrize("ending", ["pb", "csv", "xlsx", "doc"])
def test_a_file_that_is_something_else_is_refused(tmp_path, ending):
    path = tmp_path / f"x.{ending}"
    path.write_bytes(b'"open;\x00\n')
    result = run("convert", path, tmp_path / "y.pb")
    assert result.exit_code == 2
    assert result.stderr.startswith("error:")


def test_a_workbook_without_a_sheet_is_refused(tmp_path):
    book = Workbook()
    book.active.title = "META"
    book.save(tmp_path / "x.xlsx")
    result = run("convert", tmp_path / "x.xlsx", tmp_path / "y.pb")
    assert result.exit_code == 2
    assert "META is empty" in result.stderr


def test_a_missing_file_or_folder_is_named(tmp_path):
    assert "no such file" in run("convert", tmp_path / "a.pb", tmp_path / "b.csv").stderr
    assert "no such folder" in run("convert", SWIECIE, tmp_path / "none" / "b.csv").stderr
