"""Looking a receipt up: whether its leaf waits, stands in the log, gave way to another, or was made void."""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select

from app.core.db import db
from app.core.errors import N_, RuleError
from app.polls.models import Intake, Leaf, Poll
from app.polls.services import log
from voting.ledger.canonical import parse
from voting.ledger.codes import RECEIPT_CHARACTERS, decode
from voting.ledger.heads import SignedHead
from voting.ledger.receipts import read_qr
from voting.ledger.words import Refused

_PREFIX = RECEIPT_CHARACTERS * 5 // 8  # bytes of the hash that a code holds
_LONGEST = 4096


class ReceiptState(StrEnum):
    in_log = "in_log"
    waiting = "waiting"
    replaced = "replaced"
    void = "void"
    unknown = "unknown"


class ReceiptUnreadable(RuleError):
    code = "receipt_unreadable"
    sentence = N_("This is no receipt code: 25 letters and digits. A wrong or swapped character is noticed here.")
    field = "receipt"
    status = 422


@dataclass(frozen=True)
class Found:
    """What became of a leaf; ``place`` from 0, ``own`` the voter's number, ``head`` the log's newest."""

    state: ReceiptState
    leaf: str | None = None
    place: int | None = None
    own: str | None = None
    head: SignedHead | None = None


def look_up(poll: Poll, text: str) -> Found:
    """Return what became of the leaf of a typed code or a scanned QR code. Raises ``ReceiptUnreadable``."""
    low, high = _range(poll, text.strip()[:_LONGEST])
    head = log.head(poll)
    row = db.session.scalar(select(Leaf).where(Leaf.poll_id == poll.id, Leaf.leaf.between(low, high)))
    if row is not None:
        displaced = db.session.scalar(select(Leaf.kind).where(Leaf.displaces == row.leaf.hex()))
        state = {None: ReceiptState.in_log, "void": ReceiptState.void}.get(displaced, ReceiptState.replaced)
        return Found(state, row.leaf.hex(), row.place, parse(row.body.encode()).get("own"), head)
    waiting = db.session.scalar(select(Intake).where(Intake.poll_id == poll.id, Intake.leaf.between(low, high)))
    if waiting is None:
        return Found(ReceiptState.unknown, head=head)
    return Found(ReceiptState.waiting, waiting.leaf.hex(), own=parse(waiting.body.encode()).get("own"), head=head)


def _range(poll: Poll, text: str) -> tuple[bytes, bytes]:
    """Return the first and the last hash that a text may mean."""
    try:
        receipt = read_qr(text)
    except Refused:
        pass
    else:
        leaf = bytes.fromhex(receipt.leaf) if receipt.poll == poll.number else bytes(32)
        return leaf, leaf
    try:
        beginning = decode(text, _PREFIX)
    except Refused:
        raise ReceiptUnreadable() from None
    spare = 32 - _PREFIX
    return beginning + bytes(spare), beginning + b"\xff" * spare
