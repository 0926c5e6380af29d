"""The check of every final count of equal shares: it accepts what is right and nothing else."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.voting.elections import golden, sample_folder, small_elections
from voting.ballots import Election, Limits, Project, from_lists
from voting.pabulib.reader import read
from voting.rules import equal_shares
from voting.rules.certificate import Claim, prove
from voting.rules.classes import run_by_classes
from voting.rules.stakes import stakes_of
from voting.rules.ties import Tie, TieOrder
from voting.rules.utilities import utility

TIES = TieOrder(("min-cost", "max-votes", "file"))


def claimed(election, name, endowment=None):
    stakes = stakes_of(election, utility(name, election), TIES)
    share = Fraction(stakes.budget, max(1, stakes.total_weight)) if endowment is None else Fraction(endowment)
    found = run_by_classes(stakes, share)
    return stakes, share, Claim(found.sequence, found.prices, found.ties)


@pytest.mark.parametrize("name", ["cost", "cardinality", "sqrt-cost", "points"])
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_what_the_run_by_classes_finds_is_proved_and_nothing_near_it(name, data):
    election = data.draw(small_elections("cumulative" if name == "points" else "approval", 6, 6))
    stakes, share, claim = claimed(election, name)
    prove(stakes, share, claim)
    if not claim.sequence:
        return
    at = data.draw(st.integers(0, len(claim.sequence) - 1))
    other_price = [*claim.prices[:at], claim.prices[at] + data.draw(st.sampled_from([-1, 1])) * Fraction(1, 10**30)]
    other_ties = [*claim.ties[:at], () if claim.ties[at] else (claim.sequence[at], 99)]
    swapped = list(claim.sequence)
    if len(swapped) > 1:
        swapped[0], swapped[1] = swapped[1], swapped[0]
        with pytest.raises(RuntimeError):
            prove(stakes, share, replace(claim, sequence=swapped))
    for wrong in (
        replace(claim, prices=[*other_price, *claim.prices[at + 1 :]]),
        replace(claim, ties=[*other_ties, *claim.ties[at + 1 :]]),
        Claim(claim.sequence[:-1], claim.prices[:-1], claim.ties[:-1]),
    ):
        with pytest.raises(RuntimeError):
            prove(stakes, share, wrong)


@pytest.mark.parametrize(
    "case", [c for c in golden() if c["vote_type"] in ("approval", "choose-1")], ids=lambda case: case["file"]
)
def test_real_elections_are_proved_as_counted_by_classes(case):
    election = read(sample_folder() / case["file"])
    for name in ("cost", "cardinality"):
        prove(*claimed(election, name))


def test_equal_purses_down_to_the_last_unit():
    # 1,200 projects of cost 1, each voter can pay for exactly three thirds: all purses end empty, all rounds are ties.
    projects = tuple(Project(str(i), 1) for i in range(60))
    ballots = from_lists("approval", [[i for i in range(60) if i % 3 == k] for k in range(3)], [7, 7, 7])
    stakes, share, claim = claimed(Election(projects, Limits(50), ballots), "cardinality")
    prove(stakes, share, claim)
    assert len(claim.sequence) == 48


def test_a_result_that_was_touched_is_refused():
    election = read(sample_folder() / "Poland_Swiecie_2023.pb")
    options = equal_shares.Options(completion="add1", ties=TIES)
    outcome = equal_shares.count(election, options)
    assert equal_shares.verify(election, options, outcome) == "proved round by round from the exact prices"
    first, second, *rest = outcome.rounds
    for wrong in (
        replace(outcome, rounds=(second, first, *rest)),
        replace(outcome, rounds=outcome.rounds[:-1]),
        replace(outcome, endowment=outcome.endowment - 1),
        replace(outcome, ties=(*outcome.ties, Tie(1, (first.project, second.project)))),
    ):
        with pytest.raises(RuntimeError, match="fault of the program"):
            equal_shares.verify(election, options, wrong)
