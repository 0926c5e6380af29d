"""Turnout tells how many, never so few that somebody is among them."""

import datetime as dt

from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from app.core import clock
from app.polls.services import opening, roll, turnout
from app.polls.services.turnout import Group
from tests.polls.builders import OPENS, a_frozen_poll, closed, subject, vote

CELLS = st.dictionaries(
    st.tuples(st.sampled_from(["29110", "29140", "29170"]), st.sampled_from(["", ":1980-1989", ":1990-1999", ":2000-2009"])),
    st.integers(1, 60),
)  # fmt: skip


@given(CELLS)
def test_no_group_of_fewer_than_twenty_is_shown_or_follows_by_subtraction(sizes):
    cells = [Group(district + band, size, size // 2) for (district, band), size in sizes.items()]
    total = sum(cell.enrolled for cell in cells)
    districts, shown = turnout.shown_cells(cells)
    assert all(group.enrolled >= turnout.LEAST for group in [*districts, *shown])
    assert sum(group.enrolled for group in districts) == (total if districts else 0)
    assert bool(districts) == (total >= turnout.LEAST)
    for district in districts:
        below = [group for group in shown if group.name.partition(":")[0] == district.name]
        assert sum(group.enrolled for group in below) in (0, district.enrolled)


def test_groups_are_counted_over_district_and_age(app: Flask):
    poll = a_frozen_poll(voters=0)
    cells = {subject(n): "29110:1990-1999" if n < 25 else "29140:1980-1989" for n in range(30)}
    roll.enrol(poll, "citizens", cells, cells)
    with clock.replaying(OPENS):
        opening.open_poll(poll)
    for number in (0, 1, 26):
        vote(poll, number, "1")
    seen = turnout.of(poll)
    assert (seen.enrolled, seen.voted) == (30, 3)
    assert seen.districts == [Group("rest", 30, 3)]
    assert [(group.name, group.enrolled, group.voted) for group in seen.electorates] == [("citizens", 30, 3)]


def test_an_hour_is_shown_once_twenty_more_have_voted(app: Flask):
    poll = a_frozen_poll(voters=60)
    with clock.replaying(OPENS):
        opening.open_poll(poll)
    hour, voted = dt.timedelta(hours=1), 0
    for step, more in enumerate((19, 2, 5, 22), 1):
        for number in range(voted, voted + more):
            vote(poll, number, "1", at=OPENS + (step - 0.5) * hour)
        voted += more
        for minute in (1, 2, 40):
            with clock.replaying(OPENS + step * hour + dt.timedelta(minutes=minute)):
                turnout.mark(poll)
    assert [(entry.until, entry.voted) for entry in turnout.of(poll).hours] == [
        (OPENS + 2 * hour, 21),
        (OPENS + 4 * hour, 27),
    ]
    for number in range(48, 51):
        vote(poll, number, "1")
    closed(poll)
    hours = turnout.of(poll).hours
    assert [entry.voted for entry in hours] == [21, 30]
    assert sum(entry.voted for entry in hours) == turnout.of(poll).voted
