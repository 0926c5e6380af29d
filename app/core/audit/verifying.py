"""Reading the whole chain again: the first record that does not fit is named."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select

from app.core.audit.chain import FIRST, AuditEntry, AuditHead, AuditPayload, entry_hash_of, payload_hash_of, seal_of
from app.core.db import db

AT_ONCE = 1000  # rows that lie in memory


@dataclass(frozen=True)
class Fault:
    """The first record that does not fit the chain."""

    seq: int
    what: str  # edited | removed | added | payload_edited | head


def verify(kept_head: tuple[int, str] | None = None) -> Fault | None:
    """Return the first record that was edited, removed or added by hand, or nothing.

    ``kept_head`` is a (seq, hash) that somebody outside wrote down; with it even a whole chain
    that was rewritten with the key is found. Memory does not grow with the chain.
    """
    prev, seq = FIRST, 0
    for row in db.session.execute(_whole_chain()):
        fault = _fault_of(row, seq + 1, prev, kept_head)
        if fault:
            return fault
        prev, seq = row.hash, row.seq
    return _fault_of_head(seq) or (Fault(seq + 1, "removed") if kept_head and kept_head[0] > seq else None)


def _whole_chain() -> Any:
    """Return the query for every entry with its payload (nulls where it was erased), a thousand at a time."""
    payload = (AuditPayload.salt, AuditPayload.before, AuditPayload.after, AuditPayload.why)
    return (
        select(*AuditEntry.__table__.columns, *payload)
        .join_from(AuditEntry, AuditPayload, AuditPayload.seq == AuditEntry.seq, isouter=True)
        .order_by(AuditEntry.seq)
        .execution_options(yield_per=AT_ONCE)
    )


def _fault_of(row: Row[Any], expected: int, prev: str, kept: tuple[int, str] | None) -> Fault | None:
    if row.seq != expected:
        return Fault(expected, "removed")
    if row.seal != seal_of(row.hash):
        return Fault(row.seq, "added")
    if row.hash != entry_hash_of(row):
        return Fault(row.seq, "edited")
    if row.prev != prev:
        return Fault(row.seq, "added")
    if row.salt is not None and row.payload_hash != payload_hash_of(
        row.salt, {"before": row.before, "after": row.after, "why": row.why}
    ):
        return Fault(row.seq, "payload_edited")
    if kept and kept[0] == row.seq and kept[1] != row.hash:
        return Fault(row.seq, "edited")
    return None


def _fault_of_head(seq: int) -> Fault | None:
    head = db.session.get(AuditHead, 1, populate_existing=True)
    if head is None:
        return Fault(1, "removed") if seq else None
    if head.seal != seal_of(f"head {head.seq} {head.hash}"):
        return Fault(head.seq, "head")
    if head.seq != seq:
        return Fault(seq + 1, "removed" if head.seq > seq else "added")
    return None
