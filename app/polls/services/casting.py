"""Casting: choices become a draft that travels sealed through the voter's browser; the vote is one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.core import clock
from app.core.db import db, transaction
from app.polls.models import BurnedLeaf, Intake, Leaf, Poll, Publish, RollState
from app.polls.services import ballot_paper, errors, instant, keys, locks, roll
from app.polls.services.definitions import definition_of
from app.polls.services.marking import Mark, mark_and_store
from app.polls.services.voters import Voter
from voting.ballots.forms import violations
from voting.ledger import casting as ledger
from voting.ledger import receipts, review
from voting.ledger.canonical import Json
from voting.ledger.casting import Draft
from voting.ledger.codes import change_code, receipt_code
from voting.ledger.definition import Definition
from voting.ledger.slots import option_of
from voting.ledger.words import Refused


@dataclass(frozen=True)
class Review:
    """What the review page shows; ``field`` holds the draft, sealed, and goes into the form."""

    draft: Draft
    field: str
    code: str
    signature: str


@dataclass(frozen=True)
class Cast:
    """A vote that is in: the receipt is public, the change code is the voter's alone."""

    receipt: receipts.Receipt
    change_code: str


def draft(
    poll: Poll, voter: Voter, chosen: Sequence[str], points: Sequence[int] | None = None, own: str | None = None
) -> Review:
    """Make the draft of a vote for review; nothing is written.

    Raises ``BallotInvalid``, ``OwnNumberInvalid``, ``AlreadyVoted``, and what ``require_open`` raises.
    """
    require_open(poll, instant.now())
    row = roll.entry(poll, voter.pseud)
    if row is not None and row.state is not RollState.listed:
        raise errors.AlreadyVoted()
    return reviewed(poll, voter, prepared(poll, voter, chosen, points, own=own))


def prepared(poll: Poll, voter: Voter, chosen: Sequence[str], points: Sequence[int] | None, **how: Any) -> Draft:
    """Return the draft of a ballot. Raises ``BallotInvalid``, ``OwnNumberInvalid``, ``NotOnYourBallot``."""
    definition = definition_of(poll)
    if voter.kept_from.intersection(chosen):
        raise errors.NotOnYourBallot()
    chosen, points = ballot_paper.filled_out(definition, chosen, points, voter.kept_from)
    try:
        return ledger.prepare(definition, voter.electorate, chosen, points, **how)
    except Refused as fault:
        if fault.code == "own_number":
            raise errors.OwnNumberInvalid() from None
        raise ballot_invalid(definition, chosen, points, fault) from None


def ballot_invalid(
    definition: Definition, chosen: Sequence[str], points: Sequence[int] | None, fault: Refused
) -> errors.BallotInvalid:
    """Return the refusal with everything that is wrong, so that a page can say it with its numbers."""
    found = violations(definition.form, definition.options, chosen, points)
    return errors.BallotInvalid(fault=fault.params["fault"], violations=found)


def reviewed(poll: Poll, voter: Voter, made: Draft) -> Review:
    """Return a draft with its signature, sealed for the voter's browser."""
    field = review.conceal(next(keys.form()), definition_of(poll), made, voter.pseud, clock.now())
    return Review(made, field, receipt_code(made.leaf), receipts.sign_draft(made, keys.log(poll)))


def cast(poll: Poll, voter: Voter, field: str) -> Cast:
    """Cast a reviewed ballot; posted again, the same form gives the same receipt.

    Raises ``FormExpired``, ``NotOnYourBallot``, ``NotOpenYet``, ``PollClosed``, ``PollCancelled``, ``NotEligible``,
    ``AlreadyVoted``, ``LeafBurned``, ``WrongChangeCode``.
    """
    definition, (made, sealed) = definition_of(poll), revealed(poll, voter, field)
    if voter.kept_from and voter.kept_from.intersection(options_in(poll, made)):
        raise errors.NotOnYourBallot()
    values = {
        "poll": poll.id, "leaf": made.leaf, "pseud": voter.pseud, "electorate": voter.electorate, "cell": voter.cell,
        "channel": str(voter.channel), "tag": made.tag if poll.may_change else None, "old_tag": made.old_tag,
        "body": made.data.decode(), "sealed": sealed, "change": made.body["change"],
        "displaces": made.body.get("replaces"),
    }  # fmt: skip
    mark = Mark.retick if made.old_tag else Mark.tick if voter.listed else Mark.enter
    cast_as = Cast(receipts.make_receipt(definition, made.leaf, keys.log(poll)), change_code(made.change))
    if not mark_and_store(mark, values) and (why := _refusal(poll, voter, made)):
        raise why
    return cast_as


def burn(poll: Poll, voter: Voter, field: str) -> Json:
    """Open a reviewed ballot to test the machine, so that it can never be cast; return its opening.

    Raises ``FormExpired``, ``LeafCast``.
    """
    made, _ = revealed(poll, voter, field)
    opening = receipts.open_test(made, receipts.sign_draft(made, keys.log(poll)))
    poll_id = poll.id
    with locks.one_writer(), transaction():
        locks.for_cast(poll_id, made.leaf)
        if is_cast(made.leaf):
            raise errors.LeafCast()
        if db.session.get(BurnedLeaf, made.leaf) is None:
            db.session.add(BurnedLeaf(leaf=made.leaf, poll_id=poll_id))
    return opening


def revealed(poll: Poll, voter: Voter, field: str) -> tuple[Draft, bytes]:
    """Return the draft of a review form, and its ballot sealed for the box. Raises ``FormExpired``."""
    try:
        return review.reveal(keys.form(), definition_of(poll), field, voter.pseud, clock.now())
    except Refused:
        raise errors.FormExpired() from None


def options_in(poll: Poll, made: Draft) -> set[str]:
    """Return the options that a draft marks."""
    marks = made.values if poll.publish is Publish.marks else made.values[0]
    return {option_of(mark) for mark in marks if mark is not None}


def require_open(poll: Poll, at: Any) -> None:
    """Raise ``PollCancelled``, ``NotOpenYet`` or ``PollClosed`` by an instant."""
    if poll.cancelled_at is not None:
        raise errors.PollCancelled(why=poll.cancelled_why)
    if poll.opened_at is None or at < poll.opens_at:
        raise errors.NotOpenYet(opens_at=poll.opens_at)
    if poll.closed_at is not None or at >= poll.closes_at:
        raise errors.PollClosed(closed_at=poll.closes_at)


def is_cast(leaf: bytes) -> bool:
    """Say whether a leaf waits in the intake or stands in the log."""
    waiting = select(Intake.leaf).where(Intake.leaf == leaf)
    return db.session.scalar(waiting.union_all(select(Leaf.leaf).where(Leaf.leaf == leaf))) is not None


def _refusal(poll: Poll, voter: Voter, made: Draft) -> errors.RuleError | None:
    """Return why nothing was cast; nothing where this very ballot was cast before."""
    if is_cast(made.leaf):
        return None
    if db.session.get(BurnedLeaf, made.leaf) is not None:
        return errors.LeafBurned()
    db.session.refresh(poll)
    try:
        require_open(poll, instant.now())
    except errors.RuleError as closed:
        return closed
    if made.old_tag:
        return errors.WrongChangeCode()
    row = roll.entry(poll, voter.pseud)
    if row is not None and row.state is not RollState.listed:
        return errors.AlreadyVoted()
    return errors.NotEligible(why="not_on_list")
