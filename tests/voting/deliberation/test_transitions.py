"""Before and after for the same people: nobody disappears, small groups are not shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voting.deliberation.change_by_group import change_by_group
from voting.deliberation.errors import BadInput
from voting.deliberation.flow_picture import flow_picture
from voting.deliberation.mcnemar import moves
from voting.deliberation.suppression import shown_groups
from voting.deliberation.transitions import Presence, least_changed, transition_table

BEFORE = {"1": "for", "2": "for", "3": "undecided", "4": "against", "5": None, "6": "against", "7": None}
AFTER = {"1": "for", "2": "against", "3": "for", "4": None, "5": "for", "7": "", "8": "for"}
answers = st.dictionaries(st.sampled_from("abcdefghij"), st.sampled_from(["for", "against", None]), max_size=10)


def test_everybody_is_in_exactly_one_class():
    table = transition_table(BEFORE, AFTER)
    assert table.presence == {
        Presence.BOTH: 3,
        Presence.ABSENT: 1,
        Presence.NEWCOMER: 1,
        Presence.OPEN_BEFORE: 1,
        Presence.OPEN_AFTER: 1,
        Presence.OPEN_BOTH: 1,
    }
    assert table.left == {"against": 1}
    assert (table.changed_people, table.changed_share) == (2, pytest.approx(2 / 3))


@given(answers, answers)
def test_classes_and_table_account_for_all_people(before, after):
    both = [p for p in before if before[p] and after.get(p)]
    if not both:
        with pytest.raises(BadInput, match="nobody answered both times"):
            transition_table(before, after)
        return
    table = transition_table(before, after)
    assert sum(table.presence.values()) == len({*before, *after})
    assert sum(map(sum, table.counts)) == table.people == len(both)
    for change in table.changes:
        assert change.people_before == sum(before[p] == change.answer for p in both)
        assert change.people_after == sum(after[p] == change.answer for p in both)
        left, came = moves(table, change.answer)
        assert change.people_after - change.people_before == came - left


def test_weights_change_shares_and_not_people():
    table = transition_table({"1": "a", "2": "b"}, {"1": "b", "2": "b"}, weights={"1": 3, "2": 1})
    assert table.changed_people == 1
    assert table.changed_share == pytest.approx(0.75)
    assert [row.share for row in table.rows if row.people] == [0.75, 0.25]


def test_answer_outside_the_list_and_missing_weight_are_refused():
    with pytest.raises(BadInput, match="against"):
        transition_table(BEFORE, AFTER, order=["for", "undecided"])
    with pytest.raises(BadInput, match="weight of 2"):
        transition_table(BEFORE, AFTER, weights={"1": 1})


def test_bands_fill_the_bars_of_both_sides_exactly():
    picture = flow_picture(transition_table(BEFORE, AFTER))
    for side, end in (("before", "before"), ("after", "after")):
        for bar in (bar for bar in picture.bars if bar.side == side):
            own = [band.height for band in picture.bands if getattr(band, end) == bar.answer]
            assert sum(own) == pytest.approx(bar.height)
    assert max(bar.top + bar.height for bar in picture.bars) <= 1 + 1e-12


def test_group_under_ten_is_not_shown_and_cannot_be_found_by_subtraction():
    before = {f"f{i}": "for" for i in range(30)} | {f"m{i}": "against" for i in range(25)}
    before |= {f"x{i}": "for" for i in range(4)}
    groups = {person: person[0] for person in before}
    rows = {row.group: row for row in change_by_group(before, before, groups, order=["for", "against"])}
    assert rows["x"].people is None
    assert rows["x"].changes == []
    # 59 people in all less 30 women would leave the four and somebody else: the smallest shown group goes as well.
    assert not rows["m"].shown
    assert rows["f"].shown
    assert rows["f"].people == 30
    assert [change.share_after for change in rows["f"].changes] == [1, 0]


@given(st.dictionaries(st.text(min_size=1, max_size=2), st.integers(0, 30), max_size=6))
def test_hidden_people_are_none_or_at_least_ten_unless_nobody_is_shown(sizes):
    shown = shown_groups(sizes)
    hidden = sum(size for group, size in sizes.items() if group not in shown)
    assert all(sizes[group] >= 10 for group in shown)
    assert not shown or hidden == 0 or hidden >= 10


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=1, max_size=30))
def test_least_change_never_exceeds_the_real_one(pairs):
    table = transition_table(
        {str(i): a for i, (a, _) in enumerate(pairs)}, {str(i): b for i, (_, b) in enumerate(pairs)}
    )
    before = {change.answer: change.share_before for change in table.changes}
    after = {change.answer: change.share_after for change in table.changes}
    assert least_changed(before, after) <= table.changed_share + 1e-9
