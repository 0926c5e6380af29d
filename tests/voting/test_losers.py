"""What losers were missing, confirmed by editing the election and counting again."""

import json
from fractions import Fraction

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.voting.elections import SAMPLE, small_elections
from voting.__main__ import main
from voting.ballots.edits import with_cost, with_new_voters, with_supporters
from voting.explain.losers import losses
from voting.explain.new_voters import fewest_new, fewest_new_at_shares
from voting.explain.reruns import groups_without, losses_by_rerun
from voting.pabulib.reader import read
from voting.rules import equal_shares, greedy, phragmen, rule
from voting.rules.classes import run_by_classes
from voting.rules.stakes import stakes_of
from voting.rules.ties import TieOrder
from voting.rules.utilities import utility

TIES = TieOrder(("min-cost", "max-votes", "file"))


def winners_at(election, name, endowment):
    """Count again at the same endowment."""
    stakes = stakes_of(election, utility(name, election), TIES)
    return {election.projects[p].id for p in [*stakes.free, *run_by_classes(stakes, endowment).sequence]}


def every_way_to_add(election, p, number):
    """Yield every choice of ``number`` voters who do not name project p yet."""

    def ways(groups, left):
        if not groups:
            if left == 0:
                yield {}
            return
        for taken in range(min(left, int(election.ballots.weight_g[groups[0]])) + 1):
            for rest in ways(groups[1:], left - taken):
                yield ({groups[0]: taken} if taken else {}) | rest

    yield from ways(groups_without(election, p).tolist(), number)


@pytest.mark.parametrize("name", ["cost", "cardinality"])
@settings(max_examples=80, deadline=None)
@given(data=st.data())
def test_each_value_wins_and_the_next_better_one_does_not(name, data):
    election = data.draw(small_elections(max_projects=4, max_groups=4))
    full = equal_shares.count_in_full(election, equal_shares.Options(utility=name, ties=TIES))
    endowment = full.raised.run.endowment
    for loss in losses(full.stakes, endowment, name, TIES, set(full.outcome.selected)):
        p = election.position[loss.project]
        if loss.wins_at_cost is not None:
            assert loss.project in winners_at(with_cost(election, loss.project, loss.wins_at_cost), name, endowment)
        if loss.votes:
            higher = (loss.wins_at_cost or 0) + 1
            if higher <= loss.cost:
                assert loss.project not in winners_at(with_cost(election, loss.project, higher), name, endowment)
        if loss.cost > election.limits.budget or loss.cost == 0:
            continue
        if loss.more_supporters is not None:
            assert any(
                loss.project in winners_at(with_supporters(election, loss.project, added), name, endowment)
                for added in every_way_to_add(election, p, loss.more_supporters)
            )
        most = 3 if loss.more_supporters is None else loss.more_supporters - 1
        for number in range(1, min(most, 3) + 1):
            for added in every_way_to_add(election, p, number):
                assert loss.project not in winners_at(with_supporters(election, loss.project, added), name, endowment)


@pytest.mark.parametrize("module", [greedy, phragmen])
@settings(max_examples=40, deadline=None)
@given(election=small_elections(max_projects=4, max_groups=4))
def test_values_found_by_counting_again_are_the_limit(module, election):
    chosen = set(module.count(election).selected)
    for loss in losses_by_rerun(election, module.count, chosen, lambda p: groups_without(election, p)):
        if loss.wins_at_cost is not None:
            assert loss.project in module.count(with_cost(election, loss.project, loss.wins_at_cost)).selected
        if loss.votes and (loss.wins_at_cost or 0) + 1 < loss.cost:
            again = with_cost(election, loss.project, (loss.wins_at_cost or 0) + 1)
            assert loss.project not in module.count(again).selected


def test_swiecie_as_published_measures_confirmed_by_edited_ballots():
    # pabumeasures says 12 and 573; adding 7 and 408 voters and counting again shows that these suffice.
    election = read(SAMPLE / "Poland_Swiecie_2023.pb")
    order = TieOrder(("lexicographic",))
    full = equal_shares.count_in_full(election, equal_shares.Options(ties=order))
    found = {
        loss.project: loss
        for loss in losses(full.stakes, full.raised.run.endowment, "cost", order, set(full.outcome.selected))
    }
    assert (found["c5"].more_supporters, found["c8"].more_supporters) == (7, 408)
    assert found["c5"].effective_support == Fraction(957853, 1_000_000)


