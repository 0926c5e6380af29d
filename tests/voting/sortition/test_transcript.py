"""A published draw can be checked from its file alone, and nothing in it can be changed unseen."""

import copy
import json
from fractions import Fraction

import pytest
from click.testing import CliRunner

from tests.voting.sortition.builders import folder
from voting.__main__ import main
from voting.sortition.errors import RecordRefused
from voting.sortition.record import canonical, commitment
from voting.sortition.transcript import earlier_attempt
from voting.sortition.verify import verify, verify_previous

POOL, TARGETS, SIZE = folder("shape_mass_24")


def draw(to, *options):
    files = [str(POOL), str(TARGETS), "--size", str(SIZE)]
    result = CliRunner().invoke(main, ["draw", *files, "--quiet", "--transcript", str(to), *options])
    assert result.exit_code == 0, result.stderr
    return json.loads(to.read_text())


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    return draw(tmp_path_factory.mktemp("draw") / "t.json", "--seed", "drand 5000")


@pytest.fixture
def record(published):
    return copy.deepcopy(published)


def test_untouched_transcript_holds(record):
    assert len(verify(record).checked) == 8


def test_transcript_holds_against_its_pool(record, tmp_path):
    path = tmp_path / "t.json"
    path.write_text(json.dumps(record))
    result = CliRunner().invoke(main, ["verify", str(path), str(POOL)])
    assert result.exit_code == 0, result.stderr
    assert "all 70 people" in result.stdout


def commit_again(record):
    record["commitment"] = commitment(record["prepared"])


def swap_selected(record):
    chosen = record["outcome"]["selected"]
    others = [n for t in record["prepared"]["types"] for n in t["people"] if n not in chosen]
    chosen[0] = others[0]


def favour_a_panel(record):
    record["prepared"]["weights"][0] += 1


def favour_a_panel_with_new_commitment(record):
    favour_a_panel(record)
    commit_again(record)


def panel_of_another_size(record):
    record["prepared"]["panels"][0][0][1] += 1
    commit_again(record)


def panel_that_breaks_a_target(record):
    panels = record["prepared"]["panels"]
    panels[0] = [[0, len(record["prepared"]["types"][0]["people"])], *panels[0][1:]]
    commit_again(record)


def lower_target(record):
    record["prepared"]["targets"][0]["max"] -= 3
    commit_again(record)


def negative_weight(record):
    record["prepared"]["weights"][0] *= -1
    commit_again(record)


def raise_a_chance(record):
    record["prepared"]["chances"][0] = "1/1"
    commit_again(record)


def raise_the_smallest_chance(record):
    record["prepared"]["min_chance"] = "1/2"
    commit_again(record)


def flatter_the_gini(record):
    record["prepared"]["gini"] = "0.000000"
    commit_again(record)


def tighter_bound(record):
    record["prepared"]["certificate"]["bound"] = "0.000000000001"
    commit_again(record)


def negative_multiplier(record):
    record["prepared"]["certificate"]["y"][0] = "-1"
    commit_again(record)


def stage_left_out(record):
    del record["prepared"]["certificate"]["levels"][1]
    commit_again(record)


def rise_made_smaller(record):
    record["prepared"]["certificate"]["largest_rise"] = "0.000000000000"
    commit_again(record)


def person_twice(record):
    types = record["prepared"]["types"]
    types[0]["people"] = sorted([*types[0]["people"], types[1]["people"][0]])
    commit_again(record)


def person_renamed(record):
    people = record["prepared"]["types"][0]["people"]
    people[0] = "0" * 32
    commit_again(record)


def person_of_another_type(record):
    types = record["prepared"]["types"]
    types[0]["values"] = types[1]["values"]
    commit_again(record)


def fewer_numbers(record):
    record["prepared"]["numbered"]["times"][0] += 5
    commit_again(record)


def smaller_loss(record):
    record["prepared"]["numbered"]["worst_loss"] = "0/1"
    commit_again(record)


def another_public_value(record):
    record["public_value"]["value"] = "drand 5001"


def another_number(record):
    record["outcome"]["number"] += 1


