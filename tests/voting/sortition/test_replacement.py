"""After the draw: people decline, and the panel is whole again."""

import json
from collections import Counter

import numpy as np
import pytest
from click.testing import CliRunner

from tests.voting.sortition.builders import a_grouping, a_pool
from voting.__main__ import main
from voting.sortition.contacts import Answer, Contact, standing
from voting.sortition.errors import BadInput, Infeasible
from voting.sortition.preparation import Request, prepare
from voting.sortition.replacement import Mode, rest_to_draw
from voting.sortition.reserves import dropouts_in, expected_unfilled, reserves_by_dropouts
from voting.sortition.targets import Target

PEOPLE = [
    {"stance": s, "sex": x, "age": a, "home": f"{s}{x}{a}{n}" if n > 1 else f"{s}{a}{n}"}
    for s in ("for", "against", "undecided")
    for x in "fm"
    for a in ("20s", "40s", "60+")
    for n in range(6)
]
TARGETS = [("stance", s, 6, 6) for s in ("for", "against", "undecided")]
TARGETS += [("sex", x, 9, 9) for x in "fm"] + [("age", a, 6, 6) for a in ("20s", "40s", "60+")]
TARGET_ROWS = "\n".join(["feature,value,min,max", *(",".join(map(str, t)) for t in TARGETS)]) + "\n"


def a_panel_file(tmp_path):
    rows = ["id,stance,sex,age,home", *(f"p{i}," + ",".join(p.values()) for i, p in enumerate(PEOPLE))]
    (tmp_path / "pool.csv").write_text("\n".join(rows) + "\n")
    (tmp_path / "targets.csv").write_text(TARGET_ROWS)
    return str(tmp_path / "pool.csv"), str(tmp_path / "targets.csv")


@pytest.fixture
def drawn(tmp_path):
    pool, targets = a_panel_file(tmp_path)
    options = ["--size", "18", "--seed", "1", "--same-address", "home", "--quiet", "--json"]
    result = CliRunner().invoke(main, ["draw", pool, targets, *options, "--transcript", str(tmp_path / "t.json")])
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)["selected"]


@pytest.fixture
def replace(tmp_path):
    def replace(answers, *options, transcript="t.json"):
        log = "id,answer,when\n" + "".join(f"{name},{answer},2018-10-20\n" for name, answer in answers.items())
        (tmp_path / "log.csv").write_text(log)
        files = [str(tmp_path / transcript), str(tmp_path / "pool.csv"), "--contacts", str(tmp_path / "log.csv")]
        return CliRunner().invoke(main, ["replace", *files, "--seed", "2", "--quiet", "--json", *options])

    return replace


def person(name):
    return PEOPLE[int(name[1:])]


def keeps_targets(panel):
    counts = [sum(person(name)[f] == v for name in panel) for f, v, _, _ in TARGETS]
    return all(low <= n <= high for n, (_, _, low, high) in zip(counts, TARGETS, strict=True))


def test_fresh_lottery_makes_the_whole_panel_balanced_again(drawn, replace, tmp_path):
    declined = drawn[::4]
    result = replace(dict.fromkeys(declined, "declined"), "--transcript", str(tmp_path / "r.json"))
    assert result.exit_code == 0, result.stderr
    outcome = json.loads(result.stdout)
    panel = outcome["seated"] + outcome["selected"]
    assert len(set(panel)) == 18
    assert not set(declined) & set(panel)
    assert keeps_targets(panel)
    assert max(Counter(person(name)["home"] for name in panel).values()) == 1
    checked = CliRunner().invoke(main, ["verify", str(tmp_path / "r.json"), str(tmp_path / "pool.csv")])
    assert checked.exit_code == 0, checked.stderr


def test_second_replacement_goes_on_from_the_first(drawn, replace, tmp_path):
    first = replace(dict.fromkeys(drawn[::7], "declined"), "--transcript", str(tmp_path / "r.json"))
    newcomers = json.loads(first.stdout)["selected"]
    second = replace({newcomers[0]: "unreachable", drawn[4]: "withdrew"}, transcript="r.json")
    assert second.exit_code == 0, second.stderr
    outcome = json.loads(second.stdout)
    panel = outcome["seated"] + outcome["selected"]
    assert len(set(panel)) == 18
    assert not {*drawn[::7], newcomers[0], drawn[4]} & set(panel)
    assert keeps_targets(panel)


def test_same_cell_gives_each_seat_to_somebody_of_the_very_same_values(drawn, replace):
    # As the Shin-Kori committee of 2017 did: stance, sex and age of the newcomer are those of the one who left.
    declined = drawn[::3]
    result = replace(dict.fromkeys(declined, "declined"), "--mode", "same-cell")
    assert result.exit_code == 0, result.stderr
    cells = [
        Counter((person(n)["stance"], person(n)["sex"], person(n)["age"]) for n in names)
        for names in (declined, json.loads(result.stdout)["selected"])
    ]
    assert cells[0] == cells[1]


