"""Rank and fill, top k and yes/no: what a committee's selection uses."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voting.ballots import BadInput, Limits, Project
from voting.rules.greedy import fill
from voting.rules.majority import Share, YesNo, decide
from voting.rules.ties import TieOrder
from voting.rules.top_k import pick

WON = 100_000_000


def reasons(outcome):
    return {missed.project: missed.reason for missed in outcome.missed}


def test_a_project_that_does_not_fit_is_skipped_and_the_next_is_taken():
    projects = [Project("a", 6 * WON), Project("b", 5 * WON), Project("c", 4 * WON)]
    outcome = fill(projects, {"a": 9, "b": 8, "c": 7}, Limits(10 * WON))
    assert outcome.selected == ("a", "c")
    assert outcome.cost == 10 * WON
    assert reasons(outcome) == {"b": "over_budget"}
    assert outcome.missed[0].detail == {"cost": 5 * WON, "left": 4 * WON}


def test_the_count_stops_at_the_first_misfit_when_the_rule_says_so():
    projects = [Project("a", 6), Project("b", 5), Project("c", 4)]
    outcome = fill(projects, {"a": 9, "b": 8, "c": 7}, Limits(10), on_misfit="stop")
    assert outcome.selected == ("a",)
    assert reasons(outcome) == {"b": "over_budget", "c": "after_stop"}


def test_within_the_ceiling_but_under_twelve_percent_fails():
    projects = [Project("a", 5, {"type": "youth"}), Project("b", 5, {"type": "youth"}), Project("c", 5)]
    limits = Limits(100, {("type", "youth"): 6})
    outcome = fill(projects, {"a": 50, "b": 40, "c": 11}, limits, minimum_share=Fraction(12, 100), ballots=100)
    assert outcome.selected == ("a",)
    assert reasons(outcome) == {"b": "over_ceiling", "c": "below_minimum_share"}
    assert outcome.missed[0].detail["label"] == ["type", "youth"]


def test_exactly_the_minimum_share_is_enough():
    outcome = fill([Project("a", 1)], {"a": 12}, Limits(1), minimum_share=Fraction(12, 100), ballots=100)
    assert outcome.selected == ("a",)


def test_of_two_incompatible_projects_the_stronger_is_taken_and_the_other_does_not_stop_the_count():
    projects = [Project("a", 1), Project("b", 1), Project("c", 1)]
    limits = Limits(10, incompatible=[frozenset({"a", "b"})])
    outcome = fill(projects, {"a": 3, "b": 2, "c": 1}, limits, on_misfit="stop")
    assert outcome.selected == ("a", "c")
    assert outcome.missed[0].detail == {"with": "a"}


def test_a_tie_is_decided_by_the_order_fixed_before_and_reported():
    projects = [Project("a", 5), Project("b", 4), Project("c", 4)]
    outcome = fill(projects, {"a": 2, "b": 2, "c": 2}, Limits(8), ties=TieOrder(("min-cost", "file")))
    assert outcome.selected == ("b", "c")
    assert outcome.ties[0].projects == ("b", "c", "a")
    assert outcome.ties[0].mattered
    drawn = fill(projects, {"a": 2, "b": 2, "c": 2}, Limits(8), ties=TieOrder(("list",), ("a", "c", "b")))
    assert drawn.selected == ("a",)


def test_a_project_without_a_vote_is_left_out_unless_the_rule_lets_it_in():
    projects = [Project("a", 1), Project("b", 1)]
    assert reasons(fill(projects, {"a": 1}, Limits(2))) == {"b": "no_votes"}
    assert fill(projects, {"a": 1}, Limits(2), unsupported=True).selected == ("a", "b")


def test_a_tie_list_that_lacks_a_project_is_refused():
    with pytest.raises(BadInput) as caught:
        fill([Project("a", 1), Project("b", 1)], {}, Limits(1), ties=TieOrder(("list",), ("a",)))
    assert caught.value.code == "tie_list_incomplete"
    assert caught.value.params == {"project": "b"}


@pytest.mark.parametrize(
    ("projects", "budget", "code"),
    [
        ([Project("a", -1)], 1, "negative_cost"),
        ([Project("a", 1), Project("a", 2)], 1, "duplicate_project"),
        ([Project("a", 1)], -1, "negative_budget"),
    ],
)
def test_what_cannot_be_counted_is_refused_with_a_code(projects, budget, code):
    with pytest.raises(BadInput) as caught:
        fill(projects, {"a": 1}, Limits(budget))
    assert caught.value.code == code


@given(
    st.lists(st.tuples(st.integers(0, 6), st.integers(0, 4), st.sampled_from("xy")), max_size=8),
    st.integers(0, 20),
    st.integers(0, 8),
)
def test_the_result_keeps_every_limit_and_whoever_missed_could_not_be_added(rows, budget, ceiling):
    projects = [Project(str(i), cost, {"field": field}) for i, (cost, _, field) in enumerate(rows)]
    votes = {str(i): got for i, (_, got, _) in enumerate(rows)}
    outcome = fill(projects, votes, Limits(budget, {("field", "x"): ceiling}))
    chosen = [p for p in projects if p.id in outcome.selected]
    in_x = sum(p.cost for p in chosen if p.labels["field"] == "x")
    assert sum(p.cost for p in chosen) == outcome.cost <= budget
    assert in_x <= ceiling
    assert {m.project for m in outcome.missed} | set(outcome.selected) == {p.id for p in projects}
    for p in projects:
        if p.id not in outcome.selected and votes[p.id]:
            too_dear = outcome.cost + p.cost > budget
            assert too_dear or (p.labels["field"] == "x" and in_x + p.cost > ceiling)


def test_ten_of_a_hundred_with_the_tie_at_the_border_named():
    projects = [Project(str(i), 1) for i in range(100)]
    votes = {str(i): 100 - i for i in range(100)} | {"10": 91}
    outcome = pick(projects, votes, 10)
    assert outcome.selected == tuple(str(i) for i in range(10))
    assert [(t.projects, t.mattered) for t in outcome.ties] == [(("9", "10"), True)]
    assert outcome.missed[0].detail == {"votes": 91, "last_in": 91, "place": 10}


def test_fewer_than_k_are_picked_when_fewer_have_votes():
    assert pick([Project("a", 1), Project("b", 1)], {"a": 1}, 5).selected == ("a",)


def test_eighteen_of_forty_present_decide_nothing():
    # Geumcheon 2013: decisions with 18 of 40 members present were ruled void.
    [row] = decide([YesNo("road", 18, 0)], enrolled=40)
    assert (row.passed, row.reason, row.quorum_needed, row.short_by) == (False, "no_quorum", 21, 3)


def test_a_third_present_and_two_thirds_of_them():
    third, two_thirds = Share(Fraction(1, 3)), Share(Fraction(2, 3))
    rows = decide([YesNo("a", 20, 10), YesNo("b", 19, 11), YesNo("c", 19, 10)], 90, quorum=third, majority=two_thirds)
    assert [(r.passed, r.reason) for r in rows] == [(True, None), (False, "no_majority"), (False, "no_quorum")]


def test_abstentions_count_among_those_present_but_not_among_those_who_decided():
    item = YesNo("a", 10, 8, 5)
    assert not decide([item], 40, quorum=Share(Fraction(0)))[0].passed
    assert decide([item], 40, quorum=Share(Fraction(0)), of="decided")[0].passed


def test_more_votes_than_people_present_is_refused():
    with pytest.raises(BadInput, match="11 votes by 10 people"):
        decide([YesNo("a", 6, 5, present=10)], 40)


@given(st.integers(0, 200), st.fractions(0, 1), st.booleans())
def test_the_least_number_that_satisfies_a_share(base, share, exceed):
    needed = Share(share, exceed).needed(base)
    holds = (lambda x: x > share * base) if exceed else (lambda x: x >= share * base)
    assert holds(needed)
    assert needed == 0 or not holds(needed - 1)
