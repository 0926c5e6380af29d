"""The record for everybody: the draw can be checked, nobody's features are told."""

import copy
import json

import pytest
from click.testing import CliRunner

from voting.__main__ import main

VALUES = ["찬성", "반대", "유보", "여성", "남성", "이십대", "육십대"]
ROWS = ["id,입장,성별,나이,집"]
ROWS += [
    f"시민{i:02d},{VALUES[i % 3]},{VALUES[3 + i % 2]},{VALUES[5 + i // 7 % 2]},집{i // 2 if i < 8 else i}"
    for i in range(40)
]
TARGETS = "feature,value,min,max\n" + "".join(f"입장,{v},2,6\n" for v in VALUES[:3])
TARGETS += "성별,여성,4,5\n성별,남성,4,5\n나이,이십대,3,6\n나이,육십대,3,6\n"


@pytest.fixture
def run(tmp_path):
    (tmp_path / "pool.csv").write_text("\n".join(ROWS) + "\n")
    (tmp_path / "targets.csv").write_text(TARGETS)

    def run(command, *options):
        return CliRunner().invoke(main, [command, *(option.replace("{}", str(tmp_path)) for option in options)])

    return run


FILES = ["{}/pool.csv", "{}/targets.csv", "--size", "9", "--same-address", "집", "--quiet"]


@pytest.fixture
def records(run, tmp_path):
    options = ["--seed", "437", "--reserves", "4", "--transcript", "{}/full.json", "--public", "{}/public.json"]
    result = run("draw", *FILES, *options)
    assert result.exit_code == 0, result.stderr
    return [json.loads((tmp_path / f"{name}.json").read_text()) for name in ("full", "public")]


def test_public_record_shows_the_same_draw_and_is_verified(run, records):
    full, public = records
    assert public["outcome"] == full["outcome"]
    assert public["commitment"] == full["commitment"]
    checked = run("verify", "{}/public.json")
    assert checked.exit_code == 0, checked.stderr
    assert "public value “437” draws number" in checked.stdout
    assert "reserves: public value" in checked.stdout
    assert "note: This is the record for everybody" in checked.stdout
    assert "no lottery lifts" not in checked.stdout


def test_only_the_published_targets_name_a_value_and_no_type_does(records):
    _, public = records
    for record in (public, public["reserves"]):
        document = record["prepared"]
        assert {key for t in document["types"] for key in t} == {"kind", "people"}
        rest = {key: value for key, value in document.items() if key not in ("targets", "reading")}
        text = json.dumps(rest, ensure_ascii=False)
        assert not [word for word in [*VALUES, "시민", "입장"] if word in text]


def test_public_record_before_the_draw_gives_the_same_draw_later(run, tmp_path):
    options = ["--prepare", "{}/full.json", "--public", "{}/public.json"]
    assert run("draw", *FILES, *options).exit_code == 0
    outcomes = []
    for name in ("full", "public"):
        later = run("draw", "{}/pool.csv", "--prepared", f"{{}}/{name}.json", "--seed", "437", "--json")
        assert later.exit_code == 0, later.stderr
        outcomes.append(json.loads(later.stdout))
    assert outcomes[0] == outcomes[1]


def replaced_person(record):
    chosen = record["outcome"]["selected"]
    chosen[0] = next(p for t in record["prepared"]["types"] for p in t["people"] if p not in chosen)
    chosen.sort()


TAMPERED = {
    "another person drawn": replaced_person,
    "another value": lambda record: record["public_value"].update(value="438"),
    "another commitment": lambda record: record["prepared"].update(commitment="0" * 64),
    "another weight": lambda record: record["prepared"]["weights"].__setitem__(0, 1),
    "a better chance": lambda record: record["prepared"].update(min_chance="1/2"),
    "a person twice": lambda record: record["prepared"]["types"][0]["people"].append(
        record["prepared"]["types"][1]["people"][0]
    ),
    "passed off as full": lambda record: record["prepared"].update(format="minhoe-draw-1"),
    "of no kind": lambda record: record["prepared"].update(format=["x"]),
}


@pytest.mark.parametrize("tamper", list(TAMPERED.values()), ids=list(TAMPERED))
def test_tampered_public_record_is_refused(run, records, tmp_path, tamper):
    record = copy.deepcopy(records[1])
    tamper(record)
    (tmp_path / "bad.json").write_text(json.dumps(record))
    refused = run("verify", "{}/bad.json")
    assert refused.exit_code == 2
    assert "Refused" in refused.stderr


def test_pool_is_checked_against_the_full_record_only(run, records):
    assert run("verify", "{}/full.json", "{}/pool.csv").exit_code == 0
    refused = run("verify", "{}/public.json", "{}/pool.csv")
    assert refused.exit_code == 2
    assert "check the pool against the full record" in refused.stderr


def test_types_of_few_people_are_told_before_anything_is_published(run):
    assert "types have fewer than 5 people" in run("draw", *FILES, "--seed", "1").stdout
