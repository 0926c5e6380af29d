"""Open data in which nobody stands alone."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voting.deliberation.anonymity import anonymous
from voting.deliberation.errors import BadInput

AGES = [str(age) for age in range(20, 80)]
LADDER = [{age: f"{age[0]}0s" for age in AGES}, {age: "20-39" if age < "40" else "40+" for age in AGES}]
NAMES = {f"person {i}": f"person {i}" for i in range(50)}


def panel(size=250):
    return [
        {
            "name": f"person {i}",
            "age": AGES[(i * 7) % 60],
            "sex": "fm"[i % 2],
            "district": "동서남북광"[(i // 3) % 5],
            "vote": "for" if i % 9 else "against",
        }
        for i in range(size)
    ]


def test_every_published_combination_has_ten_people_and_no_name_is_published():
    data = anonymous(panel(), ["age", "sex", "district"], ["vote"], ladders={"age": LADDER})
    rows = data.rows()
    assert min(Counter(tuple(row.items()) for row in rows).values()) >= 10
    assert len(rows) == data.published == 250 - data.withheld
    assert set(rows[0]) == {"age", "sex", "district", "vote"}
    assert data.withheld <= 25


def test_what_was_made_coarser_is_reported_by_column():
    data = anonymous(panel(), ["age", "sex"], ["vote"], ladders={"age": LADDER})
    age, sex = data.coarsened
    assert (age.values_before, age.step > 0, age.steps) == (60, True, 3)
    assert (sex.step, sex.values_before, sex.values_after) == (0, 2, 2)
    # One step less would have withheld more than a tenth.
    coarse = [{k: LADDER[age.step - 2][v] if k == "age" else v for k, v in p.items()} for p in panel()]
    small = Counter((p["age"], p["sex"], p["vote"]) for p in coarse)
    assert sum(n for n in small.values() if n < 10) > 25 or age.step == 1


@given(
    st.lists(
        st.tuples(st.sampled_from("abcd"), st.sampled_from("xyz"), st.sampled_from(["1", "2", ""])),
        min_size=1,
        max_size=60,
    ),
    st.integers(2, 6),
    st.integers(1, 2),
)
def test_no_combination_is_ever_smaller_than_k(drawn, k, distinct):
    people = [{"a": a, "x": x, "answer": answer} for a, x, answer in drawn]
    try:
        data = anonymous(people, ["a", "x"], ["answer"], k=k, distinct=distinct, withhold=0.3)
    except BadInput as refused:
        if refused.code != "not_anonymous":
            raise
        return
    assert all(combination.people >= k for combination in data.combinations)
    assert sum(combination.people for combination in data.combinations) + data.withheld == len(people)
    assert data.withheld <= 0.3 * len(people)
    if distinct == 2:
        looks = Counter(combination.values[:2] for combination in data.combinations)
        assert min(looks.values()) >= 2
        assert data.same_answer == 0


def test_people_alike_who_all_answered_the_same_are_counted():
    people = [{"sex": "f", "vote": "for"}] * 12 + [{"sex": "m", "vote": "for"}] * 12 + [{"sex": "m", "vote": "no"}] * 12
    data = anonymous(people, ["sex"], ["vote"])
    assert (data.published, data.same_answer) == (36, 12)
    assert anonymous(people, ["sex"], ["vote"], distinct=2, withhold=0.5).same_answer == 0


def test_too_few_people_are_refused_with_the_figure():
    with pytest.raises(BadInput, match="only 0 of 9 people"):
        anonymous(panel(9), ["sex"], ["vote"])


@pytest.mark.parametrize(
    ("people", "columns", "options", "code"),
    [
        ([], ["sex"], {}, "nobody"),
        (panel(50), ["dong"], {}, "no_column"),
        (panel(50), ["age", "sex", "district"], {"k": 1}, "wrong_number"),
        (panel(50), ["sex"], {"withhold": 1}, "wrong_number"),
        (panel(50), ["sex"], {"distinct": 0}, "wrong_number"),
        (panel(50), ["sex"], {"ladders": {"sex": [{"f": "all"}]}}, "unknown_answer"),
        (panel(50), ["age", "name"], {"ladders": {"age": [LADDER[0]] * 40, "name": [NAMES] * 40}}, "too_many_steps"),
    ],
)
def test_bad_tables_are_refused(people, columns, options, code):
    with pytest.raises(BadInput) as refused:
        anonymous(people, columns, ["vote"], **options)
    assert refused.value.code == code
