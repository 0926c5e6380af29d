"""Who lives together: the same address in other writing is one, a number more is another."""

import pytest

from tests.voting.sortition.builders import a_pool
from voting.sortition.households import address_key, households, near_matches

SAME = [
    ("상무대로 100 101동 1502호", "상무대로  100, 101-1502"),
    ("용봉로 77", "용봉로 77 "),
    ("Main St. 5", "MAIN ST 5"),
    ("금남로 ５", "금남로 5"),
]
DIFFERENT = [
    ("용봉로 77", "용봉로 7 7"),
    ("용봉로 77", "용봉로 78"),
    ("101동 1502호", "1011동 502호"),
    ("1-15", "11-5"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_same_address_written_otherwise_is_one(one, other):
    assert address_key(one) == address_key(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_other_numbers_are_another_address(one, other):
    assert address_key(one) != address_key(other)


def test_people_without_address_share_none():
    homes = ["용봉로 77", "", "용봉로  77", "", "금남로 5"]
    assert households(a_pool([{"home": home} for home in homes]), ["home"]) == [0, -1, 0, -1, -1]


def test_address_with_a_slip_of_the_pen_is_shown_to_a_person_but_never_joined():
    pool = a_pool([{"home": home} for home in ("Gwangju Sangmudaero 100", "Gwangju Sangmudearo 100", "Geumnamno 5")])
    assert near_matches(pool, ["home"]) == [(0, 1)]
    assert households(pool, ["home"]) == [-1, -1, -1]


def test_neighbours_are_not_near_matches():
    pool = a_pool([{"home": "Gwangju Sangmudaero 100"}, {"home": "Gwangju Sangmudaero 101"}])
    assert near_matches(pool, ["home"]) == []
