"""The closing vote: secret, by telephone, booth or paper, within a window; counted once, and shown to nobody before.

1. Who is there on the day of the vote may vote, once; the clock is read inside the transaction that casts.
2. The roll keeps that somebody has voted, the box keeps votes under random keys; nothing joins the two.
3. Who votes on paper is marked on the roll when the paper is handed out; two people read the papers, each alone.
4. After the window the box is counted by simple majority of the votes for a side (``voting.rules.majority``).
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sqlalchemy import Select, exists, func, literal, select

from app.core import audit, clock
from app.core.dates import date_of
from app.core.db import after_commit, db, transaction
from app.core.errors import N_, RuleError
from app.panels.models import (
    Attendance,
    ClosingBallot,
    ClosingCount,
    ClosingPaper,
    ClosingRoll,
    Panel,
    Panelist,
    Stance,
)
from app.panels.services import attendance, closing_box, entering, making, seating
from voting.rules.majority import Share, YesNo, decide

BLANK = "blank"
WEB, PAPER = "web", "paper"
READERS = 2


class NoWindow(RuleError):
    code = "closing_no_window"
    sentence = N_("The time of the closing vote is not fixed yet.")


class VoteNotOpen(RuleError):
    code = "closing_not_open"
    sentence = N_("The closing vote opens at %(opens_at)s.")


class VoteOver(RuleError):
    code = "closing_over"
    sentence = N_("The closing vote ended at %(closed_at)s. No vote was cast.")


class VoteAbsent(RuleError):
    code = "closing_absent"
    sentence = N_("Only members who are there may vote. Number %(number)s was not checked in on the day of the vote.")
    status = 403


class VotedAlready(RuleError):
    code = "closing_voted"
    sentence = N_("Number %(number)s has voted, and that vote stands. If it was not you, go to the desk now.")


class NotASide(RuleError):
    code = "closing_not_a_side"
    sentence = N_("Choose one of the answers, or cast a blank vote.")
    field = "choice"


class WindowWrong(RuleError):
    code = "closing_window_wrong"
    sentence = N_("The vote ends after it opens, on the same day, a day of the panel.")
    field = "closes_at"


class WindowFixed(RuleError):
    code = "closing_window_fixed"
    sentence = N_("The vote has opened. Its end can only be moved to a later time while it runs.")
    field = "closes_at"


class NotOverYet(RuleError):
    code = "closing_not_over"
    sentence = N_("The vote runs until %(closes_at)s. It is counted after that.")


class CountedAlready(RuleError):
    code = "closing_counted"
    sentence = N_("The vote has been counted.")


class PapersMissing(RuleError):
    code = "closing_papers_missing"
    sentence = N_(
        "%(papers)s papers were handed out. Two people must have read them, each alone, with the same numbers."
    )


class PapersDiffer(RuleError):
    code = "closing_papers_differ"
    sentence = N_("The two readings differ. Both are void: count the papers again, each alone.")


class PapersTooMany(RuleError):
    code = "closing_papers_too_many"
    sentence = N_("%(read)s papers were read, %(papers)s were handed out. Count again.")


class ResultSealed(RuleError):
    code = "closing_sealed"
    sentence = N_("Nobody sees a result before the vote has closed and was counted.")
    status = 404


@dataclass(frozen=True)
class Standing:
    """What may be seen while the vote runs: numbers of people, never of votes for a side."""

    opens_at: dt.datetime | None
    closes_at: dt.datetime | None
    is_open: bool
    present: int
    voted: int
    papers: int  # handed out
    readings: int  # of the papers, by how many people
    counted: bool


@dataclass(frozen=True)
class Outcome:
    """The result: votes by code of the side, and the winner; None where no side has more than half of the decided."""

    enrolled: int
    voted: int
    counts: Mapping[str, int]
    winner: Stance | None
    closed_at: dt.datetime


def set_window(panel: Panel, *, opens_at: dt.datetime, closes_at: dt.datetime, by: Any) -> None:
    """Fix when one may vote. Raises ``WindowWrong``, ``WindowFixed``, ``CountedAlready``."""
    one_day = closes_at > opens_at and date_of(opens_at) == date_of(closes_at)
    panel_id = panel.id
    with transaction():
        panel = making.locked_panel(panel_id)
        _require_not_counted(panel)
        if not one_day or date_of(opens_at) not in attendance.days_of(panel):
            raise WindowWrong()
        before = _window(panel)
        if panel.vote_opens_at is not None and panel.vote_opens_at <= clock.now():
            runs = panel.vote_closes_at is not None and clock.now() < panel.vote_closes_at
            if not runs or opens_at != panel.vote_opens_at or closes_at < panel.vote_closes_at:  # type: ignore[operator]
                raise WindowFixed()
        panel.vote_opens_at, panel.vote_closes_at = opens_at, closes_at
        audit.record("panel.vote_window", of=("panel", panel_id), by=by, before=before, after=_window(panel))


def choices(panel: Panel) -> list[Stance]:
    """Return the answers that may be voted for."""
    return [stance for stance in panel.stances if stance.final]


def require_may_vote(panelist: Panelist) -> None:
    """Raise what ``cast`` would raise for this member now, without casting."""
    panel = panelist.panel
    _require_running(panel)
    entering.require_seat(panelist)
    came = exists().where(Attendance.panelist_id == panelist.id, Attendance.day == attendance.day_of_vote(panel))
    voted = exists().where(ClosingRoll.panelist_id == panelist.id, ClosingRoll.voted)
    is_here, has_voted = db.session.execute(select(came, voted)).one()
    if not is_here:
        raise VoteAbsent(number=panelist.number)
    if has_voted:
        raise VotedAlready(number=panelist.number)


def for_member(panelist: Panelist) -> RuleError | None:
    """Return why a member may not vote now, nothing if the vote is open to her."""
    try:
        require_may_vote(panelist)
    except RuleError as reason:
        return reason
    return None


def cast(panelist: Panelist, *, choice: str) -> None:
    """Cast a member's vote for a side by its code, or ``blank``. Neither time nor order is kept, nor any log line.

    Raises ``NoWindow``, ``VoteNotOpen``, ``VoteOver`` by the clock inside the transaction, ``SeatGivenUp``,
    ``VoteAbsent``, ``VotedAlready`` (the first vote stands), ``NotASide``.
    """
    panelist_id, panel_id = panelist.id, panelist.panel_id
    with transaction():
        panel = making.locked_panel(panel_id)
        panelist = seating.locked_panelist(panelist_id)
        require_may_vote(panelist)
        stance = _stance(panel, choice)
        _mark(panelist, WEB)
        db.session.add(ClosingBallot(panel_id=panel_id, stance_id=stance.id if stance else None, channel=WEB))
        closing_box.blend(panel_id)
        after_commit(closing_box.sweep)


def hand_out_paper(panelist: Panelist, *, by: Any) -> None:
    """Mark on the roll that a member votes on paper; no telephone can vote for her then. Raises as ``cast``."""
    panelist_id, panel_id = panelist.id, panelist.panel_id
    with transaction():
        making.locked_panel(panel_id)
        panelist = seating.locked_panelist(panelist_id)
        require_may_vote(panelist)
        _mark(panelist, PAPER)
        closing_box.blend(panel_id)
        audit.record("panel.paper", of=("panel", panel_id), by=by)


def read_papers(panel: Panel, counts: Mapping[str, int], *, by: Any) -> bool:
    """Take what one person counted in the urn; the second that agrees puts the papers into the box. Say whether it did.

    Blank and invalid papers are ``blank``. Raises ``NotOverYet``, ``CountedAlready``, ``PapersTooMany``, ``PapersDiffer``
    (the first reading is void too).
    """
    panel_id, codes = panel.id, [stance.code for stance in choices(panel)] + [BLANK]
    read = {code: int(counts.get(code, 0)) for code in codes}
    with transaction():
        panel = making.locked_panel(panel_id)
        _require_over(panel)
        _require_not_counted(panel)
        handed_out = _on_roll(panel_id, PAPER)
        if sum(read.values()) > handed_out or min(read.values()) < 0:
            raise PapersTooMany(read=sum(read.values()), papers=handed_out)
        readings = {row.account_id: row for row in _readings(panel_id)}
        if len(readings) == READERS:
            raise CountedAlready()
        others = [row for account_id, row in readings.items() if account_id != by.id]
        agree = not others or others[0].counts == read
        if agree:
            db.session.merge(ClosingPaper(panel_id=panel_id, account_id=by.id, counts=read))
            if others:
                _put_papers(panel, read)
        else:
            for row in readings.values():
                db.session.delete(row)
        audit.record("panel.papers_read", of=("panel", panel_id), by=by, after={"agrees": bool(others) and agree})
    if not agree:
        raise PapersDiffer()
    return bool(others)


def close(panel: Panel, *, by: Any = None) -> Outcome:
    """Count the vote, once, after its window. Raises ``NotOverYet``, ``PapersMissing``; counted already, return that."""
    panel_id = panel.id
    with transaction():
        panel = making.locked_panel(panel_id)
        if db.session.get(ClosingCount, panel_id) is None:
            _require_over(panel)
            papers = _on_roll(panel_id, PAPER)
            if papers and len(_readings(panel_id)) < READERS:
                raise PapersMissing(papers=papers)
            count = _counted(panel)
            db.session.add(count)
            closing_box.blend(panel_id)
            after = {"enrolled": count.enrolled, "voted": count.voted, "counts": count.counts}
            audit.record("panel.vote_counted", of=("panel", panel_id), by=by, after=after)
            after_commit(closing_box.sweep)
    return result(panel)


def result(panel: Panel) -> Outcome:
    """Return the result. Raises ``ResultSealed`` until it has been counted."""
    count = db.session.get(ClosingCount, panel.id)
    if count is None:
        raise ResultSealed()
    return Outcome(count.enrolled, count.voted, count.counts, winner_of(panel, count.counts), count.closed_at)


def winner_of(panel: Panel, counts: Mapping[str, int]) -> Stance | None:
    """Return the side with more than half of the votes for a side: simple majority, even by one vote."""
    sides = choices(panel)
    decided = sum(counts.get(stance.code, 0) for stance in sides)
    items = [YesNo(s.code, counts.get(s.code, 0), decided - counts.get(s.code, 0)) for s in sides]
    decisions = decide(items, decided, quorum=Share(Fraction(0)), of="decided")
    return next((s for s, decision in zip(sides, decisions, strict=True) if decision.passed), None)


def standing(panel: Panel) -> Standing:
    """Return what may be seen of the vote at this moment."""
    opens_at, closes_at, at = panel.vote_opens_at, panel.vote_closes_at, clock.now()
    is_open = opens_at is not None and closes_at is not None and opens_at <= at < closes_at
    readings = select(func.count()).select_from(ClosingPaper).where(ClosingPaper.panel_id == panel.id)
    numbers = select(
        attendance.count_of(panel, date_of(opens_at)).scalar_subquery() if opens_at else literal(0),
        _count_on_roll(panel.id).scalar_subquery(),
        _count_on_roll(panel.id, PAPER).scalar_subquery(),
        readings.scalar_subquery(),
        exists().where(ClosingCount.panel_id == panel.id),
    )
    return Standing(opens_at, closes_at, is_open, *db.session.execute(numbers).one())


def to_be_counted() -> list[Panel]:
    """Return the panels whose vote is over and not counted."""
    counted = select(ClosingCount.panel_id)
    query = select(Panel).where(Panel.vote_closes_at <= clock.now(), Panel.id.not_in(counted))
    return list(db.session.scalars(query.order_by(Panel.id)))


def _counted(panel: Panel) -> ClosingCount:
    codes = {stance.id: stance.code for stance in panel.stances}
    query = select(ClosingBallot.stance_id, func.count()).where(ClosingBallot.panel_id == panel.id)
    counts = dict.fromkeys([stance.code for stance in choices(panel)] + [BLANK], 0)
    for stance_id, votes in db.session.execute(query.group_by(ClosingBallot.stance_id)):
        counts[BLANK if stance_id is None else codes[stance_id]] = votes
    return ClosingCount(
        panel_id=panel.id, enrolled=attendance.number_present(panel, attendance.day_of_vote(panel)),
        voted=sum(counts.values()), counts=counts, closed_at=clock.now(),
    )  # fmt: skip


def _stance(panel: Panel, choice: str) -> Stance | None:
    if choice == BLANK:
        return None
    stance = next((stance for stance in choices(panel) if stance.code == choice), None)
    if stance is None:
        raise NotASide()
    return stance


def _mark(panelist: Panelist, channel: str) -> None:
    line = db.session.get(ClosingRoll, panelist.id) or ClosingRoll(panelist_id=panelist.id)
    line.voted, line.channel = True, channel
    db.session.add(line)
    db.session.flush()


def _put_papers(panel: Panel, counts: Mapping[str, int]) -> None:
    ids: dict[str, int | None] = {stance.code: stance.id for stance in choices(panel)}
    db.session.add_all(
        ClosingBallot(panel_id=panel.id, stance_id=ids.get(code), channel=PAPER)
        for code, papers in counts.items()
        for _ in range(papers)
    )
    db.session.flush()


def _on_roll(panel_id: int, channel: str | None = None) -> int:
    return db.session.scalar(_count_on_roll(panel_id, channel)) or 0


def _count_on_roll(panel_id: int, channel: str | None = None) -> Select[int]:
    query = select(func.count()).select_from(ClosingRoll).join(Panelist, Panelist.id == ClosingRoll.panelist_id)
    query = query.where(Panelist.panel_id == panel_id, ClosingRoll.voted)
    return query if channel is None else query.where(ClosingRoll.channel == channel)


def _readings(panel_id: int) -> list[ClosingPaper]:
    return list(db.session.scalars(select(ClosingPaper).where(ClosingPaper.panel_id == panel_id)))


def _window(panel: Panel) -> dict[str, str | None]:
    times = {"opens_at": panel.vote_opens_at, "closes_at": panel.vote_closes_at}
    return {name: at.isoformat() if at else None for name, at in times.items()}


def _require_running(panel: Panel) -> None:
    at = clock.now()
    if panel.vote_opens_at is None or panel.vote_closes_at is None:
        raise NoWindow()
    if at < panel.vote_opens_at:
        raise VoteNotOpen(opens_at=panel.vote_opens_at)
    if at >= panel.vote_closes_at:
        raise VoteOver(closed_at=panel.vote_closes_at)


def _require_over(panel: Panel) -> None:
    if panel.vote_closes_at is None:
        raise NoWindow()
    if clock.now() < panel.vote_closes_at:
        raise NotOverYet(closes_at=panel.vote_closes_at)


def _require_not_counted(panel: Panel) -> None:
    if db.session.get(ClosingCount, panel.id) is not None:
        raise CountedAlready()
