"""``python -m voting draw``: what an organiser types and what she gets."""

import json

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.voting.sortition.builders import folder
from voting.__main__ import main

POOL = "id,sex,age\n001,f,20-29\n002,m,20-29\n003,f,30-39\n004,m,30-39\n005,f,20-29\n006,m,30-39\n"
TARGETS = "category,feature,min,max\nsex,f,1,1\nsex,m,1,1\nage,20-29,1,1\nage,30-39,1,1\n"


@pytest.fixture
def run(tmp_path):
    def run(*options, pool=POOL, targets=TARGETS, size=2):
        for name, content in (("pool.csv", pool), ("targets.csv", targets)):
            raw = content if isinstance(content, bytes) else content.encode()
            (tmp_path / name).write_bytes(raw)
        files = [str(tmp_path / "pool.csv"), str(tmp_path / "targets.csv")]
        return CliRunner().invoke(main, ["draw", *files, "--size", str(size), "--quiet", *options])

    return run


def test_json_tells_the_chances_of_the_draw_really_made(run):
    result = json.loads(run("--seed", "1", "--json").stdout)
    assert len(result["selected"]) == 2
    assert set(result["probabilities"]) == {"001", "002", "003", "004", "005", "006"}
    assert sum(result["probabilities"].values()) == pytest.approx(2)
    assert result["min_probability"] == min(result["probabilities"].values())
    assert 0 <= result["gap"] < 1e-6
    # Either one of two young women with one of two older men (chance L), or the two others (1 - L):
    # L/2 and 1 - L are equal at L = 2/3.
    assert result["min_probability"] == pytest.approx(1 / 3, abs=1e-6)


def test_same_seed_draws_the_same_people_and_another_seed_others(run):
    drawn = [tuple(json.loads(run("--seed", str(seed), "--json").stdout)["selected"]) for seed in (7, 7, 8, 9, 10, 11)]
    assert drawn[0] == drawn[1]
    assert len(set(drawn)) > 1


def test_numbered_draw_prints_the_chances_of_the_numbered_panels(run):
    result = json.loads(run("--number", "000", "--json").stdout)
    assert result["number_drawn"] == 1000
    assert all(round(chance * 1000) == pytest.approx(chance * 1000) for chance in result["probabilities"].values())


