"""The closing vote is a poll of this site: who may come to it, its times, paper for who has no telephone.

1. Whoever has a seat when it opens is on its roll, under a pseudonym; only who was checked in on the day of the vote is let
   to it, also if that happens while it runs.
2. Ballots are sealed, so nobody can count before both halves of the key are there; what became of the count is told in
   ``poll_subjects``.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import exists, func, literal, select

from app.core import clock
from app.core.dates import date_of
from app.core.db import db, transaction
from app.core.errors import N_, RuleError
from app.panels.models import Attendance, ClosingCount, DecisionRule, Panel, Panelist, Stance
from app.panels.services import attendance, entering, making
from app.polls.models import Channel, Form, Poll, Publish, RollRow, RollState
from app.polls.services import errors, finding, opening, paper, roll, voters
from app.polls.services import making as polls
from app.polls.services.finding import State
from app.polls.services.making import ElectorateRow, OptionRow

SUBJECT, MEMBERS = "panel_vote", "members"
TITLE = ("최종 투표", "closing vote")
READ_WITH_SURVEYS = (
    "차이가 오차 범위 안이면, 미리 공개한 결정 방식에 따라 조사 결과와 함께 판단합니다.",
    "Where the difference is within the error, it is read together with the surveys, by the rule of decision published first.",
)
# Simple majority: more than half of the votes for a side; equal votes decide nothing.
RULE: dict[str, Any] = {
    "name": "majority",
    "options": {"quorum": {"share": 0}, "majority": {"share": "1/2", "exceed": True}, "of": "decided"},
    "limits": {"budget": 0, "ceilings": [], "incompatible": []},
}


class NoWindow(RuleError):
    code = "closing_no_window"
    sentence = N_("The time of the closing vote is not fixed yet.")


class VoteAbsent(RuleError):
    code = "closing_absent"
    sentence = N_("Only members who are there may vote. Number %(number)s was not checked in on the day of the vote.")
    status = 403


class SeatedTooLate(RuleError):
    code = "closing_seated_too_late"
    sentence = N_("Number %(number)s got a seat after the vote had opened, and is not on its roll.")
    status = 403


class WindowWrong(RuleError):
    code = "closing_window_wrong"
    sentence = N_("The vote ends after it opens, on the same day, a day of the panel.")
    field = "closes_at"


class AskedOtherwise(RuleError):
    code = "closing_asked_otherwise"
    sentence = N_("This is no longer the panel's vote: its answers, who votes, the counting or the day were changed.")


class WindowFixed(RuleError):
    code = "closing_window_fixed"
    sentence = N_("The vote is frozen, and its times with it. Call it off first if it must be held at another time.")
    field = "closes_at"


@dataclass(frozen=True)
class Standing:
    """What may be seen while the vote runs: numbers of people, never of votes for a side."""

    poll: Poll | None
    present: int
    voted: int
    papers: int  # handed out
    counted: bool

    @property
    def opens_at(self) -> dt.datetime | None:
        return self.poll.opens_at if self.poll else None

    @property
    def closes_at(self) -> dt.datetime | None:
        return self.poll.closes_at if self.poll else None

    @property
    def is_open(self) -> bool:
        return self.poll is not None and finding.state_of(self.poll) is State.open


def poll_of(panel: Panel) -> Poll | None:
    """Return the poll of a panel, once its time is fixed; one that was called off is none."""
    return next((poll for poll in finding.polls_of(SUBJECT, panel.id) if poll.cancelled_at is None), None)


def is_over(panel: Panel) -> bool:
    """Say whether the time of the vote has passed."""
    poll = poll_of(panel)
    return (poll is not None and poll.closes_at <= clock.now()) or result(panel) is not None


def set_window(panel: Panel, *, opens_at: dt.datetime, closes_at: dt.datetime, by: Any) -> Poll:
    """Fix when one may vote, to the minute: the poll is a draft until its key is made. Raises ``WindowWrong``, ``WindowFixed``."""
    one_day = closes_at > opens_at and date_of(opens_at) == date_of(closes_at)
    panel_id = panel.id
    with transaction():
        panel = making.locked_panel(panel_id)
        if not one_day or date_of(opens_at) not in attendance.days_of(panel):
            raise WindowWrong()
        poll = poll_of(panel)
        if (poll is not None and poll.frozen_at is not None) or result(panel) is not None:
            raise WindowFixed()
        values = _asked(panel) | {"opens_at": opens_at, "closes_at": closes_at, "by": by}
        if poll is not None:
            return polls.change_poll(poll, revision=poll.revision, **values)
        slug = polls.free_slug(f"panel-{panel.slug}"[:32])
        return polls.make_poll(slug, subject=SUBJECT, subject_id=panel_id, synthetic=panel.synthetic, **values)


def _asked(panel: Panel) -> dict[str, Any]:
    read_with = READ_WITH_SURVEYS if panel.rule is DecisionRule.combine_within_error else ("", "")
    channels = (Channel.web, Channel.booth, Channel.paper)
    return {
        "form": Form.choose_one, "form_numbers": {}, "rule": RULE, "publish": Publish.marks, "may_change": False,
        "title_ko": f"{panel.title_ko}: {TITLE[0]}", "title_en": f"{panel.title_en}: {TITLE[1]}",
        "question_ko": f"{panel.question_ko} {read_with[0]}".strip(),
        "question_en": f"{panel.question_en} {read_with[1]}".strip(),
        "options": [OptionRow(one.code, one.name_ko, one.name_en) for one in choices(panel)],
        "electorates": [ElectorateRow(MEMBERS, "참여단", "The panel", eligibility="list", channels=channels)],
    }  # fmt: skip


def require_asked(panel: Panel, poll: Poll) -> None:
    """Raise ``AskedOtherwise`` where the draft was changed in what is the panel's."""
    asked = [one.code for one in choices(panel)], RULE, Form.choose_one, False, [(MEMBERS, "list")]
    body = [(row.code, row.eligibility) for row in poll.electorates]
    found = [row.code for row in poll.options], poll.rule, poll.form, poll.may_change, body
    if found != asked or day_of(poll) not in attendance.days_of(panel):
        raise AskedOtherwise()


