"""``python -m voting invite`` and ``weights``: before the pool, and for what the pool could not balance."""

import csv
import json
from fractions import Fraction

import pytest
from click.testing import CliRunner
from scipy.stats import binom, hypergeom

from voting.__main__ import main
from voting.sortition.invitation_plan import imagine, plan_letters, read_register
from voting.sortition.pool import pool_from_rows
from voting.sortition.population import GWANGJU
from voting.sortition.targets import Target

TARGETS = "feature,value,min,max\ndistrict,동구,2,3\ndistrict,북구,3,4\nage,20-49,2,4\nage,50+,2,4\nstance,for,0,6\n"
RESPONSES = "district,response,sent,answered\n동구,10%,400,20\n북구,1/4,,\n"


@pytest.fixture
def run(tmp_path):
    (tmp_path / "targets.csv").write_text(TARGETS)
    (tmp_path / "responses.csv").write_text(RESPONSES)
    rows = ["id,district,age,home"]
    rows += [f"h{i},{'동구' if i < 1200 else '북구'},{20 + i % 70},{i // 3 if i % 3 < 2 else ''}" for i in range(2400)]
    (tmp_path / "register.csv").write_text("\n".join(rows) + "\n")

    def run(*options, command="invite", files=("targets.csv",)):
        given = [option.replace("{}", str(tmp_path)) for option in options]
        return CliRunner().invoke(main, [command, *(str(tmp_path / name) for name in files), *given])

    return run


PLAN = ["--size", "6", "--stratum", "district", "--responses", "{}/responses.csv"]
REGISTER = ["--register", "{}/register.csv", "--home", "home", "--ages", "age", "--imagine", "50", "--quiet"]


def test_plan_without_a_register_tells_the_letters_of_each_stratum(run):
    result = json.loads(run(*PLAN, "--json").stdout)
    east, north = result["strata"]
    assert (east["wanted"], north["wanted"]) == (9, 12)
    # 20 answers to 400 letters, and a prior of 10% that is worth 100 letters.
    assert east["response"] == pytest.approx(30 / 500)
    for one in (east, north):
        assert binom.sf(one["wanted"] - 1, one["letters"], one["response"]) >= 0.95
        assert binom.sf(one["wanted"] - 1, one["letters"] - 1, one["response"]) < 0.95
    assert result["letters"] == east["letters"] + north["letters"]


def test_letters_go_to_one_person_of_a_home_with_chance_and_weight(run, tmp_path):
    result = run(*PLAN, *REGISTER, "--seed", "437", "--output", "{}/letters.csv", "--json")
    assert result.exit_code == 0, result.stderr
    outcome = json.loads(result.stdout)
    assert outcome["filled"] >= 48
    assert outcome["unknown"] == ["stance"]
    homes = {row["id"]: row["home"] for row in csv.DictReader((tmp_path / "register.csv").open())}
    written_to = [homes[one["id"]] for one in outcome["invited"] if homes[one["id"]]]
    assert len(written_to) == len(set(written_to))
    assert len(outcome["invited"]) == outcome["letters"]
    # 동구 has 1,200 people in 800 homes, half of them of two.
    east = next(one for one in outcome["strata"] if one["value"] == "동구")
    chances = {Fraction(one["chance"]) for one in outcome["invited"] if one["stratum"] == "동구"}
    assert chances == {Fraction(east["letters"], 800), Fraction(east["letters"], 1600)}
    rows = list(csv.DictReader((tmp_path / "letters.csv").open()))
    assert [row["id"] for row in rows] == [one["id"] for one in outcome["invited"]]
    assert float(rows[0]["weight"]) == pytest.approx(1 / Fraction(rows[0]["chance"]), abs=1e-6)


def test_commitment_is_known_before_the_value_and_the_value_decides_alone(run):
    plan = run(*PLAN, *REGISTER, "--announced", "three dice", "--json")
    drawn = [
        json.loads(run(*PLAN, *REGISTER, "--announced", "three dice", "--seed", s, "--json").stdout) for s in "112"
    ]
    assert {one["commitment"] for one in drawn} == {json.loads(plan.stdout)["commitment"]}
    assert json.loads(plan.stdout)["invited"] == []
    assert drawn[0]["invited"] == drawn[1]["invited"] != drawn[2]["invited"]


