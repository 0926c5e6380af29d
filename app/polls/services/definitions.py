"""``poll.json`` of a poll: written from its rows, and read back once it is frozen."""

from fractions import Fraction
from functools import lru_cache
from typing import Any

from sqlalchemy import select

from app.core.db import db
from app.core.errors import N_, RuleError
from app.polls.models import Electorate, Poll, PollOption
from app.polls.services.errors import NotFrozen
from voting.ledger.definition import Definition, read_definition
from voting.ledger.heads import minute

_NO_KEY = "0" * 64


class DefinitionChanged(RuleError):
    code = "definition_changed"
    sentence = N_("What the poll asks is no longer what was frozen. Nothing can be cast; please call the auditor.")
    status = 503


def document_of(poll: Poll, box_key: str = _NO_KEY, log_key: str = _NO_KEY) -> dict[str, Any]:
    """Return ``poll.json`` as the rows say it; with placeholders for keys it serves to find faults in a draft."""
    return {
        "v": 2,
        "type": "poll",
        "poll": poll.number,
        "title": {"en": poll.title_en, "ko": poll.title_ko},
        "opens": minute(poll.opens_at),
        "closes": minute(poll.closes_at),
        "log_by": minute(poll.log_by),
        "publish": str(poll.publish),
        "randomness": poll.randomness,
        "keys": {"box": box_key, "log": log_key},
        "electorates": [_electorate(row) for row in poll.electorates],
        "options": [_option(row) for row in poll.options],
        "form": {"kind": str(poll.form), **poll.form_numbers},
        "rule": poll.rule,
        "appeal_days": poll.appeal_days,
        "auditors": poll.auditors,
    }


def _electorate(row: Electorate) -> dict[str, Any]:
    weight = None if row.weight_num is None else str(Fraction(row.weight_num, row.weight_den))
    return {
        "id": row.code,
        "name": {"en": row.name_en, "ko": row.name_ko},
        "listed": row.eligibility != "accounts",
        "weight": weight,
    }


def _option(row: PollOption) -> dict[str, Any]:
    return {
        "id": row.code,
        "cost": row.cost_won,
        "labels": row.labels,
        "name": {"en": row.title_en, "ko": row.title_ko},
    }


def definition_of(poll: Poll) -> Definition:
    """Return the frozen definition, read once a process. Raises ``NotFrozen``, ``DefinitionChanged``."""
    if poll.definition_hash is None:
        raise NotFrozen()
    return _read(poll.id, poll.definition_hash)


@lru_cache(maxsize=32)
def _read(poll_id: int, definition_hash: str) -> Definition:
    found = read_definition(db.session.scalar(select(Poll.definition).where(Poll.id == poll_id)))
    if found.hash != definition_hash:
        raise DefinitionChanged()
    return found
