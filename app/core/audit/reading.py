"""Looking into the log: a page of it, by filters."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select

from app.core.audit.chain import AuditEntry, AuditHead, AuditPayload
from app.core.db import db


@dataclass(frozen=True)
class Found:
    """One page of the log: entries with their payloads (None where erased), and how many there are in all."""

    rows: list[tuple[AuditEntry, AuditPayload | None]]
    total: int


def find(
    *,
    action: str = "",
    actor: str = "",
    object_type: str = "",
    object_key: str = "",
    since: dt.datetime | None = None,
    until: dt.datetime | None = None,
    page: int,
    page_size: int,
) -> Found:
    """Return entries that fit all filters, the newest first. ``action`` may be the beginning of one."""
    query: Select[Any] = select(AuditEntry.seq)
    if action:
        query = query.where(AuditEntry.action.startswith(action, autoescape=True))
    for column, wanted in (
        (AuditEntry.actor, actor),
        (AuditEntry.object_type, object_type),
        (AuditEntry.object_key, object_key),
    ):
        if wanted:
            query = query.where(column == wanted)
    if since:
        query = query.where(AuditEntry.at >= since)
    if until:
        query = query.where(AuditEntry.at < until)
    total = db.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    numbers = query.order_by(AuditEntry.seq.desc()).limit(page_size).offset((page - 1) * page_size)
    rows = (
        select(AuditEntry, AuditPayload)
        .join_from(AuditEntry, AuditPayload, AuditPayload.seq == AuditEntry.seq, isouter=True)
        .where(AuditEntry.seq.in_(list(db.session.scalars(numbers))))
        .order_by(AuditEntry.seq.desc())
    )
    return Found([(entry, payload) for entry, payload in db.session.execute(rows)], total)


def head() -> tuple[int, str]:
    """Return (seq, hash) of the last entry: what somebody outside writes down."""
    row = db.session.get(AuditHead, 1, populate_existing=True)
    return (row.seq, row.hash) if row else (0, "")