def test_seat_that_nobody_can_fill_needs_a_decision_and_the_record_keeps_it(drawn, replace, tmp_path):
    everybody_60 = {f"p{i}": "declined" for i, p in enumerate(PEOPLE) if p["age"] == "60+"}
    refused = replace(everybody_60)
    assert refused.exit_code == 3
    assert "Change 1" in refused.stderr
    undecided = replace(everybody_60, "--apply-change", "1")
    assert undecided.exit_code == 2
    decided = replace(
        everybody_60,
        "--apply-change",
        "1",
        "--decided-by",
        "chair: nobody over 60 is left",
        "--transcript",
        str(tmp_path / "r.json"),
    )
    assert decided.exit_code == 0, decided.stderr
    record = json.loads((tmp_path / "r.json").read_text())
    assert record["prepared"]["decisions"][0]["by"] == "chair: nobody over 60 is left"


def test_housemate_of_somebody_seated_is_not_drawn():
    people = [
        {"sex": "f", "home": "A"},
        {"sex": "f", "home": "A"},
        {"sex": "f", "home": "B"},
        {"sex": "f", "home": "C"},
    ]
    request = Request(2, same_address=["home"])
    rest = rest_to_draw(a_pool(people), [Target("sex", "f", 2, 2)], request, ["p0"], {"p3": "declined"})
    assert rest.request.exclusions["p1"] == "lives with somebody on the panel"
    assert (rest.targets[0].least, rest.targets[0].most, rest.request.size) == (1, 1, 1)


def test_target_already_passed_by_those_seated_is_an_error_not_a_silent_change():
    people = [{"sex": "f"}] * 3 + [{"sex": "m"}] * 3
    targets = [Target("sex", "f", 0, 1), Target("sex", "m", 0, 4)]
    with pytest.raises(BadInput, match="more than the 1 of the target"):
        rest_to_draw(a_pool(people), targets, Request(4), ["p0", "p1"], {"p3": "declined"})


def test_without_a_free_seat_nothing_is_drawn():
    with pytest.raises(BadInput, match="No seat is free"):
        rest_to_draw(a_pool([{"sex": "f"}] * 3), [], Request(1), ["p0"], {}, Mode.LOTTERY)


def test_last_answer_counts():
    log = [Contact("a", Answer.UNREACHABLE), Contact("a", Answer.ACCEPTED), Contact("b", Answer.WAITING)]
    assert standing(log) == {"a": Answer.ACCEPTED, "b": Answer.WAITING}
    assert not Answer.WAITING.frees_the_seat


@pytest.mark.parametrize(
    ("log", "message"),
    [("id,answer\np0,maybe\n", "is no answer"), ("id,reply\np0,yes\n", "no column “answer”")],
)
def test_contact_log_with_other_words_is_refused_by_row(drawn, tmp_path, log, message):
    (tmp_path / "log.csv").write_text(log)
    files = [str(tmp_path / "t.json"), str(tmp_path / "pool.csv"), "--contacts", str(tmp_path / "log.csv")]
    result = CliRunner().invoke(main, ["replace", *files])
    assert result.exit_code == 2
    assert message in result.stderr


def test_reserves_are_other_people_drawn_by_the_same_public_value(tmp_path):
    pool, targets = a_panel_file(tmp_path)
    options = ["--size", "18", "--seed", "1", "--quiet", "--json", "--reserves", "6"]
    result = CliRunner().invoke(main, ["draw", pool, targets, *options, "--transcript", str(tmp_path / "t.json")])
    outcome = json.loads(result.stdout)
    assert len(set(outcome["reserves"])) == 6
    assert not set(outcome["reserves"]) & set(outcome["selected"])
    assert Counter(person(name)["stance"] for name in outcome["reserves"]) == {"for": 2, "against": 2, "undecided": 2}
    checked = CliRunner().invoke(main, ["verify", str(tmp_path / "t.json"), pool])
    assert "reserves: commitment" in checked.stdout


def test_expected_free_seats_equal_those_of_simulated_dropouts():
    rng = np.random.default_rng(5)
    panel, chance, member = np.array([4, 3, 5]), np.array([0.1, 0.5, 0.3]), np.array([1, 1, 0])
    distribution = dropouts_in(panel, chance, member)
    gone = rng.binomial(4, 0.1, 200_000) + rng.binomial(3, 0.5, 200_000)
    for reserves in range(4):
        simulated = np.maximum(gone - reserves, 0).mean()
        assert expected_unfilled(distribution, reserves) == pytest.approx(simulated, abs=0.01)


def test_reserves_go_where_seats_are_likely_to_fall_free():
    people = [{"sex": "f"}] * 10 + [{"sex": "m"}] * 10
    problem = a_grouping(people, [("sex", "f", 5, 5), ("sex", "m", 5, 5)], 10).problem
    chosen = reserves_by_dropouts(problem, np.array([5, 5]), np.array([0.6, 0.02]), 3)
    assert chosen.tolist() == [3, 0]


def test_seats_too_few_for_the_minima_left_are_infeasible_with_suggestions_not_a_slip():
    people = [{"sex": "f"}] * 4 + [{"sex": "m"}] * 4
    targets = [Target("sex", "f", 2, 3), Target("sex", "m", 2, 3)]
    request = Request(4, continues={"size": 4})
    rest = rest_to_draw(a_pool(people), targets, request, ["p0", "p1", "p2"], {"p4": "declined"})
    with pytest.raises(Infeasible) as wrong:
        prepare(a_pool(people), rest.targets, rest.request, b"salt")
    assert str(wrong.value.suggestions[0]) == "lower the minimum of sex “m” from 2 to 1"