def choices(panel: Panel) -> list[Stance]:
    """Return the answers that may be voted for."""
    return [stance for stance in panel.stances if stance.final]


def on_roll(panelist_id: int) -> str:
    """Return the member's name from which the roll makes a pseudonym."""
    return f"panelist:{panelist_id}"


def day_of(poll: Poll) -> dt.date:
    """Return the day on which one must be there to vote."""
    return date_of(poll.opens_at)


def require_here(panelist: Panelist, poll: Poll) -> None:
    """Raise ``SeatGivenUp`` or ``VoteAbsent`` for a member who is not let to the vote."""
    entering.require_seat(panelist)
    came = exists().where(Attendance.panelist_id == panelist.id, Attendance.day == day_of(poll))
    if not db.session.scalar(select(came)):
        raise VoteAbsent(number=panelist.number)


def require_may_vote(panelist: Panelist) -> Poll:
    """Return the poll that is open to a member now.

    Raises ``NoWindow``, ``NotOpenYet``, ``PollClosed``, ``SeatGivenUp``, ``VoteAbsent``, ``SeatedTooLate``,
    ``AlreadyVoted``.
    """
    poll = poll_of(panelist.panel)
    if poll is None or poll.frozen_at is None:
        raise NoWindow()
    if (state := finding.state_of(poll)) is not State.open:
        raise (
            errors.NotOpenYet(opens_at=poll.opens_at)
            if state is State.frozen
            else errors.PollClosed(closed_at=poll.closes_at)
        )
    require_here(panelist, poll)
    row = _entry(poll, panelist)
    if row is None and poll.opened_at is not None:
        raise SeatedTooLate(number=panelist.number)
    if row is not None and row.state is not RollState.listed:
        raise errors.AlreadyVoted()
    return poll


def has_voted(panelist: Panelist) -> bool:
    """Say whether the roll is marked for a member."""
    poll = poll_of(panelist.panel)
    row = _entry(poll, panelist) if poll is not None and poll.opened_at is not None else None
    return row is not None and row.state is not RollState.listed


def _entry(poll: Poll, panelist: Panelist) -> RollRow | None:
    return roll.entry(poll, roll.pseud_of(poll, on_roll(panelist.id)))


def for_member(panelist: Panelist) -> Poll | RuleError:
    """Return the poll that is open to a member now, or why none is."""
    try:
        return require_may_vote(panelist)
    except RuleError as reason:
        return reason


def hand_out_paper(panelist: Panelist) -> None:
    """Mark on the roll that a member votes on paper; no telephone can vote for her then. Raises as ``require_may_vote``."""
    poll = opening.open_poll(require_may_vote(panelist))
    paper.hand_out(poll, voters.voter_at_booth(poll, on_roll(panelist.id), Channel.paper))


def result(panel: Panel) -> ClosingCount | None:
    """Return the result, once it is counted."""
    return db.session.get(ClosingCount, panel.id)


def standing(panel: Panel) -> Standing:
    """Return what may be seen of the vote at this moment."""
    poll = poll_of(panel)
    marked = select(func.count()).where(
        RollRow.poll_id == (poll.id if poll else None), RollRow.state != RollState.listed
    )
    numbers = select(
        attendance.count_of(panel, day_of(poll)).scalar_subquery() if poll else literal(0),
        marked.scalar_subquery(),
        marked.where(RollRow.state == RollState.paper).scalar_subquery(),
        exists().where(ClosingCount.panel_id == panel.id),
    )
    return Standing(poll, *db.session.execute(numbers).one())
