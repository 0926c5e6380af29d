"""The lottery as numbered panels: what rounding costs a person, at most two numbers."""

from fractions import Fraction

import pytest

from tests.voting.sortition.builders import a_data_set
from voting.sortition import numbered as numbering
from voting.sortition.leximin import leximin
from voting.sortition.numbered import numbered
from voting.sortition.preparation import Request, prepare, select
from voting.sortition.transcript import prepared_record
from voting.sortition.verify import verify


def a_lottery(name):
    pool, targets, size = a_data_set(name)
    return leximin(select(pool, targets, Request(size)).grouping.problem)


def worst_loss(lottery, times):
    """Return by how many numbers the person furthest below her chance is short; seats of a type go round."""
    seats_t = [
        sum(n * panel[t] for n, panel in zip(times, lottery.panels_kt.tolist(), strict=True))
        for t in range(lottery.problem.n_types)
    ]
    least_t = [seats // count for seats, count in zip(seats_t, lottery.problem.count_t.tolist(), strict=True)]
    return max(p * sum(times) - least for p, least in zip(lottery.chance_t, least_t, strict=True))


@pytest.mark.parametrize(
    "name",
    [
        "shape_mass_24",
        "synthetic_193_91",
        "synthetic_500_50",
        "synthetic_2500",
        pytest.param("shape_hd_30", marks=pytest.mark.slow),
    ],
)
@pytest.mark.parametrize("total", [1000, 10_000])
def test_nobody_loses_more_than_two_numbers(name, total):
    lottery, times = numbered(a_lottery(name), total)
    assert sum(times) == total
    assert worst_loss(lottery, times) <= 2 + Fraction(1, 100)


def test_panels_from_outside_lower_the_loss_and_leave_the_exact_lottery_as_it_was(monkeypatch):
    before = a_lottery("synthetic_193_91")
    lottery, times = numbered(before, 50)
    monkeypatch.setattr(numbering, "NEW_PANELS", 0)
    without, plain_times = numbered(before, 50)
    assert worst_loss(lottery, times) < worst_loss(without, plain_times)
    assert lottery.chance_t == before.chance_t
    assert all(lottery.problem.is_panel(panel) for panel in lottery.panels_kt)
    assert any(n and not weight for n, weight in zip(times, lottery.weight_k, strict=True))


def test_record_with_panels_of_weight_nought_is_verified():
    pool, targets, size = a_data_set("synthetic_193_91")
    document = prepare(pool, targets, Request(size, numbers=20), b"salt").document
    assert 0 in document["weights"]
    assert any("20 numbered panels" in sentence for sentence in verify(prepared_record(document, "2026-10-01")).checked)
