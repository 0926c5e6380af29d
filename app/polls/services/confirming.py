"""What auditors confirm with their own keys: taken when the poll names the key and it is about this very log or result."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.core import audit, clock
from app.core.db import db, locked, transaction
from app.core.errors import N_, RuleError
from app.polls.models import Confirmation, LogHead, Poll
from app.polls.services import log, publishing
from app.polls.services.definitions import definition_of
from voting.ledger import confirming
from voting.ledger.bundle import Bundle
from voting.ledger.canonical import canonical
from voting.ledger.words import Refused

LONGEST = 20_000


class ConfirmationUnreadable(RuleError):
    code = "confirmation_unreadable"
    sentence = N_("This is no confirmation, or its signature does not hold. Paste the file that “sign” wrote, whole.")
    field = "document"
    status = 422


class AuditorUnknown(RuleError):
    code = "auditor_unknown"
    sentence = N_("This vote names no auditor with this key, name and role.")
    field = "document"
    status = 403


class ConfirmsAnother(RuleError):
    """What is confirmed is not what stands here: of a head that the log's key signed it would prove a second log."""

    code = "confirms_another"
    sentence = N_("What is confirmed here is not the log or the result of this vote. Keep the file and tell the city and the press: it may be evidence.")  # fmt: skip
    field = "document"
    status = 409


@dataclass(frozen=True)
class Auditor:
    """An auditor whom the poll names, with the newest head and the statement that were confirmed."""

    key: str
    name: str
    role: str
    head: Confirmation | None
    statement: Confirmation | None


def take(poll: Poll, text: str) -> Confirmation:
    """Take a confirmation; the same handed in again changes nothing.

    Raises ``ConfirmationUnreadable``, ``AuditorUnknown``, ``ConfirmsAnother``, ``NotPublished``.
    """
    poll_id, found = poll.id, _read(poll, text)
    _require_ours(poll, found)
    with transaction():
        locked(Poll, poll_id)
        key = (poll_id, found.key, found.kind, found.size)
        row = db.session.get(Confirmation, key)
        if row is None:
            row = Confirmation(
                poll_id=poll_id, key=found.key, kind=found.kind, size=found.size, document=found.document,
                taken_at=clock.now(),
            )  # fmt: skip
            db.session.add(row)
            after = {"key": found.key, "kind": found.kind, "size": found.size}
            audit.record("poll.confirmation", of=("poll", poll_id), after=after)
    return row


def _read(poll: Poll, text: str) -> confirming.Confirmation:
    try:
        found = confirming.read_confirmation(json.loads(text[:LONGEST]))
        confirming.check_named(found, definition_of(poll))
    except Refused as refused:
        raise AuditorUnknown() if refused.code == "auditor_unknown" else ConfirmationUnreadable() from None
    except (ValueError, RecursionError):
        raise ConfirmationUnreadable() from None
    return found


def _require_ours(poll: Poll, found: confirming.Confirmation) -> None:
    if found.head is not None:
        row = db.session.get(LogHead, (poll.id, found.size))
        if row is None or log.signed(poll, row) != found.head:
            raise ConfirmsAnother()
    else:
        stated = Bundle(publishing.bundle(poll)).document("statement.json")
        if found.statement != {key: value for key, value in stated.items() if key != "signers"}:
            raise ConfirmsAnother()


def all_of(poll: Poll) -> Sequence[Confirmation]:
    """Return what was confirmed of a poll, in the order in which it was handed in."""
    query = select(Confirmation).where(Confirmation.poll_id == poll.id)
    return db.session.scalars(query.order_by(Confirmation.taken_at, Confirmation.size)).all()


def auditors_of(poll: Poll) -> list[Auditor]:
    """Return the auditors whom the poll names."""
    given = all_of(poll)

    def newest(key: str, kind: str) -> Confirmation | None:
        return max((row for row in given if (row.key, row.kind) == (key, kind)), key=lambda row: row.size, default=None)

    return [
        Auditor(row["key"], row["name"], row["role"], newest(row["key"], "head"), newest(row["key"], "statement"))
        for row in (poll.definition or {}).get("auditors", [])
    ]


def file_of(poll: Poll) -> bytes:
    """Return all confirmations as a file for ``verify --confirmation``, one a line."""
    return b"".join(canonical(row.document) + b"\n" for row in all_of(poll))
