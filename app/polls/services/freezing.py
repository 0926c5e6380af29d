"""Freezing: the keys are made, the definition is written and hashed; nothing of it changes any more."""

import datetime as dt
import secrets
from random import SystemRandom
from typing import Any

from app.core import audit, clock
from app.core.db import db, transaction
from app.core.errors import N_, RuleError
from app.polls.models import Channel, Poll
from app.polls.services import (
    casting,
    closing,
    counting,
    faults,
    instant,
    keys,
    making,
    opening,
    publishing,
    roll,
    subjects,
)
from app.polls.services.definitions import definition_of, document_of
from app.polls.services.making import draft
from app.polls.services.rehearsing import random_ballot
from app.polls.services.voters import Voter
from voting.ledger import sealing
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
        subjects.frozen(poll)
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


def dry_run(poll: Poll, by: Any = None, ballots: int = 60) -> Poll:
    """Return a test copy of a poll, voted on at random, closed, counted and published by the same machine.

    It is over in a moment: it opens two minutes ago and closes one minute ago. Raises the refusals of ``faults``.
    """
    closes = clock.now().replace(second=0, microsecond=0)
    copy = making.make_poll(f"test-{secrets.token_hex(6)}", **_same_as(poll, closes), is_test=True, by=by)
    public, *shares = sealing.new_box(copy.number)
    with clock.replaying(copy.opens_at):
        freeze(copy, public, by)
        listed = [row.code for row in copy.electorates if row.eligibility != "accounts"]
        for code in listed:
            roll.enrol(copy, code, [f"test:{code}:{n}" for n in range(ballots)], by=by)
        opening.open_poll(copy, by)
        for electorate in copy.electorates:
            _vote_at_random(copy, electorate.code, electorate.code in listed, ballots)
    with clock.replaying(copy.closes_at):
        closing.close(copy, by)
        counting.count(copy, *map(sealing.share_text, shares), by=by)
        publishing.draw(copy, "dry run", by)
    return copy


def _same_as(poll: Poll, closes: dt.datetime) -> dict[str, Any]:
    """Return what ``make_poll`` needs for a copy that is over."""
    names = (
        "title_ko", "title_en", "question_ko", "question_en", "form", "form_numbers", "rule", "publish", "may_change",
        "randomness", "appeal_days", "auditors",
    )  # fmt: skip
    options = [making.OptionRow(**{n: getattr(row, n) for n in making.OPTION_FIELDS}) for row in poll.options]
    electorates = [
        making.ElectorateRow(
            row.code, row.name_ko, row.name_en, making.weight_of(row), row.eligibility, row.conditions, row.channels
        )
        for row in poll.electorates
    ]
    times = {"opens_at": closes - dt.timedelta(minutes=2), "closes_at": closes - dt.timedelta(minutes=1)}
    return {name: getattr(poll, name) for name in names} | times | {"options": options, "electorates": electorates}


def _vote_at_random(poll: Poll, electorate: str, listed: bool, ballots: int) -> None:
    definition, rng = definition_of(poll), SystemRandom()
    for number in range(ballots):
        pseud = roll.pseud_of(poll, f"test:{electorate}:{number}")
        voter = Voter(pseud, electorate, "all", Channel.web, listed)
        casting.cast(poll, voter, casting.draft(poll, voter, *random_ballot(definition, rng)).field)
