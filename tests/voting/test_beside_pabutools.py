"""Random small elections counted by pabutools too, where it is installed.

pabutools is under the GPL and no dependency of this project: whoever has it runs these tests, elsewhere they are left out. Its
exact fractions are used, and of its rules those without known defects: rank and fill, equal shares with the utilities cost and
cardinality, Phragmén.
"""

import pytest
from hypothesis import given, settings

from tests.voting.elections import small_elections
from voting.rules import equal_shares, greedy, phragmen
from voting.rules.ties import TieOrder

pytest.importorskip("pabutools", reason="pabutools (GPL) is no dependency; install it beside to compare")
pytest.importorskip("gmpy2", reason="pabutools counts in exact fractions with gmpy2 only")

from pabutools import fractions
from pabutools.election import (
    ApprovalBallot,
    ApprovalProfile,
    Cardinality_Sat,
    Cost_Sat,
    Instance,
    Project,
)
from pabutools.rules import greedy_utilitarian_welfare, method_of_equal_shares, sequential_phragmen

fractions.FRACTION = "gmpy2"
LEXICOGRAPHIC = TieOrder(("lexicographic",))
UTILITIES = {"cost": Cost_Sat, "cardinality": Cardinality_Sat}


def theirs(election):
    """Return the election as pabutools knows it, one ballot a voter."""
    projects = [Project(p.id, p.cost) for p in election.projects]
    instance = Instance(projects, budget_limit=election.limits.budget)
    ballots = election.ballots
    profile = ApprovalProfile(
        [
            ApprovalBallot([projects[p] for p in ballots.project_b[ballots.entries(group)].tolist()])
            for group in range(ballots.groups)
            for _ in range(int(ballots.weight_g[group]))
        ],
        instance=instance,
    )
    return instance, profile


def names(allocation):
    return [project.name for project in allocation]


@pytest.mark.parametrize("name", UTILITIES)
@settings(max_examples=400, deadline=None)
@given(election=small_elections("approval", 6, 6))
def test_equal_shares_buys_the_same_in_the_same_order(name, election):
    outcome = equal_shares.count(election, equal_shares.Options(utility=name, ties=LEXICOGRAPHIC))
    assert list(outcome.selected) == names(method_of_equal_shares(*theirs(election), sat_class=UTILITIES[name]))


@pytest.mark.parametrize(("score", "satisfaction"), [("votes", Cost_Sat), ("density", Cardinality_Sat)])
@settings(max_examples=400, deadline=None)
@given(election=small_elections("approval", 6, 6))
def test_rank_and_fill_takes_the_same(score, satisfaction, election):
    # It ranks by satisfaction per cost: that is votes for the utility cost, and takes projects without a vote too.
    outcome = greedy.count(election, greedy.Options(score=score, unsupported=True, ties=LEXICOGRAPHIC))
    assert set(outcome.selected) == set(names(greedy_utilitarian_welfare(*theirs(election), sat_class=satisfaction)))


@settings(max_examples=400, deadline=None)
@given(election=small_elections("approval", 6, 6))
def test_phragmen_buys_the_same(election):
    # It also buys, at no moment, what nobody supports if that is all there is left.
    bought = {name for name in names(sequential_phragmen(*theirs(election))) if election.votes[name]}
    assert set(phragmen.count(election, phragmen.Options(ties=LEXICOGRAPHIC)).selected) == bought
