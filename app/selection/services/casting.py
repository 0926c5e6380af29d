"""Casting a ballot: one transaction that checks the clock, marks the roll and fills the box. Nothing else is written."""

from collections.abc import Mapping
from typing import Any

from app.committee.services.recusal import HasInterest
from app.core.db import db, locked, transaction
from app.core.errors import N_, RuleError
from app.cycles.models import BallotForm
from app.selection.models import SelectionPoll
from app.selection.services import box, roll

VALUES = {BallotForm.yes_no_each: {"yes", "no"}, BallotForm.pick_k: {"pick"}}


class TooManyPicks(RuleError):
    code = "too_many_picks"
    sentence = N_("You have chosen %(chosen)s, at most %(picks)s are possible. Remove %(over)s.")


class NotAnOption(RuleError):
    code = "not_an_option"
    sentence = N_("The ballot holds a mark that this vote does not know. Please open the ballot anew.")


def check(poll: SelectionPoll, seat_id: int, marks: Mapping[int, str]) -> None:
    """Raise ``NotAnOption``, ``HasInterest`` or ``TooManyPicks`` for a ballot that may not be cast so."""
    options = {option["id"] for option in poll.rule["options"]}
    if not set(marks) <= options or not set(marks.values()) <= VALUES[poll.form]:
        raise NotAnOption()
    if roll.excluded(poll, seat_id) & set(marks):
        raise HasInterest()
    if poll.picks is not None and len(marks) > poll.picks:
        raise TooManyPicks(chosen=len(marks), picks=poll.picks, over=len(marks) - poll.picks)


def cast(poll: SelectionPoll, *, marks: Mapping[int, str], by: Any) -> None:
    """Cast a member's ballot: ``marks`` names options with yes, no or pick; none at all is a blank ballot.

    Raises ``NotOpenYet``, ``VotingClosed`` by the clock inside the transaction, ``NotAMember``, ``NotOnRoll``,
    ``AlreadyVoted`` (the first ballot stands), and what ``check`` raises. No log line, time or order is kept.
    """
    poll_id = poll.id
    with transaction():
        poll = locked(SelectionPoll, poll_id)
        roll.require_voting(poll)
        entry = roll.entry_of(by, poll)
        if entry.voted:
            raise roll.AlreadyVoted()
        check(poll, entry.seat_id, marks)
        entry.voted = True
        db.session.flush()
        box.put(poll, marks)
