"""Phragmén, knapsack, bounded overspending, transfers, expanding approvals: against slow versions and other programs."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.voting.elections import golden, sample_folder, small_elections, voters_of
from tests.voting.slow import others as slow
from tests.voting.slow.equal_shares import least_rho
from voting.ballots import BadInput, Election, Limits, Project, from_lists
from voting.pabulib.reader import read
from voting.rules import bounded_overspending, count, cstv, expanding_approvals, knapsack, phragmen, stv
from voting.rules.ties import TieOrder
from voting.rules.transfers import Options as TransferOptions


def places(election, criteria=("min-cost", "max-votes", "file")):
    by_id = TieOrder(criteria).places(election.projects, election.votes)
    return [by_id[p.id] for p in election.projects]


def costs_of(election):
    return [p.cost for p in election.projects]


@settings(max_examples=200, deadline=None)
@given(small_elections())
def test_phragmen_agrees_with_the_definition(election):
    utilities = voters_of(election, lambda p, points: 1)
    supporters = [[v for v, row in enumerate(utilities) if row[p]] for p in range(len(election.projects))]
    order, moments = slow.phragmen(costs_of(election), supporters, election.limits.budget, places(election))
    outcome = count("phragmen", election)
    assert outcome.verified
    assert outcome.selected == tuple(f"p{p}" for p in order)
    assert [r.moment for r in outcome.rounds] == moments


@pytest.mark.parametrize("case", golden(), ids=lambda case: case["file"])
def test_real_elections_come_out_as_in_other_programs(case):
    election = read(sample_folder() / case["file"])
    peer = case.get("pabutools_1.2.3_exact", {})
    order = TieOrder(("lexicographic",))
    if "phragmen" in peer:
        outcome = count("phragmen", election, phragmen.Options(ties=order))
        assert (set(outcome.selected), str(outcome.cost)) == (set(peer["phragmen"]["sel"]), peer["phragmen"]["cost"])
    for name, utility in (("cost", "cost"), ("card", "cardinality"), ("points", "points")):
        if f"knapsack_{name}" in peer:
            expected = peer[f"knapsack_{name}"]
            outcome = knapsack.count(election, knapsack.Options(utility, order))
            assert (set(outcome.selected), str(outcome.cost)) == (set(expected["sel"]), expected["cost"])
            assert str(sum(r.worth for r in outcome.rounds)) == expected["welfare"]


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 12), st.integers(1, 9)), max_size=9),
    st.integers(0, 40),
)
def test_the_knapsack_is_the_best_of_all_sets(rows, budget):
    projects = tuple(Project(str(i), cost) for i, (cost, _) in enumerate(rows))
    ballots = from_lists("approval", [[i] for i in range(len(rows))], [votes for _, votes in rows])
    outcome = knapsack.count(Election(projects, Limits(budget), ballots))
    worth, cost = slow.best_worth([c for c, _ in rows], [v for _, v in rows], budget)
    assert (sum(r.worth for r in outcome.rounds), outcome.cost) == (worth, cost)


def test_the_knapsack_keeps_ceilings_and_incompatible_projects():
    projects = tuple(Project(str(i), 3, {"type": "a" if i < 3 else "b"}) for i in range(5))
    limits = Limits(9, {("type", "a"): 6}, [frozenset({"3", "4"})])
    ballots = from_lists("approval", [[i] for i in range(5)], [9, 8, 7, 2, 3])
    assert set(knapsack.count(Election(projects, limits, ballots)).selected) == {"0", "1", "4"}


@pytest.mark.parametrize("name", ["cost", "cardinality", "points"])
@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_bounded_overspending_agrees_with_the_definition(name, data):
    election = data.draw(small_elections("cumulative" if name == "points" else "approval", 5, 5))
    value = {
        "cost": lambda p, points: election.projects[p].cost,
        "cardinality": lambda p, points: 1,
        "points": lambda p, points: points,
    }[name]
    order, rhos = slow.bounded_overspending(
        costs_of(election), voters_of(election, value), election.limits.budget, places(election)
    )
    outcome = bounded_overspending.count(election, bounded_overspending.Options(utility=name))
    assert outcome.selected == tuple(f"p{p}" for p in order)
    assert [r.rho for r in outcome.rounds] == rhos
    assert outcome.cost <= election.limits.budget


@settings(max_examples=150, deadline=None)
@given(small_elections("cumulative", 5, 5), st.sampled_from(["ratio", "excess"]))
def test_transfers_of_points_agree_with_the_definition(election, criterion):
    rows = voters_of(election, lambda p, points: points)

    def parts(voter, open_p):
        whole = sum(rows[voter][p] for p in open_p)
        return {p: rows[voter][p] / whole for p in open_p if rows[voter][p]} if whole else {}

    expected = slow.transfers(
        costs_of(election), parts, len(rows), election.limits.budget, places(election), criterion == "ratio"
    )
    outcome = cstv.count(election, TransferOptions(criterion))
    assert outcome.selected == tuple(f"p{p}" for p in expected)


@settings(max_examples=200, deadline=None)
@given(small_elections("cumulative", 5, 5), st.sampled_from(["ratio", "excess"]))
def test_minimal_transfers_agree_with_the_definition(election, criterion):
    rows = voters_of(election, lambda p, points: points)
    expected = slow.minimal_transfers(
        costs_of(election),
        [list(map(int, row)) for row in rows],
        election.limits.budget,
        places(election),
        criterion == "ratio",
    )
    outcome = count("cstv", election, cstv.Options(criterion, transfers="minimal"))
    assert outcome.selected == tuple(f"p{p}" for p in expected)
    assert outcome.verified == "counted again in fractions"


def rankings_of(election):
    ballots = election.ballots
    return [
        ballots.project_b[ballots.entries(g)].tolist()
        for g in range(ballots.groups)
        for _ in range(int(ballots.weight_g[g]))
    ]


@settings(max_examples=150, deadline=None)
@given(small_elections("ordinal", 5, 5))
def test_transfers_of_rankings_agree_with_the_definition(election):
    rankings = rankings_of(election)

    def parts(voter, open_p):
        first = next((p for p in rankings[voter] if p in open_p), None)
        return {} if first is None else {first: Fraction(1)}

    expected = slow.transfers(
        costs_of(election), parts, len(rankings), election.limits.budget, places(election), by_ratio=True
    )
    assert stv.count(election).selected == tuple(f"p{p}" for p in expected)


def test_stv_elects_who_a_textbook_count_elects():
    # Three seats, quota 30 of 90 (budget 3, cost 1): first A with 40, whose surplus of 10 makes B reach the quota.
    projects = tuple(Project(name, 1) for name in "ABCD")
    ballots = from_lists("ordinal", [[0, 1], [1], [2], [3, 2]], [40, 20, 18, 12])
    assert stv.count(Election(projects, Limits(3), ballots)).selected == ("A", "B", "C")


@settings(max_examples=150, deadline=None)
@given(small_elections("ordinal", 5, 5))
def test_expanding_approvals_agree_with_the_definition(election):
    rankings, costs, place = rankings_of(election), costs_of(election), places(election)
    purses = [Fraction(election.limits.budget, len(rankings))] * len(rankings)
    order = []
    for level in range(1, 6):
        rows = [
            [Fraction(costs[p]) if p in ranking[:level] else Fraction(0) for p in range(len(costs))]
            for ranking in rankings
        ]
        while True:
            rho = {
                p: r
                for p in range(len(costs))
                if p not in order and (r := least_rho(p, costs, rows, purses)) is not None
            }
            if not rho:
                break
            winner = min(rho, key=lambda p: (rho[p], place[p]))
            purses = [purse - min(purse, rho[winner] * row[winner]) for purse, row in zip(purses, rows, strict=True)]
            order.append(winner)
    assert expanding_approvals.count(election).selected == tuple(f"p{p}" for p in order)


@pytest.mark.parametrize("module", [stv, cstv, expanding_approvals])
def test_a_rule_refuses_ballots_that_it_cannot_read(module):
    election = Election((Project("a", 1),), Limits(1), from_lists("approval", [[0]]))
    with pytest.raises(BadInput):
        module.count(election)


@pytest.mark.parametrize("module", [phragmen, knapsack, bounded_overspending])
@pytest.mark.parametrize("choices", [[], [[]]], ids=["no voters", "nobody supports anything"])
def test_an_election_without_support_selects_nobody(module, choices):
    election = Election((Project("a", 1),), Limits(1), from_lists("approval", choices))
    assert module.count(election).selected == ()