def test_no_letter_goes_out_when_too_few_answers_would_hold_a_panel(run, tmp_path):
    (tmp_path / "targets.csv").write_text(TARGETS.replace("age,50+,2,4", "age,50+,6,6").replace("49,2,4", "49,0,4"))
    refused = run(*PLAN, "--per-seat", "1", *REGISTER, "--seed", "1", "--output", "{}/letters.csv")
    assert refused.exit_code == 3
    assert "no letter was drawn" in refused.stderr
    assert "age “50+” lacked people" in refused.stderr
    assert not (tmp_path / "letters.csv").exists()
    decided = run(*PLAN, "--per-seat", "1", *REGISTER, "--seed", "1", "--decided-by", "chair: a second wave follows")
    assert decided.exit_code == 0


def test_imagined_answers_succeed_as_often_as_the_exact_chance_says():
    # 40 of 200 are women; 30 letters, each answered by half; the panel of 5 needs two women.
    people = pool_from_rows([{"id": i, "sex": "f" if i < 40 else "m", "all": "x"} for i in range(200)])
    targets = [Target("all", "x", 5, 5), Target("sex", "f", 2, 5), Target("sex", "m", 0, 5)]
    strata = plan_letters(targets, "all", {"x": 0.5}, Fraction(2), 0.95)
    sent = strata[0].letters
    exact = sum(binom.pmf(n, sent, 0.5) * hypergeom.sf(1, 200, 40, n) for n in range(5, sent + 1))
    outlook = imagine(read_register(people, targets, strata, "all"), strata, 5, times=4000)
    assert outlook.share == pytest.approx(exact, abs=0.02)
    assert 0.5 < exact < 0.98


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--stratum", "foo", "--response", "5%"], "No target speaks of “foo”"),
        (["--stratum", "district"], "Either --response or --responses"),
        (["--stratum", "district", "--response", "many"], "“many” is no share"),
        (["--stratum", "district", "--response", "200%"], "shares between 0 and 1"),
        (["--stratum", "district", "--response", "5%", "--per-seat", "-1"], "make no pool"),
        (["--stratum", "district", "--response", "5%", "--seed", "1"], "drawn from a --register"),
        (["--stratum", "district", "--response", "1%", *REGISTER], "letters but has 800 homes"),
        (["--stratum", "age", "--response", "50%", *REGISTER], "another stratum than that of the same home"),
        (["--stratum", "stance", "--response", "5%", *REGISTER], "no column “stance”"),
        ([*PLAN[2:], *REGISTER, "--seed", " "], "public value is empty"),
        (["--stratum", "district", "--responses", "{}/register.csv"], "no column “response”"),
    ],
)
def test_impossible_plans_are_answered_in_words(run, options, message):
    result = run("--size", "6", *options)
    assert result.exit_code == 2
    assert message in result.stderr


def test_weighted_panel_has_the_margins_of_gwangju(run, tmp_path):
    rows = [f"{i},{'동구' if i % 5 else '북구'},{'F' if i % 3 else 'M'},{20 + i % 60}" for i in range(200)]
    (tmp_path / "panel.csv").write_text("\n".join(["id,district,sex,age_band", *rows]) + "\n")
    options = ["--only", "district=동구|북구", "--by", "sex,age_band", "--from-age", "20", "--top-age", "60", "--json"]
    result = run(*options, command="weights", files=("panel.csv",))
    assert result.exit_code == 0, result.stderr
    outcome = json.loads(result.stdout)
    women = sum(weight for name, weight in outcome["weights"].items() if int(name) % 3)
    people = {"F": 0, "M": 0}
    for row in csv.DictReader(GWANGJU.open(encoding="utf-8")):
        is_adult = row["age_band"] not in ("0-9", "10-19")
        if is_adult and row["year"] == "2024" and row["district"] in ("동구", "북구"):
            people[row["sex"]] += int(row["residents"])
    assert women / 200 == pytest.approx(people["F"] / sum(people.values()), abs=1e-6)
    assert outcome["effective_size"] < 200


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--by", "sex"], "row 2: the population has no “x” of “sex”"),
        (["--by", "district"], "Nobody has 서구"),
        (["--by", "age_band"], "no column “age_band”"),
        (["--by", "district", "--start", "sex"], "row 2: “x” is no weight"),
    ],
)
def test_panel_that_cannot_be_weighed_is_told_why(run, tmp_path, options, message):
    (tmp_path / "panel.csv").write_text("id,sex,district\n1,x,동구\n")
    result = run(*options, command="weights", files=("panel.csv",))
    assert result.exit_code == 2
    assert message in result.stderr
