"""Draws that took place, replayed with pools of their published size and make-up; the people are made up.

Sources of the figures: Gwangju metro line 2 (2018): survey of 2,500 with 58.6% for, 19.0% against and
22.4% undecided, panel of 250 by stance, sex, age and district. Shin-Kori 5 and 6 (2017): 5,981 willing
people, 500 drawn in cells of stance, sex and age, 22 of them missing at the orientation, refusals drawn
anew from the same cell. Busan BRT (2018): 2,585 surveyed (1,297, 1,087, 201), 150 drawn as 50/50/50.
Committee of Gwangju: at most 6/10 of one sex, at least 2/10 young people among 91 appointed of 193.
"""

from collections import Counter
from fractions import Fraction
from itertools import product

import pytest

from tests.voting.sortition.builders import a_data_set, a_pool
from voting.sortition.apportionment import largest_remainder
from voting.sortition.draw import draw
from voting.sortition.population import GWANGJU, from_age, read_population
from voting.sortition.preparation import Request, prepare
from voting.sortition.proportional import cell_targets, equal_targets, margin_targets, share_targets
from voting.sortition.replacement import Mode, rest_to_draw
from voting.sortition.table_file import parse_table
from voting.sortition.targets import Target, targets_from_table

LINE_2 = {"for": Fraction("58.6"), "against": Fraction("19.0"), "undecided": Fraction("22.4")}
SALT = b"replay"


def drawn_people(pool, targets, request, value="public value"):
    prepared = prepare(pool, targets, request, SALT)
    names = [prepared.id_of[name] for name in draw(prepared.document, value).selected]
    place = {name: i for i, name in enumerate(pool.ids)}
    people = [{name: column[place[n]] for name, column in pool.columns.items()} for n in names]
    return prepared, names, people


@pytest.fixture(scope="module")
def adults():
    people = read_population(GWANGJU, {"year": ["2024"]})
    return from_age(people, "age_band", 20, 60).over(["district", "sex", "age_band"])


@pytest.fixture(scope="module")
def line_2_pool(adults):
    cells = {(stance, *cell): n * LINE_2[stance] for stance in LINE_2 for cell, n in adults.people.items()}
    names = ("stance", "district", "sex", "age_band")
    people = [
        dict(zip(names, cell, strict=True)) for cell, n in largest_remainder(cells, 2500).items() for _ in range(n)
    ]
    return a_pool(people)


def test_metro_line_2_in_proportion_to_the_survey(line_2_pool, adults):
    targets = share_targets("stance", LINE_2, 250) + margin_targets(adults, 250)
    prepared, _, people = drawn_people(line_2_pool, targets, Request(250))
    assert Counter(p["stance"] for p in people) == {"for": 147, "against": 47, "undecided": 56}
    assert Counter(p["sex"] for p in people) == {"M": 122, "F": 128}
    assert Counter(p["district"] for p in people)["북구"] == 76
    # Targets in proportion to the pool leave everybody a chance near 250 of 2,500.
    assert prepared.lottery.min_chance > Fraction(9, 100)
    assert prepared.lottery.gap < 1e-6


def test_metro_line_2_with_125_for_and_125_against(line_2_pool, adults):
    targets = [*equal_targets("stance", ["for", "against"], 250), Target("stance", "undecided", 0, 0)]
    prepared, _, people = drawn_people(line_2_pool, targets + margin_targets(adults, 250, 2), Request(250))
    assert Counter(p["stance"] for p in people) == {"for": 125, "against": 125}
    reasons = Counter(exclusion.reason for exclusion in prepared.selection.excluded)
    in_pool = Counter(line_2_pool.columns["stance"])
    assert reasons == {"the target allows no seat for stance “undecided”": in_pool["undecided"]}
    # Among 1,465 for and 475 against, give or take rounding, the supporters' chance is the smallest.
    assert float(prepared.lottery.min_chance) == pytest.approx(125 / in_pool["for"], abs=1e-3)


