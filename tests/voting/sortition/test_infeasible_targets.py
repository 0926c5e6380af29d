"""Targets that no panel keeps: who is to blame, and the least that would have to change."""

import json
from itertools import product

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.voting.sortition.builders import a_grouping, a_pool
from tests.voting.sortition.enumeration import all_panels
from voting.__main__ import main
from voting.sortition.errors import Infeasible
from voting.sortition.infeasible import explain
from voting.sortition.preparation import Request, prepare
from voting.sortition.targets import Target


def a_refusal(people, targets, size, homes=None):
    rows = [Target(*target) for target in targets]
    return explain(a_grouping(people, targets, size, homes).problem, rows)


def test_district_with_too_few_people_is_named():
    people = [{"district": "북구"}] * 61 + [{"district": "동구"}] * 200
    wrong = a_refusal(people, [("district", "북구", 76, 76), ("district", "동구", 174, 174)], 250)
    assert wrong.conflict == ["district “북구” needs at least 76 but only 61 people have it."]
    assert str(wrong.suggestions[0]) == (
        "lower the minimum of district “북구” from 76 to 61; raise the maximum of district “동구” from 174 to 189"
    )


def test_conflict_between_two_features_names_both_and_no_third():
    # All young people are women, so two young and no woman cannot be.
    people = [{"sex": "f", "age": "young", "stance": "for"}] * 3 + [{"sex": "m", "age": "old", "stance": "for"}] * 5
    targets = [("sex", "f", 0, 1), ("sex", "m", 0, 4), ("age", "young", 2, 4), ("age", "old", 0, 4)]
    wrong = a_refusal(people, [*targets, ("stance", "for", 0, 4)], 4)
    assert "sex “f” at most 1" in wrong.conflict[0]
    assert "age “young” at least 2" in wrong.conflict[0]
    assert "stance" not in wrong.conflict[0]
    assert len(wrong.suggestions) >= 2


def test_change_stays_within_what_the_organiser_allows():
    people = [{"sex": "f"}] * 2 + [{"sex": "m"}] * 8
    targets = [Target("sex", "f", 4, 4, 3, 4), Target("sex", "m", 0, 4)]
    problem = a_grouping(people, [("sex", "f", 4, 4), ("sex", "m", 0, 4)], 8).problem
    assert explain(problem, targets).suggestions == []


def test_rule_of_one_per_address_can_be_to_blame():
    people = [{"sex": "f"}] * 2 + [{"sex": "m"}] * 3
    wrong = a_refusal(people, [("sex", "f", 2, 2), ("sex", "m", 0, 3)], 3, homes=[0, 0, -1, -1, -1])
    assert "one person per address" in wrong.conflict[0]


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_cheapest_change_is_the_cheapest_of_all(data):
    people = [
        {"f": data.draw(st.sampled_from("ab")), "g": data.draw(st.sampled_from("ab"))}
        for _ in range(data.draw(st.integers(3, 6)))
    ]
    size = data.draw(st.integers(1, 3))
    targets = []
    for feature, value in product("fg", "ab"):
        low = data.draw(st.integers(0, 2))
        targets.append((feature, value, low, low + data.draw(st.integers(0, 1))))
    if len(all_panels(people, targets, size)):
        return
    found = a_refusal(people, targets, size).suggestions

    def price(panel):
        cost = 0.0
        for feature, value, low, high in targets:
            seats = sum(chosen and person[feature] == value for chosen, person in zip(panel, people, strict=True))
            cost += max(0, low - seats) * (1 + 2 / max(low, 1)) + max(0, seats - high)
        return cost

    panels = all_panels(people, [], size)
    assert found[0].price == pytest.approx(min(map(price, panels)))


def test_nothing_is_changed_silently():
    people = [{"sex": "f"}] * 2 + [{"sex": "m"}] * 8
    with pytest.raises(Infeasible) as wrong:
        prepare(a_pool(people), [Target("sex", "f", 4, 4), Target("sex", "m", 4, 4)], Request(8), b"salt")
    assert len(wrong.value.suggestions[0].changes) == 2


def test_command_says_why_and_what_would_help_with_exit_code_3(tmp_path):
    (tmp_path / "pool.csv").write_text("id,sex\n" + "".join(f"{i},{'f' if i < 2 else 'm'}\n" for i in range(10)))
    (tmp_path / "targets.csv").write_text("feature,value,min,max\nsex,f,4,4\nsex,m,4,4\n")
    files = [str(tmp_path / "pool.csv"), str(tmp_path / "targets.csv")]
    result = CliRunner().invoke(main, ["draw", *files, "--size", "8", "--json", "--quiet"])
    assert result.exit_code == 3
    assert "needs at least 4 but only 2 people have it" in result.stderr
    assert "nothing was changed" in result.stderr
    changes = json.loads(result.stdout)["suggestions"][0]
    assert [(c["label"], c["is_minimum"], c["old"], c["new"]) for c in changes] == [
        ("sex “f”", True, 4, 2),
        ("sex “m”", False, 4, 6),
    ]


def test_person_whom_no_panel_can_hold_is_named_with_the_reason(tmp_path):
    # p0 is the only one of district X; her seat would take the only place of the women.
    (tmp_path / "pool.csv").write_text("id,sex,age\np0,f,old\np1,f,young\np2,m,old\np3,m,old\n")
    (tmp_path / "targets.csv").write_text("feature,value,min,max\nsex,f,1,1\nsex,m,1,1\nage,young,1,1\nage,old,1,1\n")
    files = [str(tmp_path / "pool.csv"), str(tmp_path / "targets.csv")]
    result = CliRunner().invoke(main, ["draw", *files, "--size", "2", "--seed", "1", "--quiet"])
    assert "p0 cannot be drawn" in result.stdout
    assert "age “young” at least 1" in result.stdout


def test_pool_that_lost_everybody_to_empty_cells_is_told_so(tmp_path):
    (tmp_path / "pool.csv").write_text("id,sex\n1,\n2,\n")
    (tmp_path / "targets.csv").write_text("feature,value,min,max\nsex,f,0,1\n")
    files = [str(tmp_path / "pool.csv"), str(tmp_path / "targets.csv")]
    result = CliRunner().invoke(main, ["draw", *files, "--size", "1", "--missing", "exclude", "--quiet"])
    assert result.exit_code == 2
    assert "0 people may be drawn, fewer than the 1 seats" in result.stderr


def test_panel_larger_than_the_pool_blames_nobody_but_the_pool():
    people = [{"sex": "f"}] * 2
    wrong = a_refusal(people, [("sex", "f", 0, 5)], 3)
    assert wrong.conflict == ["Only 2 people may be drawn for 3 seats."]
    assert wrong.suggestions == []
