"""A change of mind until the closing: the change code, which the voter alone holds, finds the old ballot and replaces it."""

from collections.abc import Sequence

from sqlalchemy import select

from app.core.db import db
from app.polls.models import Intake, Leaf, Poll
from app.polls.services import casting, instant, roll
from app.polls.services.errors import ChangeNotAllowed, WrongChangeCode
from app.polls.services.voters import Voter
from voting.ledger.casting import change_commitment, roll_tag
from voting.ledger.codes import read_change_code
from voting.ledger.words import Refused


def draft_change(
    poll: Poll, voter: Voter, change_code: str, chosen: Sequence[str], points: Sequence[int] | None = None,
    own: str | None = None,
) -> casting.Review:  # fmt: skip
    """Make the draft that replaces the voter's ballot; ``casting.cast`` casts it.

    Raises ``ChangeNotAllowed``, ``WrongChangeCode``, and what ``casting.draft`` raises, ``AlreadyVoted`` left out.
    """
    if not poll.may_change:
        raise ChangeNotAllowed()
    casting.require_open(poll, instant.now())
    change = held_by(poll, voter, change_code)
    old = _leaf_of(poll, change_commitment(poll.number, change))
    made = casting.prepared(poll, voter, chosen, points, own=own, replaces=old, by=change)
    return casting.reviewed(poll, voter, made)


def held_by(poll: Poll, voter: Voter, typed: str) -> bytes:
    """Return the 16 bytes of a change code that fits the voter's line. Raises ``WrongChangeCode``."""
    try:
        change = read_change_code(typed)
    except Refused:
        raise WrongChangeCode() from None
    row = roll.entry(poll, voter.pseud)
    if row is None or row.tag != roll_tag(poll.number, change):
        raise WrongChangeCode()
    return change


def _leaf_of(poll: Poll, commitment: str) -> bytes:
    """Return the leaf that commits to a change code, wherever it is on its way. Raises ``WrongChangeCode``."""
    for table in (Leaf, Intake):
        found = select(table.leaf).where(table.change == commitment, table.poll_id == poll.id)
        if (leaf := db.session.scalar(found)) is not None:
            return leaf
    raise WrongChangeCode()
