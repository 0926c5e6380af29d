"""People at tables: balance, new table-mates, rules, and a report that counts from the seating alone."""

import csv
import json
import random
from itertools import combinations

import pytest
from click.testing import CliRunner

from tests.voting.sortition.builders import a_data_set, folder
from voting.__main__ import main
from voting.sortition.errors import BadInput
from voting.sortition.seating import Plan, Rules, Seating
from voting.sortition.tables import report, seat, table_sizes


def a_plan(n=40, n_tables=6, rounds=3, rules=None):
    pool, _, _ = a_data_set("synthetic_500_50")
    columns = [pool.column(name)[:n] for name in ("stance", "sex", "age", "district")]
    return Plan(columns, table_sizes(n, n_tables), rounds, rules or Rules())


RULES = Rules(
    apart=[(0, 1), (2, 3)],
    together=[(4, 5)],
    moderators=frozenset(range(6, 12)),
    needs_access=frozenset({20, 21}),
    accessible=frozenset({0}),
)


def test_change_of_cost_of_a_swap_is_that_of_counting_anew():
    plan = a_plan(rules=RULES)
    rng = random.Random(1)
    row = [t for t, size in enumerate(plan.table_sizes) for _ in range(size)]
    seating = Seating(plan, [row, rng.sample(row, 40), rng.sample(row, 40)])
    for _ in range(400):
        r, i, j = rng.randrange(3), rng.randrange(40), rng.randrange(40)
        if seating.table_ri[r][i] != seating.table_ri[r][j]:
            before, change = seating.cost(), seating.swap_cost(r, i, j)
            seating.swap(r, i, j)
            assert seating.cost() == before + change == Seating(plan, seating.table_ri).cost()


def test_fifty_people_never_meet_twice_and_every_table_mirrors_the_panel():
    # 50 people, 10 tables of 5, 3 rounds: 300 different pairs are possible.
    found = seat(a_plan(50, 10, 3), seed=1, proposals=150_000)
    assert (found.repeats, found.pairs_met) == (0, 300)
    assert found.imbalance <= 2


def test_rules_hold_in_every_round():
    found = seat(a_plan(rules=RULES), seed=1, proposals=60_000)
    assert found.rules_broken == 0
    for row in found.table_ri:
        assert row[0] != row[1]
        assert row[4] == row[5]
        assert row[20] == row[21] == 0
        assert sorted(row[i] for i in RULES.moderators) == list(range(6))


def test_report_counts_pairs_as_a_slow_count_does():
    plan = a_plan()
    found = seat(plan, seed=3, proposals=5_000)
    met = {(i, j) for row in found.table_ri for i, j in combinations(range(40), 2) if row[i] == row[j]}
    mates = [sum(i in pair for pair in met) for i in range(40)]
    assert found.pairs_met == len(met)
    assert (found.least_mates, found.mean_mates) == (min(mates), sum(mates) / 40)
    assert report(plan, found.table_ri) == found


def test_same_seed_gives_the_same_seating():
    assert seat(a_plan(), 5, proposals=3_000) == seat(a_plan(), 5, proposals=3_000)


@pytest.mark.parametrize(("n", "tables", "sizes"), [(7, 3, [3, 2, 2]), (4, 4, [1] * 4), (5, 1, [5])])
def test_table_sizes_differ_by_one_at_most(n, tables, sizes):
    assert table_sizes(n, tables) == sizes


@pytest.mark.parametrize(
    ("plan", "message"),
    [
        (lambda: a_plan(rules=Rules(apart=[(0, 1)], together=[(1, 0)])), "both apart and together"),
        (lambda: a_plan(rules=Rules(needs_access=frozenset({1}))), "accessible tables, which have 0 seats"),
        (lambda: a_plan(n_tables=41), "cannot fill 41 tables"),
        (lambda: a_plan(rounds=0), "no round"),
    ],
)
def test_impossible_wishes_are_refused_in_words(plan, message):
    with pytest.raises(BadInput, match=message):
        seat(plan())


def test_command_writes_a_table_for_each_round(tmp_path):
    pool, _, _ = folder("shape_mass_24")
    (tmp_path / "apart.csv").write_text("one,other\np0000,p0001\n")
    options = ["--tables", "10", "--rounds", "2", "--balance", "f0,f1", "--apart", str(tmp_path / "apart.csv")]
    result = CliRunner().invoke(
        main,
        [
            "tables",
            str(pool),
            *options,
            "--quiet",
            "--json",
            "--proposals",
            "8000",
            "--output",
            str(tmp_path / "o.csv"),
        ],
    )
    assert result.exit_code == 0, result.stderr
    rows = list(csv.DictReader((tmp_path / "o.csv").open()))
    assert len(rows) == 70
    assert rows[0]["round_1"] != rows[1]["round_1"]
    assert [len(table) for table in json.loads(result.stdout)["rounds"][0]] == [7] * 10


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--apart", "{pairs}"], "are not two people"),
        (["--moderators", "f0"], "is not like COLUMN=VALUE"),
        (["--accessible-tables", "11"], "no table from 1 to 10"),
        (["--balance", "age"], "no column “age”"),
        (["--moderators", "f0=nobody"], "Nobody in respondents.csv has f0=nobody"),
        (["--output", "/nonexistent/seats.csv", "--proposals", "0"], "Choose another place"),
    ],
)
def test_bad_options_of_the_command_are_answered_in_words(tmp_path, options, message):
    (tmp_path / "pairs.csv").write_text("one,other\np0000,nobody\n")
    given = [option.format(pairs=tmp_path / "pairs.csv") for option in options]
    result = CliRunner().invoke(main, ["tables", str(folder("shape_mass_24")[0]), "--tables", "10", *given])
    assert result.exit_code == 2
    assert message in result.stderr
