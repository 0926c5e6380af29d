"""Payments, satisfaction, comparisons, proportionality."""

from fractions import Fraction

import pytest
from hypothesis import given, settings

from tests.voting.elections import SAMPLE, small_elections, voters_of
from voting.ballots import BadInput, Election, Limits, Project, from_lists
from voting.explain import price_systems
from voting.explain.comparison import compare
from voting.explain.losers import stages
from voting.explain.price_systems import is_priceable
from voting.explain.proportionality import ejr_plus_violations, unpaid_losers
from voting.explain.satisfaction import gini, satisfaction, shares
from voting.explain.shares_of_money import money_behind, payments_of_group
from voting.pabulib.reader import read
from voting.rules import equal_shares, greedy

SWIECIE, WIELICZKA = SAMPLE / "Poland_Swiecie_2023.pb", SAMPLE / "Poland_Wieliczka_2023_Green_Budget.pb"


def test_wieliczka_voters_prefer_rank_and_fill_to_equal_shares_without_completion_by_2403_to_1017():
    # The equal-shares web tool says 1037 to 183: it drops voters who got nothing in one of the two outcomes.
    election = read(WIELICZKA)
    by_number, _ = compare(election, equal_shares.count(election).selected, greedy.count(election).selected)
    assert (by_number.first, by_number.second) == (1017, 2403)


@settings(max_examples=60, deadline=None)
@given(small_elections())
def test_equal_shares_never_violate_ejr_plus_and_are_priceable(election):
    full = equal_shares.count_in_full(election)
    selected = full.outcome.selected
    assert not ejr_plus_violations(election, selected)
    last = stages(full.stakes, full.raised.run.endowment)[-1]
    assert not unpaid_losers(full.stakes, last, selected)


@settings(max_examples=25, deadline=None)
@given(small_elections(max_projects=4, max_groups=4))
def test_the_linear_programme_finds_prices_where_equal_shares_have_them(election):
    assert is_priceable(election, equal_shares.count(election).selected) is True


def test_a_minority_left_out_by_rank_and_fill_is_named():
    projects = (Project("a", 50), Project("b", 50), Project("c", 50))
    election = Election(projects, Limits(100), from_lists("approval", [[0, 1], [2]], [51, 49]))
    assert greedy.count(election).selected == ("a", "b")
    assert ejr_plus_violations(election, ("a", "b")) == ()
    election = Election(projects, Limits(100), from_lists("approval", [[0, 1], [2]], [50, 50]))
    [violation] = ejr_plus_violations(election, ("a", "b"))
    assert (violation.project, violation.supporters, violation.their_share) == ("c", 50, 50)
    assert is_priceable(election, ("a", "b")) is False
    assert is_priceable(election, ("a", "c")) is True


def test_a_programme_too_large_to_solve_is_refused(monkeypatch):
    groups = [[0, i + 1] for i in range(3)]
    election = Election(tuple(Project(str(i), 1) for i in range(4)), Limits(2), from_lists("approval", groups))
    monkeypatch.setattr(price_systems, "LARGEST_PROGRAMME", 2)
    with pytest.raises(BadInput, match="linear programme"):
        is_priceable(election, ("0",))


@settings(max_examples=60, deadline=None)
@given(small_elections())
def test_payments_of_all_voters_are_the_costs(election):
    full = equal_shares.count_in_full(election)
    rounds = stages(full.stakes, full.raised.run.endowment)
    paid = {}
    for group, weight in enumerate(election.ballots.weight_g.tolist()):
        for payment in payments_of_group(full.stakes, rounds, group):
            assert payment.left >= 0
            paid[payment.project] = paid.get(payment.project, 0) + weight * payment.paid
    assert paid == {p.id: p.cost for p in election.projects if p.id in full.outcome.selected and p.cost}
    for row in money_behind(full.stakes, rounds, full.outcome.selected):
        assert row.at_start - sum(amount for _, amount in row.taken) == row.at_end


@settings(max_examples=60, deadline=None)
@given(small_elections())
def test_satisfaction_is_that_of_the_voters_one_by_one(election):
    selected = greedy.count(election).selected
    rows = voters_of(election, lambda p, points: 1)
    got = sorted(sum(row[election.position[s]] for s in selected) for row in rows)
    measured = satisfaction(election, selected)
    assert measured.empty_handed == sum(x == 0 for x in got)
    assert measured.mean_winners == Fraction(sum(got), len(got))
    pairs = sum(abs(a - b) for a in got for b in got)
    expected = Fraction(pairs, 2 * len(got) * sum(got)) if sum(got) else 0
    assert measured.gini_winners == expected


def test_gini_of_nothing_is_zero():
    election = read(SWIECIE)
    weights = election.ballots.weight_g
    assert gini(weights * 0, weights) == 0


def test_votes_and_money_by_category_add_up():
    election = read(SAMPLE / "Switzerland_Zurich_SN.pb")
    rows = shares(election, greedy.count(election).selected, "category")
    assert {row.label[1] for row in rows} == {"Nature", "Culture", "Transportation"}
    assert sum(row.vote_share for row in rows) == 1
    assert sum(row.cost_share for row in rows) == 1
