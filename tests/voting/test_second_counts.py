"""Every rule's second count: it agrees on random elections with ties, and refuses a result that was touched."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.voting.elections import SAMPLE, small_elections
from voting.ballots import Election, Limits, Project, from_lists
from voting.pabulib.reader import read
from voting.rules import count, rule, verified

FORMS = {
    "greedy": "approval",
    "top-k": "approval",
    "knapsack": "approval",
    "borda": "ordinal",
    "stv": "ordinal",
    "cstv": "cumulative",
    "phragmen": "approval",
    "equal-shares": "approval",
    "bos": "approval",
    "expanding-approvals": "ordinal",
}


@pytest.mark.parametrize("name", FORMS)
@settings(max_examples=120, deadline=None)
@given(data=st.data())
def test_both_counts_agree_and_a_touched_result_is_refused(name, data):
    election = data.draw(small_elections(FORMS[name], 6, 6))
    options = rule(name)[0](k=3) if name == "top-k" else rule(name)[0]()
    outcome = count(name, election, options)
    assert outcome.verified
    if not outcome.selected:
        return
    touched = replace(outcome, selected=outcome.selected[:-1], rounds=outcome.rounds[:-1])
    with pytest.raises(RuntimeError, match="fault of the program"):
        verified(name, election, options, touched)


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("greedy", {"score": "density"}),
        ("greedy", {"utility": "cost"}),
        ("greedy", {"utility": "sqrt-cost", "score": "density"}),
        ("greedy", {"skip": False, "threshold": 2}),
        ("greedy", {"unsupported": True}),
        ("knapsack", {"utility": "cost"}),
        ("borda", {"score": "density"}),
        ("stv", {"criterion": "excess"}),
        ("cstv", {"criterion": "excess"}),
        ("cstv", {"transfers": "minimal"}),
        ("cstv", {"criterion": "excess", "transfers": "minimal"}),
        ("bos", {"utility": "cardinality"}),
        ("bos", {"utility": "sqrt-cost"}),
    ],
    ids=str,
)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_both_counts_agree_with_options(name, options, data):
    election = data.draw(small_elections(FORMS[name], 6, 6))
    assert count(name, election, rule(name)[0](**options)).verified


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_both_counts_agree_under_ceilings_and_incompatible_projects(data):
    election = data.draw(small_elections("approval", 6, 6))
    labelled = tuple(replace(p, labels={"type": "ab"[i % 2]}) for i, p in enumerate(election.projects))
    pair = [frozenset({"p0", "p1"})] if len(labelled) > 1 else []
    limits = Limits(election.limits.budget, {("type", "a"): 9}, pair)
    for name in ("greedy", "knapsack", "bos"):
        assert count(name, Election(labelled, limits, election.ballots)).verified


def test_a_tie_of_transferable_votes_is_proved_where_fractions_can_be_written():
    projects = tuple(Project(name, 3) for name in "abc")
    ballots = from_lists("ordinal", [[0, 2], [1, 2], [2]], weights=[3, 3, 2])
    outcome = count("stv", Election(projects, Limits(6), ballots))
    assert outcome.ties
    assert outcome.verified == "counted again in fractions"


@settings(max_examples=60, deadline=None)
@given(small_elections("cumulative", 6, 6), st.sampled_from(["points", "cost", "cardinality"]))
def test_both_counts_of_bounded_overspending_agree_with_points(election, name):
    assert count("bos", election, rule("bos")[0](utility=name)).verified == "counted again in fractions"


@pytest.mark.parametrize("transfers", ["elimination", "minimal"])
@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_what_is_too_large_to_count_again_proves_its_ties_by_the_parts_paid(transfers, data):
    election = data.draw(small_elections("cumulative", 6, 6))
    options = rule("cstv")[0](transfers=transfers)
    outcome = count("cstv", election, options)
    assert outcome.verified == "counted again in fractions"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("voting.rules.recount_transfers.MOST_ENTRIES", -1)
        said = verified("cstv", election, options, outcome).verified
    assert said.startswith("each comparison proved between whole numbers of units of 2^-")


def test_a_tie_after_a_purchase_is_proved_without_fractions(monkeypatch):
    # The 6 voters of b and the 6 of c paid the same part for a: their money is equal whatever it is.
    monkeypatch.setattr("voting.rules.recount_transfers.MOST_ENTRIES", -1)
    projects = (Project("a", 3), Project("b", 4), Project("c", 4))
    ballots = from_lists("ordinal", [[0, 1], [0, 2]], weights=[6, 6])
    outcome = count("stv", Election(projects, Limits(12), ballots))
    assert [tie.projects for tie in outcome.ties] == [("b", "c")]
    assert "not proved" not in outcome.verified
    assert "each tie by the parts paid" in outcome.verified


def test_a_ranking_that_names_a_project_twice_is_counted_alike_by_both_counts():
    projects = (Project("a", 3), Project("b", 4))
    election = Election(projects, Limits(5), from_lists("ordinal", [[0, 0, 1], [1, 0]], weights=[2, 1]))
    for name in ("borda", "expanding-approvals", "stv"):
        assert count(name, election).verified


def test_hundreds_of_equal_projects_are_bought_twice_by_bounded_overspending_without_looking_at_each():
    projects = tuple(Project(str(i), 1) for i in range(200))
    election = Election(projects, Limits(200), from_lists("approval", [list(range(200))], weights=[3]))
    outcome = count("bos", election)
    assert (len(outcome.selected), outcome.verified) == (200, "counted again in fractions")


def test_hundreds_of_equal_projects_are_funded_twice_by_transferable_votes():
    projects, number = tuple(Project(str(i), 1) for i in range(150)), list(range(150))
    rankings = from_lists("ordinal", [number, number[::-1]], weights=[3, 3])
    points = from_lists("cumulative", [number, number[::-1]], points=[[1] * 150] * 2, weights=[3, 3])
    for name, ballots in (("stv", rankings), ("cstv", points)):
        outcome = count(name, Election(projects, Limits(150), ballots))
        assert (len(outcome.selected), outcome.verified) == (150, "counted again in fractions")


def test_a_real_election_is_counted_twice_by_each_rule_that_reads_its_ballots():
    election = read(SAMPLE / "Poland_Swiecie_2023.pb")
    for name in ("greedy", "top-k", "knapsack", "phragmen", "equal-shares", "bos"):
        assert count(name, election).verified