def test_new_voters_for_a_loser_alone():
    election = read(SAMPLE / "Poland_Zabrze_2020_Biskupice.pb")
    chosen = greedy.count(election).selected
    [loser] = [p.id for p in election.projects if p.id not in chosen]
    number = fewest_new(election, greedy.count, loser)
    assert election.votes[loser] + number >= election.votes[chosen[0]]


@settings(max_examples=60, deadline=None)
@given(election=small_elections(max_projects=4, max_groups=4))
def test_new_voters_under_equal_shares_are_found_as_by_counting_again(election):
    options = equal_shares.Options(ties=TIES)
    full = equal_shares.count_in_full(election, options)
    for p, project in enumerate(election.projects):
        if project.id in full.outcome.selected or project.cost == 0:
            continue
        number = fewest_new_at_shares(full.stakes, p, TIES)
        if number is None:
            tried = with_new_voters(election, project.id, 300)
            assert project.id not in equal_shares.count(tried, options).selected
            continue
        assert project.id in equal_shares.count(with_new_voters(election, project.id, number), options).selected
        if number > 1:
            fewer = with_new_voters(election, project.id, number - 1)
            assert project.id not in equal_shares.count(fewer, options).selected


def test_new_voters_at_a_raised_share_bring_that_share():
    election = read(SAMPLE / "Poland_Swiecie_2023.pb")
    full = equal_shares.count_in_full(election, equal_shares.Options(completion="add1", ties=TIES))
    share = full.raised.run.endowment
    p = election.position["c8"]
    assert "c8" not in full.outcome.selected
    number = fewest_new_at_shares(full.stakes, p, TIES, kept_share=share)
    assert "c8" in winners_at(with_new_voters(election, "c8", number), "cost", share)
    assert "c8" not in winners_at(with_new_voters(election, "c8", number - 1), "cost", share)


OTHERS = {
    "knapsack": "approval",
    "bos": "approval",
    "top-k": "approval",
    "borda": "ordinal",
    "stv": "ordinal",
    "expanding-approvals": "ordinal",
    "cstv": "cumulative",
}


@pytest.mark.parametrize("name", OTHERS)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_every_rule_has_values_that_are_limits(name, data):
    election = data.draw(small_elections(OTHERS[name], 4, 4))
    kind, module_count = rule(name)
    options = kind(k=2) if name == "top-k" else kind()
    counted = lambda e: module_count(e, options)  # noqa: E731
    chosen = set(counted(election).selected)
    for loss in losses_by_rerun(election, counted, chosen, lambda p: groups_without(election, p)):
        if loss.wins_at_cost is not None:
            assert loss.project in counted(with_cost(election, loss.project, loss.wins_at_cost)).selected
            dearer = with_cost(election, loss.project, loss.wins_at_cost + 1)
            assert loss.project not in counted(dearer).selected
        number = fewest_new(election, counted, loss.project)
        if number is not None:
            assert loss.project in counted(with_new_voters(election, loss.project, number)).selected
        if number is not None and number > 1:
            fewer = with_new_voters(election, loss.project, number - 1)
            assert loss.project not in counted(fewer).selected


def test_the_command_says_it_in_both_languages_and_in_json():
    path = str(SAMPLE / "Poland_Swiecie_2023.pb")
    english = CliRunner().invoke(main, ["losers", path, "--rule", "equal-shares"])
    assert "lost by 7 supporters, or 6,852 too dear" in english.stdout
    korean = CliRunner().invoke(main, ["losers", path, "--rule", "equal-shares", "--language", "ko"])
    assert "지지자가 7명 더 있었거나" in korean.stdout
    rows = json.loads(CliRunner().invoke(main, ["losers", path, "--rule", "greedy", "--json"]).stdout)["losers"]
    assert all(row["wins_at_cost"] < row["cost"] for row in rows if row["wins_at_cost"])
    assert "new voters for it alone" in english.stdout
    short = CliRunner().invoke(main, ["losers", path, "--rule", "top-k", "--k", "9", "--no-new-voters"])
    assert "lost by" in short.stdout
    assert "new voters" not in short.stdout
    assert CliRunner().invoke(main, ["losers", path, "--rule", "borda"]).exit_code == 2  # no rankings