def attempt_without_reason(record):
    record["attempts"] = [{"transcript": "0" * 64, "commitment": "0" * 64, "public_value": {"value": "1"}}]


def missing_part(record):
    del record["prepared"]["certificate"]


def words_for_numbers(record):
    record["prepared"]["panels"][0] = "everybody"
    commit_again(record)


def unknown_format(record):
    record["format"] = "minhoe-draw-transcript-99"


TAMPERING = [
    swap_selected,
    favour_a_panel,
    favour_a_panel_with_new_commitment,
    panel_of_another_size,
    panel_that_breaks_a_target,
    lower_target,
    negative_weight,
    raise_a_chance,
    raise_the_smallest_chance,
    flatter_the_gini,
    tighter_bound,
    negative_multiplier,
    stage_left_out,
    rise_made_smaller,
    person_twice,
    person_renamed,
    person_of_another_type,
    fewer_numbers,
    smaller_loss,
    another_public_value,
    another_number,
    attempt_without_reason,
    missing_part,
    words_for_numbers,
    unknown_format,
]


@pytest.mark.parametrize("tamper", TAMPERING, ids=lambda tamper: tamper.__name__)
def test_tampered_transcript_is_refused(record, tamper):
    tamper(record)
    with pytest.raises(RecordRefused):
        verify(record)


@pytest.mark.parametrize("change", ["missing person", "added person", "other value"])
def test_transcript_of_another_pool_is_refused(record, tmp_path, change):
    lines = POOL.read_text().splitlines()
    if change == "missing person":
        lines.pop()
    elif change == "added person":
        lines.append("p9999," + lines[1].split(",", 1)[1])
    else:
        first = lines[1].split(",")
        first[1] = "v1" if first[1] == "v0" else "v0"
        lines[1] = ",".join(first)
    (tmp_path / "salt").write_text("the office's secret")
    draw(tmp_path / "t.json", "--seed", "1", "--salt", str(tmp_path / "salt"))
    (tmp_path / "pool.csv").write_text("\n".join(lines) + "\n")
    files = [str(tmp_path / "t.json"), str(tmp_path / "pool.csv"), "--salt", str(tmp_path / "salt")]
    result = CliRunner().invoke(main, ["verify", *files])
    assert result.exit_code == 2
    assert "Refused" in result.stderr


def test_nobody_is_named_in_the_transcript(record):
    text = canonical(record).decode()
    ids = [line.split(",")[0] for line in POOL.read_text().splitlines()[1:]]
    assert not any(f'"{name}"' in text for name in ids)


def test_canonical_form_has_no_floats():
    with pytest.raises(TypeError, match="float"):
        canonical({"chance": 0.1})


def test_second_draw_shows_the_first_with_its_reason(published, tmp_path):
    first = tmp_path / "first.json"
    first.write_text(json.dumps(published))
    second = draw(tmp_path / "t.json", "--seed", "dice 77", "--previous", str(first), "--reason", "hall flooded")
    assert second["attempts"] == earlier_attempt(published, "hall flooded")
    assert any("hall flooded" in note for note in verify(second).notes)
    verify_previous(second, [published])
    with pytest.raises(RecordRefused):
        verify_previous(second, [second])


def test_numbered_draw_by_dice_holds(tmp_path):
    record = draw(tmp_path / "t.json", "--number", "437", "--source", "three dice", "--witnesses", "two professors")
    assert record["outcome"]["number"] == 437
    assert record["public_value"]["witnesses"] == "two professors"
    verify(record)
    # With 1,000 numbers everybody's loss stays below two numbers.
    assert Fraction(record["prepared"]["numbered"]["worst_loss"]) <= Fraction(2, 1000)


@pytest.mark.parametrize("number", ["1001", "-1", "seven", "٣"])
def test_number_of_no_panel_is_refused(tmp_path, number):
    files = [str(POOL), str(TARGETS), "--size", str(SIZE), "--quiet"]
    result = CliRunner().invoke(main, ["draw", *files, f"--number={number}"])
    assert result.exit_code == 2
    assert "is not the number of one of the 1000 panels" in result.stderr
