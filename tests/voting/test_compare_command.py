"""``python -m voting compare``."""

import json
from html.parser import HTMLParser

from click.testing import CliRunner

from tests.voting.elections import SAMPLE
from voting.__main__ import main

SWIECIE = str(SAMPLE / "Poland_Swiecie_2023.pb")


def run(*arguments):
    return CliRunner().invoke(main, ["compare", *map(str, arguments)])


class Page(HTMLParser):
    """Counts elements and sees that they are closed."""

    def __init__(self):
        super().__init__()
        self.open, self.counts = [], {}

    def handle_starttag(self, tag, attrs):
        self.counts[tag] = self.counts.get(tag, 0) + 1
        if tag != "meta":
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.counts[tag] = self.counts.get(tag, 0) + 1

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_rules_stand_side_by_side_in_json():
    found = json.loads(run(SWIECIE, "--rules", "greedy,equal-shares,equal-shares:add1,phragmen", "--json").stdout)
    assert [column["name"] for column in found["columns"]] == [
        "greedy",
        "equal-shares",
        "equal-shares:add1",
        "phragmen",
    ]
    assert len(found["pairs"]) == 6
    for _, _, row in found["pairs"]:
        assert row["first"] + row["second"] + row["same"] == 2553


def test_the_page_has_tables_and_pictures_and_is_well_formed(tmp_path):
    out = tmp_path / "x.html"
    assert run(SWIECIE, "--rules", "greedy,equal-shares:add1u", "--html", out).exit_code == 0
    page = Page()
    page.feed(out.read_text("utf-8"))
    assert page.open == []
    assert (page.counts["table"], page.counts["svg"]) == (4, 2)
    assert page.counts["tr"] > 22
    assert "Świecie" in out.read_text("utf-8")


def test_bad_input_ends_with_code_2(tmp_path):
    for arguments in (
        (SWIECIE, "--rules", "greedy,nonsense"),
        (SWIECIE, "--rules", "greedy:add1"),
        (SWIECIE, "--rules", "greedy", "--html", tmp_path / "none" / "x.html"),
        (SWIECIE, "--rules", "greedy", "--ties", "coin"),
        ("none.pb", "--rules", "greedy"),
    ):
        result = run(*arguments)
        assert (result.exit_code, result.stdout) == (2, "")