def test_busan_draws_fifty_of_each_stance():
    surveyed = {"for": 1297, "against": 1087, "undecided": 201}
    people = [{"stance": stance, "sex": "fm"[i % 2]} for stance, n in surveyed.items() for i in range(n)]
    targets = equal_targets("stance", list(surveyed), 150) + equal_targets("sex", ["f", "m"], 150)
    prepared, _, drawn = drawn_people(a_pool(people), targets, Request(150))
    assert Counter(p["stance"] for p in drawn) == dict.fromkeys(surveyed, 50)
    assert float(prepared.lottery.min_chance) == pytest.approx(50 / 1297, abs=1e-4)


def test_shin_kori_fills_missing_seats_from_the_same_cell():
    shares = {"resume": 36.6, "stop": 27.6, "undecided": 35.8}
    cells = {
        (stance, sex, age): Fraction(str(share)) * (51 if sex == "m" else 49)
        for (stance, share), sex, age in product(shares.items(), "mf", ("20s", "30s", "40s", "50s", "60+"))
    }
    names = ("stance", "sex", "age")
    pool = a_pool(
        [dict(zip(names, c, strict=True)) for c, n in largest_remainder(cells, 5981).items() for _ in range(n)]
    )
    feature = " × ".join(names)
    targets = [Target(feature, " × ".join(c), n, n) for c, n in largest_remainder(cells, 500).items()]
    prepared, panel, _ = drawn_people(pool, targets, Request(500))
    missing = panel[::23][:22]
    seated = [name for name in panel if name not in missing]
    gone = dict.fromkeys(missing, "no_show")
    rest = rest_to_draw(pool, targets, Request(500), seated, gone, Mode.SAME_CELL, missing)
    _, newcomers, _ = drawn_people(pool, rest.targets, rest.request)
    cell_of = dict(zip(pool.ids, zip(*(pool.columns[name] for name in names), strict=True), strict=True))
    assert Counter(cell_of[n] for n in newcomers) == Counter(cell_of[n] for n in missing)
    assert not set(newcomers) & set(panel)
    assert prepared.lottery.gini < 0.02


def test_committee_keeps_the_ordinances_limits_written_as_shares():
    pool, _, _ = a_data_set("synthetic_193_91")
    youth = ["yes" if age in ("16-24", "25-39") else "no" for age in pool.column("age")]
    expert = ["yes" if i % 11 == 0 else "no" for i in range(len(pool))]
    pool = type(pool)(pool.ids, {**pool.columns, "youth": youth, "finance": expert}, pool.line_of, pool.name)
    rows = b"feature,value,min,max\nsex,f,,6/10\nsex,m,,6/10\nsex,x,,\nyouth,yes,2/10,\nyouth,no,,\n"
    rows += b"finance,yes,5,\nfinance,no,,\ndisability,yes,12,\ndisability,no,,\n"
    targets = targets_from_table(parse_table(rows, "targets"), 91)
    assert [t.most for t in targets if t.feature == "sex"][:2] == [54, 54]  # 6/10 of 91 is 54.6
    assert next(t.least for t in targets if t.label == "youth “yes”") == 19  # 2/10 of 91 is 18.2
    prepared, _, people = drawn_people(pool, targets, Request(91))
    assert max(Counter(p["sex"] for p in people).values()) <= 0.6 * 91
    assert sum(p["youth"] == "yes" for p in people) >= 0.2 * 91
    assert sum(p["finance"] == "yes" for p in people) >= 5
    assert prepared.lottery.gap < 1e-6


def test_joint_cells_of_91_seats_are_drawn_as_rounded(adults):
    cells = largest_remainder(adults.people, 3000)
    names = ("district", "sex", "age_band")
    pool = a_pool([dict(zip(names, c, strict=True)) for c, n in cells.items() for _ in range(n)])
    targets = margin_targets(adults, 91) + cell_targets(adults, 91)
    _, _, people = drawn_people(pool, targets, Request(91))
    drawn = Counter(tuple(p[name] for name in names) for p in people)
    wanted = {tuple(t.value.split(" × ")): t.least for t in targets if " × " in t.value}
    assert all(drawn[cell] == n for cell, n in wanted.items())
