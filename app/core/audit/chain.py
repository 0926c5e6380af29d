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
from typing import Any

from flask import current_app
from sqlalchemy import BigInteger, ForeignKey, Integer, String, delete, insert, select, text, update
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock
from app.core.db import Base, Json, Prose, UtcDateTime, db

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
    said = {"action": action, "of": of, "by": by, "role": role, "before": before, "after": after, "why": why}
    return record_many([said])[0]


def record_many(said: Iterable[dict[str, Any]]) -> list[AuditEntry]:
    """Append several entries, each the arguments of ``record``, in the present transaction: four statements in all."""
    seq, prev = _head_for_update()
    entries, payloads = [], []
    for number, one in enumerate(said, start=seq + 1):
        entry, payload = _entry(number, prev, **one)
        entries.append(entry)
        payloads.append(payload)
        prev = entry.hash
    if entries:
        columns = AuditEntry.__table__.columns.keys()
        db.session.execute(insert(AuditEntry), [{name: getattr(entry, name) for name in columns} for entry in entries])
        db.session.execute(insert(AuditPayload), payloads)
        db.session.execute(
            update(AuditHead).values(seq=entry.seq, hash=entry.hash, seal=seal_of(f"head {entry.seq} {entry.hash}"))
        )
    return entries


def _entry(
    seq: int, prev: str, *, action: str, of: tuple[str, object], by: Any = None, role: str = "", before: Any = None,
    after: Any = None, why: str | None = None,
) -> tuple[AuditEntry, dict[str, Any]]:  # fmt: skip
    """Return an entry with its hash and seal, and its payload; neither is written yet."""
    payload = json.loads(canonical({"before": before, "after": after, "why": why}))
    salt = secrets.token_hex(16)
    entry = AuditEntry(
        seq=seq,
        at=clock.now().replace(microsecond=0),
        actor=f"account:{by.id}" if by is not None else "system",
        role=role or (str(by.main_role) if by is not None else "system"),
        action=action,
        object_type=of[0],
        object_key=str(of[1]),
        payload_hash=payload_hash_of(salt, payload),
        prev=prev,
    )
    entry.hash = entry_hash_of(entry)
    entry.seal = seal_of(entry.hash)
    return entry, {"seq": seq, "salt": salt, **payload}


def erase_payloads(*, of: tuple[str, object]) -> int:
    """Erase what was said of one object, inside the caller's transaction; the chain still verifies. Return how many."""
    entries = select(AuditEntry.seq).where(AuditEntry.object_type == of[0], AuditEntry.object_key == str(of[1]))
    return db.session.execute(delete(AuditPayload).where(AuditPayload.seq.in_(entries))).rowcount


def _head_for_update() -> tuple[int, str]:
    """Return length and last hash of the chain; nobody else appends until this transaction ends."""
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(text("SELECT pg_advisory_xact_lock(7305)"))
    head = db.session.execute(select(AuditHead.seq, AuditHead.hash)).one_or_none()
    if head is None:
        db.session.execute(insert(AuditHead).values(id=1, seq=0, hash=FIRST, seal=seal_of(f"head 0 {FIRST}")))
        return 0, FIRST
    return head.seq, head.hash


def canonical(value: Any) -> bytes:
    """Return JSON with sorted keys and no spaces, as UTF-8: the same bytes for the same value."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str).encode()


def payload_hash_of(salt: str, payload: dict[str, Any]) -> str:
    return hashlib.sha256(bytes.fromhex(salt) + canonical(payload)).hexdigest()


def entry_body_of(entry: Any) -> dict[str, Any]:
    """Return what the hash of an entry is of, from an entry or a row with its columns."""
    return {
        "seq": entry.seq,
        "at": entry.at.isoformat(),
        "actor": entry.actor,
        "role": entry.role,
        "action": entry.action,
        "object": [entry.object_type, entry.object_key],
        "pay": entry.payload_hash,
        "prev": entry.prev,
    }


def entry_hash_of(entry: Any) -> str:
    """Return the hash of an entry, or of a row with its columns."""
    return hashlib.sha256(b"minhoe/audit/1\0" + canonical(entry_body_of(entry))).hexdigest()


def seal_of(hashed: str) -> str:
    key = current_app.config["AUDIT_KEY"].encode()
    return hmac.new(key, hashed.encode(), hashlib.sha256).hexdigest()