def test_lottery_published_first_and_drawn_later_gives_the_same_panel(run, tmp_path):
    at_once = json.loads(run("--seed", "dice 3 1 4", "--json").stdout)
    published = run("--prepare", str(tmp_path / "lottery.json"))
    assert at_once["commitment"] in published.stdout
    files = [str(tmp_path / "pool.csv"), "--prepared", str(tmp_path / "lottery.json")]
    later = CliRunner().invoke(main, ["draw", *files, "--seed", "dice 3 1 4", "--json"])
    assert json.loads(later.stdout)["selected"] == at_once["selected"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp949", "utf-16"])
def test_office_encodings_and_semicolons_are_read(run, encoding):
    pool = "번호;성별\n007;여\n008;남\n009;여\n".encode(encoding)
    targets = "feature;value;min;max\n성별;여;1;1\n성별;남;0;1\n".encode(encoding)
    result = json.loads(run("--seed", "1", "--json", pool=pool, targets=targets).stdout)
    assert set(result["probabilities"]) == {"007", "008", "009"}


WRONG = {
    "minima add up to more than the panel": ({"targets": TARGETS.replace("f,1,1", "f,2,2")}, "add up to 3"),
    "maxima add up to less than the panel": ({"targets": TARGETS.replace("f,1,1", "f,0,0")}, "fewer than the 2 seats"),
    "value that no target names": ({"pool": POOL.replace("003,f", "003,x")}, "row 4: no target names “x”"),
    "empty cell": ({"pool": POOL.replace("003,f", "003,")}, "row 4: “sex” is empty"),
    "ages where bands were meant": ({"pool": POOL.replace("20-29", "24").replace("30-39", "37")}, "Add --ages age"),
    "band that a spreadsheet made a date": ({"pool": POOL.replace("20-29", "2019-10-01")}, "made a date of a band"),
    "same person twice": ({"pool": POOL + "003,f,30-39\n"}, "row 8: id “003” is already in row 4"),
    "no id": ({"pool": POOL + ",f,30-39\n"}, "row 8: the id in the first column is empty"),
    "pool smaller than the panel": ({"size": 7}, "6 people may be drawn, fewer than the 7 seats"),
    "panel of less than nobody": ({"size": -1}, "A panel of -1 is none"),
    "feature that the pool lacks": ({"targets": TARGETS + "district,북구,0,1\n"}, "no column “district”"),
    "target that is no number": ({"targets": TARGETS.replace("f,1,1", "f,one,1")}, "“one” is no number of seats"),
    "minimum above maximum": ({"targets": TARGETS.replace("f,1,1", "f,2,1")}, "min 2 is above max 1"),
    "target that stands twice": ({"targets": TARGETS + "Sex,F,0,1\n"}, "stands twice"),
    "targets without header": ({"targets": "sex,f,1,1\n"}, "The header must be"),
    "empty file": ({"pool": ""}, "is empty"),
    "header without people": ({"pool": "id,sex,age\n"}, "nobody below it"),
    "comma inside a cell": ({"pool": POOL + "007,f,20-29,Gwangju\n"}, "row 8: 4 cells where the header has 3"),
    "bytes that are no text": ({"pool": b"id,sex\n\xff\x81\x00"}, "neither UTF-8, UTF-16 nor CP949"),
    "half a UTF-16 sign": ({"pool": b"\xff\xfeabc"}, "neither UTF-8, UTF-16 nor CP949"),
    "quotation mark never closed": ({"pool": POOL.replace("003,f", '003,"f')}, "row 4: not as CSV is written"),
    "cell longer than any name": ({"pool": POOL + f'007,"{"x" * 140_000}",20-29\n'}, "row 8: not as CSV is written"),
    "more seats than people on earth": ({"targets": TARGETS.replace("f,1,1", "f,1,1e40")}, "more than anybody"),
    "half a seat": ({"targets": TARGETS.replace("f,1,1", "f,0.5,1")}, "“0.5” is no number of seats"),
    "joint cell of one value": ({"targets": TARGETS + "sex*age,f,0,1\n"}, "row 6: “f” does not have one value"),
    "joint cell of a feature with itself": ({"targets": TARGETS + "sex*sex,f*f,0,1\n"}, "names a feature twice"),
    "joint cell of a value that is none": ({"targets": TARGETS + "sex*age,x*20-29,0,1\n"}, "no value of “sex”"),
    "fall that is a rise": (
        {"targets": "category,feature,min,max,min_flex,max_flex\nsex,f,1,1,2,2\nsex,m,1,1,,\n"},
        "row 2: min_flex 2 is above min 1",
    ),
}


@pytest.mark.parametrize(("given_files", "message"), list(WRONG.values()), ids=list(WRONG))
def test_bad_input_gets_a_message_with_its_place_and_exit_code_2(run, given_files, message):
    result = run("--seed", "1", **given_files)
    assert result.exit_code == 2
    assert message in result.stderr
    assert not result.stdout


NO_TARGETS = "feature,value,min,max\n"
ALL_ALIKE = "id,sex\n1,f\n2,f\n3,f\n"


@pytest.mark.parametrize("method", ["leximin", "maximin", "nash", "random"])
@pytest.mark.parametrize(
    ("pool", "targets", "size", "chance"),
    [
        (POOL, NO_TARGETS, 2, 2 / 6),
        (ALL_ALIKE, "feature,value,min,max\nsex,f,0,9\n", 1, 1 / 3),
        (ALL_ALIKE, NO_TARGETS, 3, 1.0),
        (ALL_ALIKE, NO_TARGETS, 0, 0.0),
    ],
    ids=["no targets", "all alike", "everybody", "nobody"],
)
def test_smallest_and_largest_cases_are_drawn_by_every_method(run, pool, targets, size, chance, method):
    result = json.loads(run("--seed", "1", "--json", "--method", method, pool=pool, targets=targets, size=size).stdout)
    assert len(result["selected"]) == size
    assert list(result["probabilities"].values()) == pytest.approx([chance] * result["pool_size"], abs=1e-6)


def test_everybody_at_one_address_is_bad_input(run):
    pool = "\n".join(line + (",address" if at == 0 else ",Main St 1") for at, line in enumerate(POOL.split()))
    result = run("--seed", "1", "--same-address", "address", pool=pool)
    assert result.exit_code == 2
    assert "live at 1 addresses, fewer than the 2 seats" in result.stderr


def test_ages_in_years_are_put_into_bands(run):
    pool = POOL.replace("20-29", "24").replace("30-39", "37")
    assert run("--seed", "1", "--ages", "age", pool=pool).exit_code == 0


def test_excluded_people_have_no_chance_and_unknown_ids_are_named(run, tmp_path):
    (tmp_path / "out.csv").write_text("id,reason\n001,city official\n999,councillor\n")
    result = run("--seed", "1", "--exclude", str(tmp_path / "out.csv"), "--json")
    assert json.loads(result.stdout)["excluded"] == {"001": "city official"}
    assert "001" not in json.loads(result.stdout)["probabilities"]
    assert "“999”" in result.stderr


def test_people_with_an_empty_cell_can_be_left_out_with_the_reason(run):
    result = run("--seed", "1", "--missing", "exclude", "--json", pool=POOL.replace("005,f", "005,"))
    assert json.loads(result.stdout)["excluded"] == {"005": "a cell that the targets need is empty"}


def test_two_of_one_address_are_never_drawn_together(run):
    pool = "id,home\n" + "".join(f"p{i},{'A' if i < 4 else f'B{i}'}\n" for i in range(8))
    targets = "feature,value,min,max\nhome,(other),0,3\n"
    for seed in range(20):
        result = run("--seed", str(seed), "--json", "--same-address", "home", pool=pool, targets=targets, size=3)
        assert len({"p0", "p1", "p2", "p3"} & set(json.loads(result.stdout)["selected"])) <= 1


def test_likely_duplicates_and_addresses_that_differ_by_little_are_shown_and_nothing_is_decided(run):
    pool = "id,sex,age,name,home\n001,f,20-29,김하나,상무대로 100 101동 1502호\n002,m,20-29,이두리,용봉로 77\n"
    pool += "003,f,30-39,김하나,상무대로100번길 101-1502\n004,m,30-39,박세나,금남로 5\n"
    result = run("--seed", "1", "--same-person", "name", "--same-address", "home", "--json", pool=pool)
    assert "rows 2, 4 of pool.csv may be one person" in result.stderr
    assert set(json.loads(result.stdout)["probabilities"]) == {"001", "002", "003", "004"}


def test_committee_by_the_ordinances_quotas_is_drawn_from_193():
    pool, targets, size = folder("synthetic_193_91")
    result = CliRunner().invoke(
        main, ["draw", str(pool), str(targets), "--size", str(size), "--seed", "2019", "--json", "--quiet"]
    )
    assert len(json.loads(result.stdout)["selected"]) == 91


def test_one_feature_may_be_spelled_in_two_ways(run):
    assert run("--seed", "1", targets=TARGETS.replace("sex,m", "Sex,M")).exit_code == 0


CONTRADICTIONS = {
    "seed and number": (["--seed", "1", "--number", "1"], "More than one public value"),
    "value before the lottery is published": (["--prepare", "{}/l.json", "--seed", "1"], "draws nothing"),
    "reason without a draw before": (["--seed", "1", "--reason", "rain"], "no --previous"),
    "draw before without a reason": (["--seed", "1", "--previous", "{}/t.json"], "needs the reason"),
    "draw before that was none": (["--seed", "1", "--previous", "{}/l.json", "--reason", "rain"], "Nothing was drawn"),
    "draw before that is a table": (["--seed", "1", "--previous", "{}/pool.csv", "--reason", "rain"], "is no JSON"),
    "value that nobody can say": (["--seed", ""], "public value is empty"),
    "ages of no feature": (["--seed", "1", "--ages", "birth"], "No target speaks of “birth”"),
    "transcript in no folder": (["--seed", "1", "--transcript", "{}/none/t.json"], "Choose another place"),
    "more reserves than people": (["--seed", "1", "--reserves", "5"], "4 people may be drawn, fewer than the 5"),
    "address in no column": (["--seed", "1", "--same-address", "home"], "no column “home”"),
    "secret in no file": (["--seed", "1", "--salt", "{}/none"], "No such file"),
}


@pytest.mark.parametrize(("options", "message"), list(CONTRADICTIONS.values()), ids=list(CONTRADICTIONS))
def test_options_that_cannot_be_followed_are_refused_not_passed_over(run, tmp_path, options, message):
    assert run("--seed", "1", "--transcript", str(tmp_path / "t.json")).exit_code == 0
    if "{}/l.json" in options and "--prepare" not in options:
        assert run("--prepare", str(tmp_path / "l.json")).exit_code == 0
    result = run(*(option.replace("{}", str(tmp_path)) for option in options))
    assert result.exit_code == 2
    assert message in result.stderr
    assert not result.stdout


def test_prepared_lottery_takes_no_new_targets(run, tmp_path):
    run("--prepare", str(tmp_path / "l.json"))
    result = run("--prepared", str(tmp_path / "l.json"), "--seed", "1")
    assert result.exit_code == 2
    assert "has its targets and size" in result.stderr


def test_reserves_of_a_prepared_lottery_are_those_of_the_draw_at_once(run, tmp_path):
    at_once = json.loads(run("--seed", "7", "--json", "--reserves", "2").stdout)
    run("--prepare", str(tmp_path / "l.json"))
    options = ["--prepared", str(tmp_path / "l.json"), "--seed", "7", "--reserves", "2", "--json"]
    later = json.loads(CliRunner().invoke(main, ["draw", str(tmp_path / "pool.csv"), *options]).stdout)
    assert later["selected"] == at_once["selected"]
    assert later["reserves"] == at_once["reserves"] != []


def test_json_has_every_key_that_other_programs_read(run):
    keys = {"selected", "size", "method", "min_probability", "upper_bound", "gap", "gini", "probabilities", "panels"}
    assert keys | {"seconds"} <= set(json.loads(run("--seed", "1", "--json").stdout))


def test_progress_goes_to_stderr_and_leaves_the_json_alone(tmp_path):
    (tmp_path / "pool.csv").write_text(POOL)
    (tmp_path / "targets.csv").write_text(TARGETS)
    files = [str(tmp_path / "pool.csv"), str(tmp_path / "targets.csv")]
    result = CliRunner().invoke(main, ["draw", *files, "--size", "2", "--seed", "1", "--json"])
    assert "6 people, 4 types" in result.stderr
    assert json.loads(result.stdout)["size"] == 2


PIECES = [
    "id",
    "sex",
    "age",
    "f",
    "m",
    "20-29",
    "30-39",
    "1",
    "2",
    "-1",
    "50%",
    "sex*age",
    "×",
    "007",
    "",
    " ",
    "\ufeff",
]
MARKS = [",", "\n", ";", '"', "\t", "\r\n", "\0"]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_whatever_stands_in_the_files_gets_words_never_a_traceback(tmp_path, data):
    text = st.lists(st.sampled_from(PIECES + MARKS), max_size=12).map("".join)
    pool = POOL + data.draw(text) if data.draw(st.booleans()) else data.draw(text)
    targets = TARGETS + data.draw(text) if data.draw(st.booleans()) else "feature,value,min,max\n" + data.draw(text)
    (tmp_path / "pool.csv").write_text(pool)
    (tmp_path / "targets.csv").write_text(targets)
    files = [str(tmp_path / "pool.csv"), str(tmp_path / "targets.csv")]
    result = CliRunner().invoke(main, ["draw", *files, "--size", "2", "--seed", "1", "--quiet"])
    assert result.exit_code in (0, 2, 3), result.exception
    assert result.exit_code == 0 or result.stderr.strip()
