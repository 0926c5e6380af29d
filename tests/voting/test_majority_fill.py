"""A majority at each item, then rank and fill: what a committee decides within a pot."""

from fractions import Fraction
from itertools import pairwise, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.voting.ledger.polls import a_poll, document
from voting.ballots import BadInput, Limits, Project
from voting.ledger.definition import read_definition
from voting.ledger.verify import verify
from voting.ledger.words import Refused
from voting.rules.greedy import fill
from voting.rules.majority import Share, YesNo
from voting.rules.majority_fill import Options, decide_and_fill
from voting.rules.ties import TieOrder

ORDER = TieOrder(("file",))
PROJECTS = [Project("a", 4), Project("b", 5), Project("c", 3)]


def reasons(outcome):
    return {missed.project: missed.reason for missed in outcome.missed}


def test_what_has_no_majority_stays_out_though_money_is_left():
    items = [YesNo("a", 3, 1), YesNo("b", 2, 2), YesNo("c", 2, 1)]
    outcome = decide_and_fill(PROJECTS, items, 4, Limits(100), Options(ties=ORDER))
    assert (outcome.selected, reasons(outcome)) == (("a", "c"), {"b": "no_majority"})
    assert outcome.missed[0].detail == {"yes": 2, "no": 2, "abstained": 0, "present": 4, "yes_needed": 3, "short_by": 1}


def test_who_abstains_takes_part_and_who_leaves_an_item_out_does_not():
    taking_part, without = YesNo("a", 2, 0, 2), YesNo("a", 2, 0)
    for item, chosen in ((taking_part, ()), (without, ("a",))):
        assert decide_and_fill(PROJECTS[:1], [item], 4, Limits(10)).selected == chosen


def test_equal_votes_go_by_the_order_fixed_before_and_a_misfit_is_skipped_or_ends_the_count():
    items = [YesNo(p.id, 3, 1) for p in PROJECTS]
    skipping = decide_and_fill(PROJECTS, items, 4, Limits(8), Options(ties=ORDER))
    assert (skipping.selected, reasons(skipping)) == (("a", "c"), {"b": "over_budget"})
    stopping = decide_and_fill(PROJECTS, items, 4, Limits(8), Options(ties=ORDER, skip=False))
    assert (stopping.selected, reasons(stopping)) == (("a",), {"b": "over_budget", "c": "after_stop"})


@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(1, 6)), min_size=1, max_size=6),
    st.integers(0, 16),
)
def test_without_a_majority_it_is_rank_and_fill(rows, pot):
    projects = [Project(str(i), cost) for i, (_, _, cost) in enumerate(rows)]
    items = [YesNo(str(i), yes, no, 0, 18) for i, (yes, no, _) in enumerate(rows)]
    found = decide_and_fill(projects, items, 18, Limits(pot), Options(majority=None, ties=ORDER))
    plain = fill(projects, {item.id: item.yes for item in items}, Limits(pot), ties=ORDER)
    assert (found.selected, found.missed, found.cost) == (plain.selected, plain.missed, plain.cost)


@given(
    st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6), st.integers(1, 6)), min_size=1, max_size=5),
    st.integers(0, 16),
)
def test_the_chosen_are_those_that_a_slow_reading_of_the_four_lines_gives(rows, pot):
    """The oracle goes through all orders and keeps the one in which votes fall and the list decides between equals."""
    projects = [Project(str(i), cost) for i, (_, _, cost) in enumerate(rows)]
    items = [YesNo(str(i), yes, no) for i, (yes, no, _) in enumerate(rows)]
    passed = [i for i, (yes, no, _) in enumerate(rows) if yes > 0 and Fraction(yes, yes + no) > Fraction(1, 2)]
    order = next(o for o in permutations(passed) if all((-rows[a][0], a) < (-rows[b][0], b) for a, b in pairwise(o)))
    left, chosen = pot, []
    for i in order:
        if rows[i][2] <= left:
            left -= rows[i][2]
            chosen.append(str(i))
    assert list(decide_and_fill(projects, items, 12, Limits(pot), Options(ties=ORDER)).selected) == chosen


def test_more_marks_than_ballots_are_refused():
    with pytest.raises(BadInput):
        decide_and_fill(PROJECTS[:1], [YesNo("a", 3, 2)], 4, Limits(10))


MAJORITY_FILL = {"name": "majority-fill", "options": {"majority": {"share": "1/2", "exceed": True}, "ties": ["file"]}}


def test_an_outsider_recounts_a_bodys_decision_within_a_pot(tmp_path):
    held = a_poll(kind="yes-no", rule=MAJORITY_FILL, voters=41)
    report = verify(held.publish(tmp_path / "b"))
    counts = {o.id: [0, 0, 0] for o in held.poll.options}
    for _, chosen, points in held.choices:
        for option, point in zip(chosen, points, strict=True):
            counts[option][{1: 0, -1: 1, 0: 2}[point]] += 1
    items = [YesNo(option, *numbers) for option, numbers in counts.items()]
    due = decide_and_fill(
        held.poll.options, items, 41, held.poll.limits, Options(Share(Fraction(1, 2), exceed=True), ties=ORDER)
    )
    assert tuple(report.selected) == due.selected
    assert set(report.selected) < {option.id for option in held.poll.options}


def test_of_picks_everybody_who_voted_took_part(tmp_path):
    held = a_poll(kind="approval", rule=MAJORITY_FILL, voters=21)
    picks = {o.id: sum(o.id in chosen for _, chosen, _ in held.choices) for o in held.poll.options}
    assert set(verify(held.publish(tmp_path / "b")).selected) <= {option for option, n in picks.items() if 2 * n > 21}


@pytest.mark.parametrize("changes", [{"kind": "ordinal"}, {"kind": "yes-no", "electorates": {"a": 1, "b": 2}}])
def test_rankings_and_weights_are_not_decided_by_majority(changes):
    with pytest.raises(Refused):
        read_definition(document(rule=MAJORITY_FILL, **changes))


def test_a_majority_may_be_left_out_and_nothing_else_is_known():
    read = read_definition(document(kind="yes-no", rule={"name": "majority-fill", "options": {"majority": None}}))
    assert read.rule_options.majority is None
    with pytest.raises(Refused):
        read_definition(
            document(kind="yes-no", rule={"name": "majority-fill", "options": {"quorum": {"share": "1/2"}}})
        )
