"""Closing a poll: quorum, count, outcome on record, proposals moved on; and the recount that must agree."""

import json
from typing import Any

from app.core import audit, clock
from app.core.db import after_commit, db, locked, transaction
from app.core.errors import N_, RuleError
from app.proposals.models import Proposal, Stage, Status
from app.proposals.services import amounts, lifecycle, notices
from app.proposals.services.notices import Notice
from app.selection.models import SelectionPoll
from app.selection.services import box, roll
from app.selection.services.counting import Tally, count, fits
from app.selection.services.rule import fingerprint


class NotOverYet(RuleError):
    code = "not_over_yet"
    sentence = N_("Voting goes on until %(closes_at)s. It can be closed after that.")


class AlreadyClosed(RuleError):
    code = "already_closed"
    sentence = N_("The poll is already closed.")


class BoxDoesNotFit(RuleError):
    code = "box_does_not_fit"
    sentence = N_("The box holds marks that the roll cannot explain. It is not counted; please call the auditor.")


def tally_of(poll: SelectionPoll) -> Tally:
    """Return the numbers of box and roll. Raises ``BoxSealed`` before voting has closed."""
    turnout = roll.turnout(poll)
    return Tally(turnout.enrolled, turnout.voted, box.votes_in(poll), roll.recused_voters(poll))


def close(poll: SelectionPoll, *, by: Any = None) -> SelectionPoll:
    """Close a poll after its closing time and decide: selected, just missed, not selected; or void without quorum.

    Raises ``NotOverYet``, ``AlreadyClosed``, ``BoxDoesNotFit``.
    """
    poll_id = poll.id
    with transaction():
        poll = locked(SelectionPoll, poll_id)
        _require_over(poll)
        if poll.opened_at is None:  # nobody came
            roll.draw_up(poll, by=by)
        tally = tally_of(poll)
        if not fits(poll.rule, tally):
            raise BoxDoesNotFit()
        outcome = count(poll.rule, tally)
        poll.closed_at, poll.quorum_met = clock.now(), not outcome["void"]
        poll.enrolled, poll.voted, poll.outcome = tally.enrolled, tally.voted, outcome
        db.session.flush()
        if outcome["void"]:
            box.burn(poll)
        else:
            box.blend(poll)
            _move(poll, outcome, by)
        told = {name: outcome.get(name) for name in ("void", "quorum", "selected", "cost_won", "left_won")}
        audit.record("selection.close", of=("selection", poll_id), by=by, after=told)
        after_commit(box.sweep)
    return poll


def differences(poll: SelectionPoll) -> list[str]:
    """Recount a closed poll from its box and frozen rule; return what differs from the record, nothing if all agrees."""
    found = [] if fingerprint(poll.rule) == poll.frozen_hash else ["frozen_hash"]
    if poll.outcome is None:
        return [*found, "not_closed"]
    tally = tally_of(poll)
    if not fits(poll.rule, tally):
        found.append("box")
    if (tally.enrolled, tally.voted) != (poll.enrolled, poll.voted):
        found.append("turnout")
    again = json.loads(audit.canonical(count(poll.rule, tally)))
    return found + sorted(
        name for name in again.keys() | poll.outcome.keys() if again.get(name) != poll.outcome.get(name)
    )


def _require_over(poll: SelectionPoll) -> None:
    if poll.closed_at is not None:
        raise AlreadyClosed()
    if clock.now() < poll.closes_at:
        raise NotOverYet(closes_at=poll.closes_at)


def _move(poll: SelectionPoll, outcome: dict[str, Any], by: Any) -> None:
    costs = {option["id"]: option["cost_won"] for option in poll.rule["options"]}
    for option in outcome["selected"]:
        proposal = locked(Proposal, option)
        lifecycle.move(proposal, Status.selected, by=by, why=poll.slug)
        amounts.append_amount(proposal, Stage.voted, costs[option], decided_by=poll.body.name_ko, by=by)
        notices.tell(proposal, Notice.status, but=by)
    for row in outcome["missed"]:
        status = Status.just_missed if row["just_missed"] else Status.not_selected
        proposal = locked(Proposal, row["id"])
        lifecycle.move(proposal, status, by=by, why=row["reason"])
        notices.tell(proposal, Notice.status, but=by)
