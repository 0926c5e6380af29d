"""Targets in proportion to Gwangju's people: margins exact, cells controlled."""

import csv
import io
from fractions import Fraction
from itertools import product

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from voting.__main__ import main
from voting.sortition.apportionment import largest_remainder, shares
from voting.sortition.controlled_rounding import controlled_rounding
from voting.sortition.errors import BadInput, Infeasible
from voting.sortition.population import GWANGJU, from_age, read_population
from voting.sortition.proportional import cell_targets, margin_targets

DISTRICTS = ("동구", "서구", "남구", "북구", "광산구")


@pytest.fixture(scope="module")
def adults():
    people = read_population(GWANGJU, {"year": ["2024"]})
    return from_age(people, "age_band", 20, 60).over(["district", "age_band", "sex"])


def test_population_table_adds_up_to_the_published_totals():
    # Ministry of the Interior and Safety, resident register, end of 2022 and 2024.
    totals = [sum(read_population(GWANGJU, {"year": [year]}).people.values()) for year in ("2022", "2024")]
    assert totals == [1_426_350, 1_403_862]


def test_250_seats_over_the_districts_follow_their_residents(adults):
    # Shares of 250 by hand from the register: 18.7 … would be wrong by a seat if children counted.
    assert sum(adults.people.values()) == 1_165_714
    seats = largest_remainder(adults.margin("district"), 250)
    assert tuple(seats[name] for name in DISTRICTS) == (20, 50, 37, 76, 67)
    assert largest_remainder(adults.margin("sex"), 250) == {"M": 122, "F": 128}


def test_independent_rounding_of_cells_misses_the_districts_by_up_to_three(adults):
    # The case that controlled rounding is for: independent largest remainder over 50 cells.
    cells = largest_remainder(adults.people, 100)
    by_district = {name: sum(n for cell, n in cells.items() if cell[0] == name) for name in DISTRICTS}
    wanted = largest_remainder(adults.margin("district"), 100)
    assert max(abs(by_district[name] - wanted[name]) for name in DISTRICTS) == 3


@pytest.mark.parametrize("size", [91, 100, 250])
def test_controlled_cells_keep_every_margin_and_stay_next_to_their_share(adults, size):
    margins = [largest_remainder(adults.margin(feature), size) for feature in adults.features]
    cells = controlled_rounding(adults.people, margins, size)
    share = shares(adults.people, size)
    assert all(abs(n - share[cell]) < 1 for cell, n in cells.items())
    for at, margin in enumerate(margins):
        for value, n in margin.items():
            assert sum(seats for cell, seats in cells.items() if cell[at] == value) == n


def test_seat_for_every_cell_is_refused_with_the_reason_where_a_district_has_too_few(adults):
    with pytest.raises(Infeasible, match="“동구” has 8 seats for 10 cells"):
        cell_targets(adults, 100, at_least_one=True)


def test_seat_for_every_cell_is_refused_where_there_are_fewer_seats_than_cells(adults):
    # With one seat for every cell nothing is left to choose: a program without columns must not pass as solved.
    with pytest.raises(Infeasible, match="“동구” has 0 seats for 10 cells"):
        cell_targets(adults, 5, at_least_one=True)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(st.integers(1, 60), min_size=2, max_size=3), min_size=2, max_size=3).filter(
        lambda rows: len({len(row) for row in rows}) == 1
    ),
    st.integers(1, 12),
)
def test_two_way_rounding_is_as_near_to_the_shares_as_any_can_be(rows, seats):
    people = {(f"r{i}", f"c{j}"): n for i, row in enumerate(rows) for j, n in enumerate(row)}
    margins = [
        largest_remainder({f"r{i}": sum(row) for i, row in enumerate(rows)}, seats),
        largest_remainder({f"c{j}": sum(row[j] for row in rows) for j in range(len(rows[0]))}, seats),
    ]
    found = controlled_rounding(people, margins, seats)
    share = shares(people, seats)
    best = None
    for ups in product((0, 1), repeat=len(people)):
        trial = {cell: int(share[cell]) + up for (cell, up) in zip(people, ups, strict=True)}
        fits = all(
            sum(n for cell, n in trial.items() if cell[at] == value) == want
            for at, margin in enumerate(margins)
            for value, want in margin.items()
        )
        if fits:
            distance = sum(abs(trial[cell] - share[cell]) for cell in people)
            best = distance if best is None else min(best, distance)
    if best is None:  # margins of their own need not fit floors and ceilings: cells went one further
        return
    assert sum(abs(found[cell] - share[cell]) for cell in people) == best


