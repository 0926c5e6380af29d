"""Decision rules published beforehand."""

from fractions import Fraction

import pytest

from voting.deliberation.decision import (
    Finding,
    Wave,
    best_by_mean,
    majority_beyond_error,
    simple_majority,
)
from voting.deliberation.errors import BadInput
from voting.deliberation.words import decision_in_words

NEAR = [Wave("1", {"a": 0.45, "b": 0.40}), Wave("2", {"a": 0.48, "b": 0.52})]


def test_one_vote_more_is_a_majority_and_equal_votes_are_none():
    assert simple_majority({"for": 122, "against": 121}, panel=250).winner == "for"
    tie = simple_majority({"for": 121, "against": 121}, panel=250)
    assert (tie.finding, tie.winner, tie.absent_could_change) == (Finding.TIE, None, True)


def test_absent_are_told_of_when_they_are_as_many_as_the_lead():
    close = simple_majority({"for": 124, "against": 119}, panel=250)
    assert close.absent_could_change
    assert "7 who did not vote" in decision_in_words(close, "en")
    assert "7명" in decision_in_words(close, "ko")


@pytest.mark.parametrize(("quorum", "finding"), [(126, "no_quorum"), (125, "majority"), (Fraction(1, 2), "majority")])
def test_quorum_counts_everybody_who_voted_abstentions_too(quorum, finding):
    found = simple_majority(
        {"for": 70, "against": 50, "abstain": 5}, panel=250, sides=["for", "against"], quorum=quorum
    )
    assert found.finding == finding
    assert found.facts["votes"] == 125


def test_abstentions_cannot_win():
    found = simple_majority({"for": 10, "against": 5, "abstain": 90}, panel=120, sides=["for", "against"])
    assert found.winner == "for"
    assert "most votes" in decision_in_words(found, "en")


def test_gap_that_equals_the_error_is_within_it():
    exact = [Wave("4", {"a": 0.53, "b": 0.47})]
    assert majority_beyond_error(("a", "b"), exact, 0.03).finding is Finding.COMBINE_WAVES
    assert majority_beyond_error(("a", "b"), exact, 0.0299).winner == "a"


def test_within_the_error_all_surveys_count_by_the_weights_that_were_published():
    assert majority_beyond_error(("a", "b"), NEAR, 0.03).winner is None
    combined = majority_beyond_error(("a", "b"), NEAR, 0.03, wave_weights=[1, 1])
    assert (combined.finding, combined.winner) == (Finding.COMBINED, "a")
    assert combined.facts["combined_gap"] == pytest.approx(0.005)
    assert majority_beyond_error(("a", "b"), NEAR, 0.03, wave_weights=[0, 1]).winner == "b"


def test_best_option_must_differ_from_every_other():
    high, low = [5, 5, 4, 5, 4, 5, 5, 4], [1, 2, 1, 1, 2, 1, 2, 1]
    assert best_by_mean({"a": low, "b": high}).winner == "b"
    nearly = [5, 4, 5, 5, 4, 5, 5, 4]
    unclear = best_by_mean({"a": low, "b": high, "c": nearly})
    assert (unclear.finding, unclear.winner) == (Finding.NO_DIFFERENCE, None)


def test_every_finding_has_its_sentence_in_both_languages():
    decisions = [
        simple_majority({"a": 2, "b": 1}, panel=3),
        simple_majority({"a": 1, "b": 1}, panel=3),
        simple_majority({"a": 1, "b": 0}, panel=3, quorum=2),
        majority_beyond_error(("a", "b"), NEAR, 0.001),
        majority_beyond_error(("a", "b"), NEAR, 0.1),
        majority_beyond_error(("a", "b"), NEAR, 0.1, wave_weights=[1, 1]),
        best_by_mean({"a": [1, 2, 1], "b": [5, 5, 4]}),
        best_by_mean({"a": [1, 2, 1], "b": [1, 2, 2]}),
    ]
    assert {decision.finding for decision in decisions} == set(Finding)
    for decision in decisions:
        said = {language: decision_in_words(decision, language) for language in ("ko", "en")}
        assert said["ko"] != said["en"]
        assert "{" not in said["ko"] + said["en"]


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: simple_majority({"a": -1, "b": 1}, panel=3),
        lambda: simple_majority({"a": 3, "b": 1}, panel=3),
        lambda: simple_majority({"a": 1}, panel=3),
        lambda: simple_majority({"a": 1, "b": 1}, panel=3, sides=["a", "c"]),
        lambda: simple_majority({"a": 1, "b": 1}, panel=3, quorum=4),
        lambda: majority_beyond_error(("a", "b"), [], 0.1),
        lambda: majority_beyond_error(("a", "b"), NEAR, 2),
        lambda: majority_beyond_error(("a", "b"), NEAR, 0.1, wave_weights=[1]),
        lambda: majority_beyond_error(("a", "b"), NEAR, 0.1, wave_weights=[0, 0]),
        lambda: best_by_mean({"a": [1, 2]}),
        lambda: best_by_mean({"a": [None, None], "b": [1, 2]}),
    ],
)
def test_impossible_votes_are_refused(wrong):
    with pytest.raises(BadInput):
        wrong()
