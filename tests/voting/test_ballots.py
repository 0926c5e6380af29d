"""Ballot forms and weighted electorates."""

from fractions import Fraction

import pytest

from voting.ballots import BadInput, Election, Limits, Project, from_lists
from voting.ballots.electorates import Electorate, Tally, ballot_weights, combined_votes, join
from voting.ballots.forms import BallotForm, violations
from voting.rules.equal_shares import count

PROJECTS = [Project(i, cost, {"field": field}) for i, cost, field in (("a", 5, "x"), ("b", 6, "x"), ("c", 7, "y"))]


def codes(form, *ballot, **more):
    return [violation.code for violation in violations(form, PROJECTS, *ballot, **more)]


@pytest.mark.parametrize(
    ("form", "ballot", "wrong"),
    [
        (BallotForm("approval", at_most=2), (["a", "b"],), []),
        (BallotForm("approval", at_most=1), (["a", "b"],), ["too_many"]),
        (BallotForm("approval", at_least=2, at_most=2), (["a"],), ["too_few"]),
        (BallotForm("approval"), (["a", "a", "z"],), ["unknown_project", "project_twice"]),
        (BallotForm("choose-1"), (["a", "b"],), ["too_many"]),
        (BallotForm("approval", per_label={("field", "x"): 1}), (["a", "b", "c"],), ["too_many_of_label"]),
        (BallotForm("knapsack", budget=11), (["a", "b"],), []),
        (BallotForm("knapsack", budget=10), (["a", "b"],), ["too_dear"]),
        (BallotForm("cumulative", sum_at_most=5), (["a", "b"], [3, 2]), []),
        (
            BallotForm("cumulative", sum_at_most=5, points_at_most=3),
            (["a", "b"], [4, 2]),
            ["points_too_high", "sum_too_high"],
        ),
        (BallotForm("cumulative"), (["a"], [-1]), ["points_too_low"]),
        (BallotForm("scoring", points_at_least=-2), (["a"], [-2]), []),
        (BallotForm("cumulative", sum_at_least=5), (["a"], [4]), ["sum_too_low"]),
        (BallotForm("cumulative"), (["a", "b"], [1]), ["points_missing"]),
        (BallotForm("approval"), (["a"], [1]), ["points_not_allowed"]),
        (BallotForm("yes-no"), (["a", "b"], [1, -1]), []),
        (BallotForm("yes-no"), (["a"], [2]), ["not_yes_or_no"]),
        (BallotForm("ordinal"), (["a", "b"], None, [0, 1]), []),
        (BallotForm("ordinal"), (["a", "b"], None, [0, 0]), ["level_tie"]),
        (BallotForm("ordinal", ties_allowed=True), (["a", "b"], None, [0, 0]), []),
        (BallotForm("ordinal", ties_allowed=True), (["a", "b"], None, [0, 2]), ["level_gap"]),
        (BallotForm("approval"), (["a"], None, [0]), ["levels_missing"]),
    ],
)
def test_everything_wrong_with_a_ballot_is_named(form, ballot, wrong):
    assert codes(form, *ballot) == wrong


def test_forty_members_against_a_thousand_citizens_at_half_each():
    citizens, members = ballot_weights([("citizens", 50, 1000), ("members", 50, 40)])
    assert members.times_the_lightest == 25
    assert citizens.one_ballot == Fraction(1, 2000)


def test_three_electorates_at_45_45_10_combine_exactly():
    tallies = [
        Tally("committee", 45, 91, {"a": 60, "b": 31}),
        Tally("citizens", 45, 3000, {"a": 1000, "b": 2000}),
        Tally("pollster", 10, 500, {"a": 300, "b": 200}),
    ]
    combined = combined_votes(tallies)
    assert combined["a"] == Fraction(45 * 60, 100 * 91) + Fraction(45, 300) + Fraction(6, 100)
    assert sum(combined.values()) == 1


def test_votes_are_divided_by_votes_where_electorates_may_choose_different_numbers():
    tallies = [Tally("online", 50, 10, {"a": 10}), Tally("panel", 50, 10, {"a": 10, "b": 10})]
    assert combined_votes(tallies, per="vote") == {"a": Fraction(3, 4), "b": Fraction(1, 4)}


def test_an_electorate_where_nobody_voted_leaves_its_weight_to_the_others():
    rows = ballot_weights([("citizens", 50, 10), ("committee", 40, 5), ("school", 10, 0)])
    assert [row.share for row in rows] == [Fraction(5, 9), Fraction(4, 9), 0]


def test_joined_electorates_share_the_money_by_their_weights():
    citizens = Electorate("citizens", 70, from_lists("approval", [[0]], [7]))
    panel = Electorate("panel", 30, from_lists("approval", [[1]], [2]))
    ballots, rows = join([citizens, panel])
    assert [row.times_the_lightest for row in rows] == [1, Fraction(3, 2)]
    projects = (Project("a", 70), Project("b", 30))
    outcome = count(Election(projects, Limits(100), ballots))
    assert set(outcome.selected) == {"a", "b"}
    dearer = (Project("a", 71), Project("b", 30))
    assert count(Election(dearer, Limits(100), ballots)).selected == ("b",)


def test_a_weight_of_zero_is_refused():
    with pytest.raises(BadInput):
        ballot_weights([("citizens", 0, 10)])
