"""Turnout, from the roll alone; groups of fewer than 20 are merged until none can be worked out by subtracting."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import func, insert, select

from app.core.db import db, transaction
from app.polls.models import Poll, RollRow, RollState, TurnoutMark
from app.polls.services import instant

LEAST = 20
ALL, REST = "all", "rest"
_ON_TIME = 5  # minutes of an hour in which its mark may be made


@dataclass(frozen=True)
class Group:
    """People of an electorate, a channel or a cell; ``rest`` holds those whose own group would be too small."""

    name: str
    enrolled: int
    voted: int


@dataclass(frozen=True)
class Hour:
    """How many voted since the hour before in this list, up to ``until``."""

    until: dt.datetime
    voted: int


@dataclass(frozen=True)
class Turnout:
    """``cells`` hold district, and below it ``district:decade of birth``; the cells of a level add up to the level above."""

    enrolled: int
    voted: int
    electorates: list[Group]
    channels: list[Group]
    districts: list[Group]
    cells: list[Group]
    hours: list[Hour]


def of(poll: Poll) -> Turnout:
    """Return the turnout; where accounts vote without a list, those enrolled are those who voted."""
    rows = _rows(poll)
    electorates = {group.name: group for group in _grouped(rows, 0)}
    channels = [Group(group.name, group.voted, group.voted) for group in _grouped(rows, 1) if group.name]
    districts, shown = shown_cells(_grouped(rows, 2))
    voted = sum(group.voted for group in electorates.values())
    return Turnout(
        enrolled=sum(group.enrolled for group in electorates.values()), voted=voted,
        electorates=[electorates.get(row.code, Group(row.code, 0, 0)) for row in poll.electorates],
        channels=sorted(channels, key=lambda group: group.name), districts=districts, cells=shown,
        hours=_hours(poll, voted),
    )  # fmt: skip


def _rows(poll: Poll) -> list[tuple[tuple[str, str, str], int, int]]:
    """Return electorate, channel and cell with how many are on the roll and have voted."""
    columns = (RollRow.electorate, func.coalesce(RollRow.channel, ""), RollRow.cell)
    has_voted = func.count().filter(RollRow.state != RollState.listed)
    query = select(*columns, func.count(), has_voted).where(RollRow.poll_id == poll.id).group_by(*columns)
    return [((electorate, channel, cell), *many) for electorate, channel, cell, *many in db.session.execute(query)]


def _grouped(rows: Iterable[tuple[tuple[str, str, str], int, int]], part: int) -> list[Group]:
    """Add the rows up by one part of their names."""
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for name, enrolled, voted in rows:
        sums[name[part]][0] += enrolled
        sums[name[part]][1] += voted
    return [Group(name, *many) for name, many in sums.items()]


def shown_cells(cells: Iterable[Group]) -> tuple[list[Group], list[Group]]:
    """Return districts and, below those that are shown by name, decades of birth; nothing where all are too few."""
    by_district: dict[str, list[Group]] = defaultdict(list)
    for cell in cells:
        by_district[cell.name.partition(":")[0]].append(cell)
    districts = merged([_sum(name, parts) for name, parts in by_district.items()])
    shown = []
    for district in districts:
        if district.name != REST:
            parts = merged(by_district[district.name])
            shown += [Group(f"{district.name}:{REST}", p.enrolled, p.voted) if p.name == REST else p for p in parts]
    return districts, sorted(shown, key=lambda group: group.name)


def merged(groups: list[Group]) -> list[Group]:
    """Return the groups with those under 20 put together, and the smallest others with them until they are 20."""
    ordered = sorted(groups, key=lambda group: (group.enrolled, group.name))
    apart = sum(group.enrolled < LEAST for group in ordered)
    while 0 < apart < len(ordered) and sum(group.enrolled for group in ordered[:apart]) < LEAST:
        apart += 1
    rest = _sum(REST, ordered[:apart])
    if rest.enrolled < LEAST and apart:
        return []
    shown = [*ordered[apart:], *([rest] if apart else [])]
    return sorted(shown, key=lambda group: (group.name == REST, group.name))


def _sum(name: str, groups: Iterable[Group]) -> Group:
    parts = list(groups)
    return Group(name, sum(part.enrolled for part in parts), sum(part.voted for part in parts))


def mark(poll: Poll) -> None:
    """Note at the beginning of an hour how many have voted, if 20 more have than at the last mark."""
    poll_id = poll.id
    with transaction():
        at = instant.now()
        hour = at.replace(minute=0, second=0, microsecond=0)
        if at.minute >= _ON_TIME or hour <= poll.opens_at or hour > poll.closes_at:
            return
        last = db.session.scalar(
            select(TurnoutMark).where(TurnoutMark.poll_id == poll_id).order_by(TurnoutMark.at.desc()).limit(1)
        )
        voted = _voted(poll_id)
        if (last is None or last.at < hour) and voted - (last.voted if last else 0) >= LEAST:
            db.session.execute(insert(TurnoutMark).values(poll_id=poll_id, at=hour, voted=voted))


def _voted(poll_id: int) -> int:
    query = select(func.count()).select_from(RollRow)
    return db.session.scalar(query.where(RollRow.poll_id == poll_id, RollRow.state != RollState.listed)) or 0


def _hours(poll: Poll, voted: int) -> list[Hour]:
    """Return the marks as differences; after the end the last votes are added, to the last mark if they are few."""
    query = select(TurnoutMark).where(TurnoutMark.poll_id == poll.id).order_by(TurnoutMark.at)
    steps = [(row.at, row.voted) for row in db.session.scalars(query)]
    if poll.closed_at is not None:
        if steps and voted - steps[-1][1] < LEAST:
            steps.pop()
        if voted - (steps[-1][1] if steps else 0) >= LEAST:
            steps.append((poll.closes_at, voted))
    before = [0, *(count for _, count in steps)]
    return [Hour(at, count - earlier) for (at, count), earlier in zip(steps, before, strict=False)]
