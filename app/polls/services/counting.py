"""Counting: both shares, typed by two people, open the box; every slot is recomputed; the log commits to the result."""

import io
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.core import audit
from app.core.db import db, locked, transaction
from app.core.errors import N_, RuleError
from app.polls.models import BoxedBallot, Leaf, Poll
from app.polls.services import instant, keys, locks, log, subjects
from app.polls.services.definitions import definition_of
from app.polls.services.errors import NotClosed, PollCancelled
from voting.ledger import publish, sealing
from voting.ledger.canonical import encode, parse
from voting.ledger.leaves import BALLOTS, void_leaf
from voting.ledger.words import Refused


class AlreadyCounted(RuleError):
    code = "already_counted"
    sentence = N_("The poll is counted already.")


class ShareWrong(RuleError):
    """``fault`` is the sentence of ``voting.ledger`` in English; ``refused`` can say it in Korean."""

    code = "share_wrong"
    sentence = N_("These are not the two halves of this ballot box's key: %(fault)s.")
    field = "share_a"
    status = 422


class BallotsUnopened(RuleError):
    """``leaves`` names each ballot, in hex, with the reason."""

    code = "ballots_unopened"
    sentence = N_("%(number)s ballots cannot be opened or break the form. Each needs a decision first: %(leaves)s")


class LogChanged(RuleError):
    code = "log_changed"
    sentence = N_("The log has grown while the ballots were counted. Please count once more.")


class NotABallot(RuleError):
    code = "not_a_ballot"
    sentence = N_("The log holds no ballot with this leaf that still stands.")
    field = "leaf"


class DecisionMissing(RuleError):
    code = "decision_missing"
    sentence = N_("Name the decision that makes this ballot void.")
    field = "decision"
    status = 422


@dataclass(frozen=True)
class Void:
    """A ballot that counts no more, and the decision that says so."""

    leaf: str
    decision: str


def count(poll: Poll, share_a: str, share_b: str, by: Any = None) -> Poll:
    """Open the box with both shares and count by the frozen rule; the subject is told inside the same transaction.

    The work is done on the closed log, outside of the transaction. Raises ``NotClosed``, ``AlreadyCounted``,
    ``PollCancelled``, ``ShareWrong``, ``BallotsUnopened``, ``LogChanged``.
    """
    _require_countable(poll)
    secret, poll_id = _secret(poll, share_a, share_b), poll.id
    tallied, size = _tally(poll, secret)
    with transaction():
        poll = locked(Poll, poll_id)
        _require_countable(poll)
        locks.log(poll)
        newest = log.head(poll)
        if newest is None or newest.size != size:
            raise LogChanged()
        keys.keep_openings(poll, _lines(tallied))
        at = instant.now()
        log.append(poll, [tallied.leaf], at)
        poll.result, poll.counted_at = tallied.result, at
        db.session.flush()
        subjects.counted(poll)
        audit.record("poll.count", of=("poll", poll_id), by=by, after={"result": tallied.leaf["result"]})
    return poll


def void(poll: Poll, leaf: str, decision: str, by: Any = None) -> Void:
    """Take out a ballot that cannot be opened or breaks the form, between closing and count, by a decision on record.

    Raises ``NotClosed``, ``AlreadyCounted``, ``PollCancelled``, ``DecisionMissing``, ``NotABallot``.
    """
    poll_id, leaf = poll.id, leaf.strip().lower()
    if not decision.strip():
        raise DecisionMissing()
    with transaction():
        poll = locked(Poll, poll_id)
        _require_countable(poll)
        locks.log(poll)
        row = db.session.scalar(select(Leaf).where(Leaf.poll_id == poll_id, Leaf.leaf == _bytes(leaf)))
        if row is None or row.kind not in BALLOTS or _is_displaced(leaf):
            raise NotABallot()
        electorate = parse(row.body.encode())["electorate"]
        log.append(poll, [_void(poll, electorate, leaf, decision.strip())], instant.now())
        audit.record("poll.void", of=("poll", poll_id), by=by, after={"leaf": leaf}, why=decision.strip())
    return Void(leaf, decision.strip())


def _void(poll: Poll, electorate: str, leaf: str, decision: str) -> dict[str, Any]:
    return void_leaf(poll.number, electorate, secrets.token_bytes(16), "withdrawn", voids=leaf, decision=decision)


def _bytes(leaf: str) -> bytes:
    try:
        return bytes.fromhex(leaf)
    except ValueError:
        raise NotABallot() from None


def _is_displaced(leaf: str) -> bool:
    return db.session.scalar(select(Leaf.place).where(Leaf.displaces == leaf)) is not None


def _require_countable(poll: Poll) -> None:
    if poll.cancelled_at is not None:
        raise PollCancelled(why=poll.cancelled_why)
    if poll.closed_at is None:
        raise NotClosed()
    if poll.counted_at is not None:
        raise AlreadyCounted()


def _secret(poll: Poll, share_a: str, share_b: str) -> bytes:
    try:
        one, other = sealing.read_share(share_a, poll.number), sealing.read_share(share_b, poll.number)
        return sealing.combine(one, other, poll.box_key or "")
    except Refused as fault:
        raise ShareWrong(fault=fault.sentence("en")) from None


def _tally(poll: Poll, secret: bytes) -> tuple[publish.Tallied, int]:
    """Return the count and the size of the log that it is of."""
    heads, bodies = log.heads(poll), [parse(line) for line in log.lines(poll)]
    try:
        tallied = publish.tally(definition_of(poll), bodies, heads, sealed(poll), secret)
    except publish.Unopened as found:
        leaves = "; ".join(f"{leaf.hex()} ({fault.sentence('en')})" for leaf, fault in found.refused)
        raise BallotsUnopened(number=len(found.refused), leaves=leaves) from None
    return tallied, heads[-1].size


def sealed(poll: Poll) -> Mapping[bytes, bytes]:
    """Return the box: each leaf with its sealed ballot."""
    rows = db.session.execute(select(BoxedBallot.leaf, BoxedBallot.sealed).where(BoxedBallot.poll_id == poll.id))
    return dict(rows.all())  # type: ignore[arg-type]


def _lines(tallied: publish.Tallied) -> bytes:
    """Return the openings file that auditors check in the room."""
    out = io.BytesIO()
    out.writelines(encode(opening.as_json()) + b"\n" for opening in tallied.openings)
    return out.getvalue()
