"""The opinion map: groups that were planted are found, noise is called unstable, nobody is shown alone."""

import itertools
import json
from dataclasses import asdict

import numpy as np
import pytest
from scipy.stats import fisher_exact

from voting.deliberation.errors import BadInput
from voting.deliberation.opinions.clusters import divide, silhouette
from voting.deliberation.opinions.opinion_map import Options, opinion_map
from voting.deliberation.opinions.projection import project
from voting.deliberation.opinions.stability import adjusted_rand
from voting.deliberation.opinions.statements import StatementRow, Tally, consensus_rows, distinguishing_rows

STATEMENTS = [f"s{number}" for number in range(20)]


def planted(sizes, *, missing=0.2, seed=5):
    """Ballots of groups that split on statements 0-14, agree on 15-17 and know nothing of 18-19."""
    rng = np.random.default_rng(seed)
    ballots, truth = [], []
    for group, size in enumerate(sizes):
        agrees = np.full(20, 0.5)
        agrees[:15] = np.where(np.arange(15) % len(sizes) == group, 0.92, 0.08)
        agrees[15:18] = 0.95
        for _ in range(size):
            row = np.where(rng.random(20) < agrees, 1, -1)
            row[rng.random(20) < 0.05] = 0
            ballots.append([None if rng.random() < missing else int(vote) for vote in row])
            truth.append(group)
    return ballots, np.array(truth)


def test_planted_groups_are_found_with_their_sizes_and_are_stable():
    ballots, _ = planted([60, 40, 30])
    found = opinion_map(ballots, STATEMENTS, Options(resamples=20))
    assert [group.people for group in found.groups] == [60, 40, 30]
    assert [group.letter for group in found.groups] == ["A", "B", "C"]
    assert max(found.silhouettes, key=found.silhouettes.get) == 3
    assert found.stability.mean > 0.9
    assert found.stability.is_stable


def test_what_all_groups_share_and_what_sets_each_apart_is_what_was_planted():
    ballots, _ = planted([60, 50])
    found = opinion_map(ballots, STATEMENTS, Options(resamples=2))
    assert {(row.statement, row.side) for row in found.consensus} == {(f"s{n}", "agree") for n in (15, 16, 17)}
    first = {row.statement for row in found.distinguishing if row.group == 0 and row.side == "agree"}
    assert first == {f"s{n}" for n in range(0, 15, 2)}
    assert all(row.p_value < 0.05 and row.share_inside > row.share_outside for row in found.distinguishing)


def test_one_opinion_with_noise_is_not_called_stable_groups():
    rng = np.random.default_rng(9)
    ballots = [[int(vote) for vote in np.where(rng.random(20) < 0.5, 1, -1)] for _ in range(120)]
    found = opinion_map(ballots, STATEMENTS, Options(resamples=30))
    assert not found.stability.is_stable
    assert max(found.silhouettes.values()) < 0.5


def test_same_votes_and_seed_give_the_same_map():
    ballots, _ = planted([40, 30])
    options = Options(resamples=5)
    assert opinion_map(ballots, STATEMENTS, options) == opinion_map(ballots, STATEMENTS, options)


def test_group_under_ten_never_appears_and_who_voted_little_is_only_counted():
    ballots, _ = planted([60, 50])
    odd = [[1, 1, 1] + [-1] * 15 + [0, 0]] * 6
    silent = [[1, None, None] + [None] * 17] * 5
    found = opinion_map([*ballots, *odd, *silent], STATEMENTS, Options(resamples=2))
    assert min(group.people for group in found.groups) >= 10
    assert (found.placed, found.not_placed) == (116, 5)
    assert sum(group.people for group in found.groups) == 116


def test_too_few_for_two_groups_are_one_group_without_a_claim():
    ballots, _ = planted([8, 7])
    found = opinion_map(ballots, STATEMENTS)
    assert [group.people for group in found.groups] == [15]
    assert found.stability is None
    assert found.distinguishing == []


def test_nothing_in_the_map_has_a_row_for_each_person():
    ballots, _ = planted([60, 40, 30])
    plain = asdict(opinion_map(ballots, STATEMENTS, Options(resamples=2)))

    def lengths(value):
        if isinstance(value, dict):
            return max(map(lengths, value.values()), default=0)
        if isinstance(value, list | tuple):
            return max([len(value), *map(lengths, value)])
        return 0

    assert lengths(plain) < 130
    assert json.dumps(plain)


def test_statement_few_people_saw_shows_no_group():
    ballots, _ = planted([30, 30], missing=0)
    rare = [[*ballot, 1 if number < 12 else None] for number, ballot in enumerate(ballots)]
    found = opinion_map(rare, [*STATEMENTS, "rare"], Options(resamples=2))
    assert found.statements[-1].everybody.voted == 12
    assert found.statements[-1].groups == []


def test_missing_votes_pull_nobody_to_the_middle():
    """Half the votes of each person taken away at random: the groups keep their distance on the map."""
    full, truth = planted([60, 50], missing=0)
    rng = np.random.default_rng(4)
    thin = np.where(rng.random((110, 20)) < 0.5, np.nan, np.array(full, float))
    apart = []
    for votes in (np.array(full, float), thin):
        place = project(votes).place_i[:, 0]
        apart.append(abs(place[truth == 0].mean() - place[truth == 1].mean()))
    # Without the stretching it would shrink to one half.
    assert apart[1] == pytest.approx(apart[0] * np.sqrt(0.5), rel=0.15)


