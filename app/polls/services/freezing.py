"""Freezing: the keys are made, the definition is written and hashed; nothing of it changes any more."""

from typing import Any

from app.core import audit
from app.core.db import db, transaction
from app.core.errors import N_, RuleError
from app.polls.models import Poll
from app.polls.services import faults, instant, keys
from app.polls.services.definitions import document_of
from app.polls.services.making import draft
from voting.ledger.definition import read_definition
from voting.ledger.words import Refused


class BoxKeyInvalid(RuleError):
    code = "box_key_invalid"
    sentence = N_("The key of the ballot box has 64 digits and letters a-f, as the ceremony printed it.")
    field = "box_public"
    status = 422


class AlreadyOver(RuleError):
    code = "already_over"
    sentence = N_("The poll would be over already, at %(closes_at)s. Give it a later end.")
    field = "closes_at"


def freeze(poll: Poll, box_public: str, by: Any = None) -> Poll:
    """Make the keys of log and roll and freeze the definition.

    Raises ``NotADraft``, ``BoxKeyInvalid``, ``AlreadyOver``, and the refusals of ``faults``.
    """
    box_public, poll_id = box_public.strip().lower(), poll.id
    if not keys.is_public_key(box_public):
        raise BoxKeyInvalid()
    with transaction():
        poll = draft(poll_id)
        if (at := instant.now()) >= poll.closes_at:
            raise AlreadyOver(closes_at=poll.closes_at)
        log_public = keys.make_log(poll)
        keys.make_roll(poll)
        try:
            definition = read_definition(document_of(poll, box_public, log_public))
        except Refused as fault:
            raise faults.of(fault) from None
        poll.box_key, poll.log_key = box_public, log_public
        poll.definition, poll.definition_hash, poll.frozen_at = definition.document, definition.hash, at
        db.session.flush()
        audit.record("poll.freeze", of=("poll", poll_id), by=by, after={"hash": definition.hash, "box": box_public})
    return poll
