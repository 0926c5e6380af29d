"""Equal shares: brackets, exact prices and classes against a slow version, and against other programs."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.voting.elections import golden, sample_folder, small_elections, voters_of
from tests.voting.slow import equal_shares as slow
from voting.ballots import BadInput, Election, Limits, Project, from_lists
from voting.pabulib.reader import read
from voting.rules import count as count_by_name
from voting.rules.classes import run_by_classes
from voting.rules.equal_shares import Options, count_in_full
from voting.rules.ledger import Undecided
from voting.rules.purses import PurseRun, exact_ledger
from voting.rules.stakes import stakes_of
from voting.rules.ties import TieOrder
from voting.rules.utilities import utility


def count(election, options=None):
    """Count with the second path, as everybody does."""
    return count_by_name("equal-shares", election, options)


LEXICOGRAPHIC = TieOrder(("lexicographic",))
VALUES = {
    "cost": lambda election: lambda p, points: election.projects[p].cost,
    "cardinality": lambda election: lambda p, points: 1,
    "points": lambda election: lambda p, points: points,
}


def plain(election, name):
    """Return what the slow version needs."""
    stakes = stakes_of(election, utility(name, election), TieOrder())
    return stakes, [p.cost for p in election.projects], voters_of(election, VALUES[name](election))


@pytest.mark.parametrize("name", ["cost", "cardinality", "points"])
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_brackets_and_classes_agree_with_the_definition(name, data):
    election = data.draw(small_elections("cumulative" if name == "points" else "approval"))
    stakes, costs, utilities = plain(election, name)
    endowment = Fraction(stakes.budget, stakes.total_weight)
    order, rhos, ties = slow.equal_shares(costs, utilities, endowment, stakes.place_p)
    dear = {p for p, cost in enumerate(costs) if cost > stakes.budget}
    assert not dear & set(order)
    found = run_by_classes(stakes, endowment)
    assert (found.sequence, found.ties) == (order, ties)
    assert [price / stakes.utility_p[p] for p, price in zip(order, found.prices, strict=True)] == rhos
    try:
        run = PurseRun(stakes, endowment).play()
    except Undecided:
        return
    assert (run.sequence, [bought.tied for bought in run.purchases]) == (order, ties)
    assert exact_ledger(stakes, run).prices() == found.prices


@settings(max_examples=80, deadline=None)
@given(small_elections(), st.sampled_from(["all", "supported", "no"]), st.sampled_from(["cost", "cardinality"]))
def test_add1_with_skipping_ends_where_every_single_step_does(election, exhaustive, name):
    stakes, costs, utilities = plain(election, name)
    buyable = [costs[p] <= stakes.budget and stakes.weight_p[p] > 0 for p in range(len(costs))]
    asked = [p for p in range(len(costs)) if exhaustive == "all" or stakes.weight_p[p] > 0]
    payable = [[u if buyable[p] else 0 for p, u in enumerate(row)] for row in utilities]

    def stop(order):
        left = stakes.budget - sum(costs[p] for p in order)
        if all(p in order for p in range(len(costs)) if buyable[p]):
            return True
        return exhaustive != "no" and not any(costs[p] <= left for p in asked if p not in order)

    step, order = slow.add1(costs, payable, stakes.budget, stakes.budget // stakes.total_weight, stakes.place_p, stop)
    outcome = count(election, Options(utility=name, completion="add1", exhaustive=exhaustive, ties=TieOrder()))
    assert outcome.increments == step
    assert set(outcome.selected) == {f"p{p}" for p in order}


@pytest.mark.parametrize("case", golden(), ids=lambda case: case["file"])
def test_real_elections_come_out_as_in_other_programs(case):
    election = read(sample_folder() / case["file"])
    peer = case.get("pabutools_1.2.3_exact", {})
    expected = {
        "cost": (case.get("mes_cost_lexi"), case.get("mes_cost_ties")),
        "cardinality": (case.get("mes_card_lexi"), case.get("mes_card_ties")),
        "points": (peer.get("mes_points", {}).get("sel"), None),
        "borda": (peer.get("mes_borda", {}).get("sel"), None),
    }
    for name, (order, ties) in expected.items():
        if order is None:
            continue
        outcome = count(election, Options(utility=name, ties=LEXICOGRAPHIC))
        assert list(outcome.selected) == order
        if ties is not None:
            assert len(outcome.ties) == ties
        key = {"cost": "mes_cost", "cardinality": "mes_card"}.get(name, f"mes_{name}")
        if key in peer:
            assert (list(outcome.selected), str(outcome.cost)) == (peer[key]["sel"], peer[key]["cost"])


@pytest.mark.parametrize("case", [c for c in golden() if "add1" in c], ids=lambda case: case["file"])
def test_raised_endowments_come_out_as_in_other_programs(case):
    outcome = count(read(sample_folder() / case["file"]), Options(completion="add1"))
    assert outcome.increments == case["add1"]["k"]
    assert list(outcome.selected) == case["add1"]["winners_in_order"]


def official(name):
    """Return the ids whose column ``selected`` is 1."""
    [case] = [case for case in golden() if case["file"] == name]
    return set(case["official_selected"])


def test_wieliczka_2023_is_add1_without_stopping_when_nothing_more_fits():
    outcome = count(
        read(sample_folder() / "Poland_Wieliczka_2023_Green_Budget.pb"), Options(completion="add1", exhaustive="no")
    )
    assert set(outcome.selected) == official("Poland_Wieliczka_2023_Green_Budget.pb")
    assert (outcome.endowment, len(outcome.selected)) == (315, 30)


@pytest.mark.parametrize(("exhaustive", "endowment"), [("all", 646), ("no", 662)])
def test_swiecie_2023_is_add1_either_way(exhaustive, endowment):
    outcome = count(read(sample_folder() / "Poland_Swiecie_2023.pb"), Options(completion="add1", exhaustive=exhaustive))
    assert set(outcome.selected) == official("Poland_Swiecie_2023.pb")
    assert outcome.endowment == endowment


def test_exact_prices_pay_every_project_in_full():
    full = count_in_full(read(sample_folder() / "Poland_Swiecie_2023.pb"), Options())
    for bought, price in zip(
        full.raised.run.purchases, exact_ledger(full.stakes, full.raised.run).prices(), strict=True
    ):
        rich = int(full.stakes.weights_p[bought.project] @ bought.rich_s)
        assert rich * price <= full.stakes.cost_p[bought.project]


def test_a_project_that_costs_nothing_is_bought_first_if_anybody_wants_it():
    projects = (Project("a", 10), Project("b", 0), Project("c", 0))
    outcome = count(Election(projects, Limits(10), from_lists("approval", [[0, 1], [0]])))
    assert outcome.selected == ("b", "a")


def test_ceilings_and_incompatible_projects_hold_in_every_completion():
    projects = tuple(Project(str(i), 2, {"type": "youth" if i < 3 else "city"}) for i in range(6))
    limits = Limits(12, {("type", "youth"): 4}, [frozenset({"3", "4"})])
    election = Election(projects, limits, from_lists("approval", [[0, 1, 2], [3, 4], [0, 3, 5]], [5, 4, 3]))
    for completion in ("none", "greedy", "add1", "add1u", "eps"):
        chosen = set(count(election, Options(completion=completion)).selected)
        assert len(chosen & {"0", "1", "2"}) <= 2
        assert len(chosen & {"3", "4"}) <= 1


@settings(max_examples=60, deadline=None)
@given(small_elections(), st.sampled_from(["none", "greedy", "add1", "add1u", "eps"]))
def test_no_completion_overspends_or_drops_what_equal_shares_bought(election, completion):
    outcome = count(election, Options(completion=completion))
    assert outcome.cost <= election.limits.budget
    if completion in ("greedy", "eps"):
        bought = count(election, Options()).selected
        assert outcome.selected[: len(bought)] == bought


def test_twelve_hundred_winners_of_unit_cost():
    projects = tuple(Project(str(i), 1) for i in range(1200))
    outcome = count(Election(projects, Limits(1200), from_lists("approval", [list(range(1200))], [1200])))
    assert len(outcome.selected) == 1200
    assert outcome.ties[0].projects == outcome.selected


@pytest.mark.parametrize(
    ("choices", "weights", "budget"),
    [([[]], [5], 10), ([], [], 10), ([[0, 1]], [3], 0), ([[0], [1]], [1, 1], 10), ([[0, 1]], [1], 1)],
    ids=["nobody supports anything", "no voters", "no money", "all equal", "all too dear"],
)
@pytest.mark.parametrize("completion", ["none", "greedy", "add1", "add1u", "eps"])
def test_empty_and_degenerate_elections_end(choices, weights, budget, completion):
    projects = (Project("a", 5), Project("b", 5))
    outcome = count(
        Election(projects, Limits(budget), from_lists("approval", choices, weights)), Options(completion=completion)
    )
    assert outcome.cost <= budget


def test_a_budget_beyond_exact_integers_is_refused_not_rounded():
    with pytest.raises(BadInput) as caught:
        count(Election((Project("a", 5),), Limits(10**16), from_lists("approval", [[0]])))
    assert caught.value.code == "too_large"


@pytest.mark.parametrize("bad", [{"completion": "x"}, {"start": "x"}, {"exhaustive": "x"}, {"increment": Fraction(0)}])
def test_an_unknown_option_is_named(bad):
    with pytest.raises(BadInput):
        Options(**bad)