def test_axes_are_those_of_the_covariance_when_nothing_is_missing():
    full, _ = planted([30, 20, 20], missing=0)
    votes = np.array(full, float)
    values, vectors = np.linalg.eigh(np.cov(votes.T))
    found = project(votes)
    for axis, at in ((0, -1), (1, -2)):
        assert abs(found.axis_ds[axis] @ vectors[:, at]) == pytest.approx(1)
        assert found.variance_share[axis] == pytest.approx(values[at] / values.sum())


def slow_silhouette(places, labels):
    widths = []
    for i, own in enumerate(labels):

        def mean_to(group, i=i):
            others = [
                np.linalg.norm(places[i] - places[j]) for j in range(len(labels)) if labels[j] == group and j != i
            ]
            return sum(others) / len(others) if others else None

        inside = mean_to(own)
        if inside is None:
            widths.append(0.0)
            continue
        nearest = min(mean_to(group) for group in set(labels) if group != own)
        widths.append((nearest - inside) / max(inside, nearest))
    return sum(widths) / len(widths)


def slow_rand(first, second):
    """Hubert and Arabie's index over all pairs of people, one by one."""
    pairs = list(itertools.combinations(range(len(first)), 2))
    same = [(first[i] == first[j], second[i] == second[j]) for i, j in pairs]
    a = sum(x and y for x, y in same)
    b, c = sum(x for x, _ in same), sum(y for _, y in same)
    chance = b * c / len(pairs)
    return (a - chance) / ((b + c) / 2 - chance)


def test_silhouette_and_adjusted_rand_equal_their_definitions():
    rng = np.random.default_rng(7)
    for _ in range(10):
        places = rng.normal(size=(25, 2))
        first, second = rng.integers(3, size=25), rng.integers(4, size=25)
        first[:3], second[:4] = range(3), range(4)
        assert silhouette(places, first) == pytest.approx(slow_silhouette(places, first.tolist()))
        assert adjusted_rand(first, second) == pytest.approx(slow_rand(first, second))


def test_adjusted_rand_as_in_the_documentation_of_scikit_learn():
    assert adjusted_rand(np.array([0, 0, 1, 1]), np.array([0, 0, 1, 2])) == pytest.approx(0.57, abs=0.005)
    assert adjusted_rand(np.array([0, 0, 1, 1]), np.array([1, 1, 0, 0])) == 1
    assert adjusted_rand(np.array([0, 0, 0, 0]), np.array([0, 1, 2, 3])) == 0


def test_k_means_finds_the_best_division_of_a_small_set():
    rng = np.random.default_rng(11)
    places = rng.normal(size=(9, 2)) + np.repeat([[0, 0], [2, 1], [-1, 2]], 3, axis=0)

    def scatter(labels):
        return sum(((places[labels == g] - places[labels == g].mean(axis=0)) ** 2).sum() for g in set(labels.tolist()))

    best = min(scatter(np.array(labels)) for labels in itertools.product(range(3), repeat=9))
    assert scatter(divide(places, 3, seed=1).label_i) == pytest.approx(best)


def test_consensus_is_the_product_over_the_groups():
    rows = [StatementRow("a", Tally(27, 3, 0), [Tally(18, 2, 0), Tally(9, 1, 0)])]
    found = consensus_rows(rows, 0.6)
    assert found[0].consensus == pytest.approx(19 / 22 * 10 / 12)
    assert found[0].lowest_share == 0.9
    assert consensus_rows(rows, 0.95) == []


def test_distinguishing_uses_the_exact_test_and_corrects_for_all_that_was_tested():
    rows = [StatementRow(s, Tally(20, 20, 0), [Tally(18, 2, 0), Tally(2, 18, 0)]) for s in ("a", "b")]
    plain = fisher_exact([[18, 2], [2, 18]]).pvalue
    assert [row.p_value for row in distinguishing_rows(rows, 0.05)] == pytest.approx([plain * 8] * 4)


@pytest.mark.parametrize(
    ("ballots", "statements", "code"),
    [
        ([], ["a"], "nobody"),
        ([[1]], [], "nobody"),
        ([[1, 1]], ["a"], "different_lengths"),
        ([[2]], ["a"], "wrong_vote"),
        ([[1, 1]], ["a", "a"], "same_statement_twice"),
        ([[1]] * 9, ["a"], "too_few_people"),
        ([[None]] * 20, ["a"], "too_few_people"),
    ],
)
def test_votes_that_are_none_are_refused(ballots, statements, code):
    with pytest.raises(BadInput) as refused:
        opinion_map(ballots, statements)
    assert refused.value.code == code


def test_everybody_of_one_mind_is_one_group():
    found = opinion_map([[1] * 8] * 30, [str(n) for n in range(8)])
    assert [group.people for group in found.groups] == [30]
    assert len(found.consensus) == 8


def test_map_of_a_full_panel_is_made_within_seconds():
    import time

    ballots, _ = planted([120, 80, 50])
    began = time.perf_counter()
    opinion_map(ballots, STATEMENTS)
    assert time.perf_counter() - began < 20
