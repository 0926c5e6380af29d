"""Lengths and places come from whole numbers and never add up to more than there is."""

import re
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from app.core import pictures
from app.core.flow_picture import Fate, flow

WON = st.integers(0, 20_000_000_000)
NAMES = ("chosen", "passed", "cut")


def number(length: str) -> Fraction:
    return Fraction(length.removesuffix("%"))


@given(st.lists(st.tuples(st.just("kept"), WON), min_size=1, max_size=6))
def test_segments_touch_and_end_where_the_sum_ends(parts: list[tuple[str, int]]):
    whole = sum(won for _, won in parts)
    laid = pictures.segments(parts, whole)
    ends = [number(s.x) + number(s.width) for s in laid]
    assert [number(s.x) for s in laid] == ([0, *ends[:-1]] if laid else [])
    assert ends[-1:] == ([100] if whole else [])


@given(st.lists(WON, min_size=1, max_size=9))
def test_every_step_of_a_history_is_on_one_scale(amounts: list[int]):
    bars = pictures.amount_bars(amounts)
    scale = max(amounts)
    before = amounts[0]
    for won, bar in zip(amounts, bars, strict=True):
        assert bar.change_won == won - before
        shown = {s.kind: number(s.width) for s in bar.segments}
        kept = min(won, before)
        if scale:
            assert abs(shown.get("kept", 0) - Fraction(100 * kept, scale)) <= Fraction(1, 100)
            assert abs(shown.get("lost", 0) - Fraction(100 * max(0, before - won), scale)) <= Fraction(1, 50)
            assert abs(shown.get("more", 0) - Fraction(100 * max(0, won - before), scale)) <= Fraction(1, 50)
        before = won


def test_the_largest_cut_is_found_and_none_where_nothing_was_cut():
    assert pictures.largest_cut([500, 460, 460, 360, 341]) == 3
    assert pictures.largest_cut([500, 500, 600]) is None
    assert pictures.largest_cut([]) is None


def test_shares_are_read_with_one_decimal():
    assert pictures.percent_text(1465, 2500) == "58.6%"
    assert pictures.percent_text(1, 3) == "33.3%"
    assert pictures.percent_text(0, 0) == "0.0%"


def test_every_person_has_a_place_of_her_own():
    places = pictures.seats([146, 48, 56], 25)
    assert len({(s.x, s.y) for s in places}) == 250
    assert [sum(s.group == g for s in places) for g in range(3)] == [146, 48, 56]
    assert max(s.y for s in places) == 20 * (pictures.rows_of_seats([146, 48, 56], 25) - 1)


def test_equal_scores_are_stacked():
    dots = pictures.dot_strip([5, 1, 5, 3], 1, 5)
    assert [d.y for d in dots] == [0, 0, 0, 7]
    assert pictures.strip_height([5, 1, 5, 3]) == 14


FATE = st.sampled_from(["unchanged", "increased", "partly_cut", "zeroed"])


@given(st.lists(FATE, min_size=1, max_size=4, unique=True), st.data())
def test_the_flow_loses_no_money_and_writes_on_no_pattern(codes: list[str], data: st.DataObject):
    fates = [a_fate(code, data.draw(st.integers(1, 10**10))) for code in codes]
    for width, lines in ((358, 2), (1120, 1)):
        drawn = flow(fates, NAMES, width, lines)
        told = {label.name: label.won for label in drawn.labels}
        cut = sum(max(0, f.before_won - f.after_won) for f in fates)
        gained = sum(max(0, f.after_won - f.before_won) for f in fates)
        assert told["chosen"] + gained == told["passed"] + told.get("cut", 0)
        assert told.get("cut", 0) == cut
        for label in drawn.labels:
            assert 0 <= label.y <= drawn.height - 20 * lines + 1
        assert_no_label_on_a_pattern(drawn, lines)


def a_fate(code: str, won: int) -> Fate:
    after = {"unchanged": won, "increased": won + won // 3 + 1, "partly_cut": won // 2, "zeroed": 0}[code]
    return Fate(code, code, 1, won, after)


def assert_no_label_on_a_pattern(drawn, lines: int) -> None:
    """Where a label begins, no hatched ribbon lies at its height: ribbons fall from left to right."""
    for ribbon in drawn.ribbons:
        if ribbon.kind != "lost":
            continue
        x0, y0, x1, _ = ends(ribbon.path)
        for label in drawn.labels:
            if label.anchor == "start" and x0 - 20 <= label.x <= x1:
                assert label.y + 20 * lines <= y0 + 1 or label.y >= y0


def ends(path: str) -> tuple[int, int, int, int]:
    numbers = [int(n) for n in re.findall(r"-?\d+", path)]
    return numbers[0], numbers[1], numbers[6], numbers[7]