@given(st.lists(st.integers(1, 10**6), min_size=1, max_size=8), st.integers(0, 500))
def test_largest_remainder_gives_every_value_its_share_rounded_down_or_up(weights, seats):
    table = {str(at): n for at, n in enumerate(weights)}
    given_seats = largest_remainder(table, seats)
    assert sum(given_seats.values()) == seats
    assert all(abs(given_seats[key] - share) < 1 for key, share in shares(table, seats).items())


def test_equal_remainders_go_to_the_larger_group():
    # Metro line 2: 58.6, 19.0 and 22.4 of 250 are 146.5, 47.5 and 56.
    poll = {"for": Fraction("58.6"), "against": Fraction("19.0"), "undecided": Fraction("22.4")}
    assert largest_remainder(poll, 250) == {"for": 147, "against": 47, "undecided": 56}


def targets(*options):
    result = CliRunner().invoke(main, ["targets", *options])
    rows = list(csv.DictReader(io.StringIO(result.stdout))) if result.exit_code == 0 else []
    return result, {(row["feature"], row["value"]): (int(row["min"]), int(row["max"])) for row in rows}


def test_command_gives_equal_blocks_beside_proportional_margins():
    result, found = targets("--size", "250", "--from-age", "20", "--top-age", "60", "--equal", "stance=for|against")
    assert result.exit_code == 0, result.stderr
    assert found["stance", "for"] == found["stance", "against"] == (125, 125)
    assert found["district", "북구"] == (76, 76)
    assert found["age_band", "60+"] == (75, 75)


def test_busan_blocks_of_fifty():
    _, found = targets("--size", "150", "--by", "", "--equal", "stance=for|against|undecided")
    assert set(found.values()) == {(50, 50)}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--from-age", "25"], "lies on both sides of 25"),
        (["--by", "dong"], "no “dong”"),
        (["--only", "year"], "is not like"),
        (["--only", "year=1999"], "nobody is left"),
        (["--share", "stance=for|against"], "is not like for:58.6"),
        (["--population", "/nonexistent.csv"], "No such file"),
        (["--equal", "stance=for|For"], "names a value twice"),
        (["--share", "stance=for:1|for:2"], "names a value twice"),
        (["--output", "/nonexistent/targets.csv"], "Choose another place"),
    ],
)
def test_bad_options_are_answered_in_words(options, message):
    result, _ = targets("--size", "10", *options)
    assert result.exit_code == 2
    assert message in result.stderr


def test_pool_that_cannot_fill_the_targets_is_known_before_the_draw(tmp_path):
    rows = "".join(f"{i},for\n" for i in range(9)) + "9,against\n"
    (tmp_path / "pool.csv").write_text("id,stance\n" + rows)
    result, _ = targets(
        "--size", "6", "--by", "", "--equal", "stance=for|against", "--pool", str(tmp_path / "pool.csv")
    )
    assert result.exit_code == 3
    assert "stance “against” needs at least 3 but only 1 people have it" in result.stderr


def test_margins_of_a_table_without_people_are_refused(tmp_path):
    (tmp_path / "p.csv").write_text("district,residents\n동구,0\n")
    with pytest.raises(BadInput, match="nobody is left"):
        margin_targets(read_population(tmp_path / "p.csv"), 10)
