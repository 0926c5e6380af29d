"""What was done: an append-only chain of hashes over every change of state and of rules.

An entry names who, when, what and the hash of its salted payload; the payload (before, after,
why) lies apart, so that it can be erased while the chain still verifies. Each hash is sealed with
a key that is not in the database: whoever edits, removes or adds a row by hand cannot seal it.
"""

import datetime as dt
import hashlib
import hmac
import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import current_app
from sqlalchemy import BigInteger, ForeignKey, Integer, String, insert, select, text, update
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock
from app.core.db import Base, Json, Prose, UtcDateTime, db, transaction

FIRST = "0" * 64


class AuditEntry(Base):
    __tablename__ = "audit_entry"

    seq: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False
    )
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    actor: Mapped[str] = mapped_column(String(60))  # opaque: "account:12", "system", "anyone"
    role: Mapped[str] = mapped_column(String(40))
    action: Mapped[str] = mapped_column(String(60), index=True)
    object_type: Mapped[str] = mapped_column(String(40))
    object_key: Mapped[str] = mapped_column(String(60))
    payload_hash: Mapped[str] = mapped_column(String(64))
    prev: Mapped[str] = mapped_column(String(64), unique=True)
    hash: Mapped[str] = mapped_column(String(64), unique=True)
    seal: Mapped[str] = mapped_column(String(64))


class AuditPayload(Base):
    __tablename__ = "audit_payload"

    seq: Mapped[int] = mapped_column(ForeignKey("audit_entry.seq"), primary_key=True, autoincrement=False)
    salt: Mapped[str] = mapped_column(String(32))
    before: Mapped[Json | None]
    after: Mapped[Json | None]
    why: Mapped[Prose | None]


class AuditHead(Base):
    """How long the chain is: one row, sealed, so that the end cannot be cut off unseen."""

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    seq: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))
    seal: Mapped[str] = mapped_column(String(64))


@dataclass(frozen=True)
class Fault:
    """The first record that does not fit the chain."""

    seq: int
    what: str  # edited | removed | added | payload_edited | head


def record(
    action: str,
    *,
    of: tuple[str, object],
    by: Any = None,
    role: str = "",
    before: Any = None,
    after: Any = None,
    why: str | None = None,
) -> AuditEntry:
    """Append one entry in the present transaction. ``by`` is an account, or None for the system."""
    seq, prev = _head_for_update()
    payload = json.loads(canonical({"before": before, "after": after, "why": why}))
    salt = secrets.token_hex(16)
    entry = AuditEntry(
        seq=seq + 1,
        at=clock.now().replace(microsecond=0),
        actor=f"account:{by.id}" if by is not None else "system",
        role=role or (str(by.main_role) if by is not None else "system"),
        action=action,
        object_type=of[0],
        object_key=str(of[1]),
        payload_hash=_payload_hash(salt, payload),
        prev=prev,
    )
    entry.hash = _entry_hash(entry)
    entry.seal = _seal(entry.hash)
    columns = AuditEntry.__table__.columns.keys()
    db.session.execute(insert(AuditEntry).values({name: getattr(entry, name) for name in columns}))
    db.session.execute(insert(AuditPayload).values(seq=entry.seq, salt=salt, **payload))
    db.session.execute(
        update(AuditHead).values(seq=entry.seq, hash=entry.hash, seal=_seal(f"head {entry.seq} {entry.hash}"))
    )
    return entry


def verify(kept_head: tuple[int, str] | None = None) -> Fault | None:
    """Return the first record that was edited, removed or added by hand, or nothing.

    ``kept_head`` is a (seq, hash) that somebody outside wrote down; with it even a whole chain
    that was rewritten with the key is found.
    """
    prev, seq = FIRST, 0
    payloads = {row.seq: row for row in db.session.scalars(select(AuditPayload))}
    for entry in db.session.scalars(select(AuditEntry).order_by(AuditEntry.seq)):
        fault = _fault_of(entry, seq + 1, prev, payloads.get(entry.seq), kept_head)
        if fault:
            return fault
        prev, seq = entry.hash, entry.seq
    head = db.session.get(AuditHead, 1)
    if head is None:
        return Fault(1, "removed") if seq else None
    if head.seal != _seal(f"head {head.seq} {head.hash}"):
        return Fault(head.seq, "head")
    if head.seq != seq:
        return Fault(seq + 1, "removed" if head.seq > seq else "added")
    return Fault(seq + 1, "removed") if kept_head and kept_head[0] > seq else None


def _fault_of(
    entry: AuditEntry, expected: int, prev: str, payload: AuditPayload | None, kept: tuple[int, str] | None
) -> Fault | None:
    if entry.seq != expected:
        return Fault(expected, "removed")
    if entry.seal != _seal(entry.hash):
        return Fault(entry.seq, "added")
    if entry.hash != _entry_hash(entry):
        return Fault(entry.seq, "edited")
    if entry.prev != prev:
        return Fault(entry.seq, "added")
    if payload is not None and entry.payload_hash != _payload_hash(
        payload.salt, {"before": payload.before, "after": payload.after, "why": payload.why}
    ):
        return Fault(entry.seq, "payload_edited")
    if kept and kept[0] == entry.seq and kept[1] != entry.hash:
        return Fault(entry.seq, "edited")
    return None


def _head_for_update() -> tuple[int, str]:
    """Return length and last hash of the chain; nobody else appends until this transaction ends."""
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(text("SELECT pg_advisory_xact_lock(7305)"))
    head = db.session.execute(select(AuditHead.seq, AuditHead.hash)).one_or_none()
    if head is None:
        db.session.execute(insert(AuditHead).values(id=1, seq=0, hash=FIRST, seal=_seal(f"head 0 {FIRST}")))
        return 0, FIRST
    return head.seq, head.hash


def canonical(value: Any) -> bytes:
    """Return JSON with sorted keys and no spaces, as UTF-8: the same bytes for the same value."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str).encode()


def _payload_hash(salt: str, payload: dict[str, Any]) -> str:
    return hashlib.sha256(bytes.fromhex(salt) + canonical(payload)).hexdigest()


def _entry_hash(entry: AuditEntry) -> str:
    body = {
        "seq": entry.seq,
        "at": entry.at.isoformat(),
        "actor": entry.actor,
        "role": entry.role,
        "action": entry.action,
        "object": [entry.object_type, entry.object_key],
        "pay": entry.payload_hash,
        "prev": entry.prev,
    }
    return hashlib.sha256(b"minhoe/audit/1\0" + canonical(body)).hexdigest()


def _seal(hashed: str) -> str:
    key = current_app.config["AUDIT_KEY"].encode()
    return hmac.new(key, hashed.encode(), hashlib.sha256).hexdigest()


def record_many(entries: Iterable[dict[str, Any]]) -> int:
    """Append several entries in one transaction and say how many (for imports and the demonstration)."""
    with transaction():
        return sum(1 for entry in entries if record(**entry))
