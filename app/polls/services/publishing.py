"""Publishing: the public number is drawn after the count, opens the sample it chooses, and the bundle is written."""

import secrets
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sqlalchemy import select

from app.core import audit, published
from app.core.audit import AuditEntry, entry_body_of
from app.core.db import after_commit, db, locked, transaction
from app.core.errors import N_, RuleError
from app.polls.models import Poll
from app.polls.services import instant, keys, log, roll
from app.polls.services.definitions import definition_of
from app.polls.services.errors import NotCounted
from voting.ledger import publish
from voting.ledger.canonical import Json, encode, parse
from voting.ledger.closing import Opened, Opening, rows_of_opening
from voting.ledger.leaves import leaf_of
from voting.ledger.recount import Votes

Signer = tuple[str, str, bytes]
LONGEST = 200


class NumberMissing(RuleError):
    code = "number_missing"
    sentence = N_("Write the public number as it was drawn, in up to %(longest)s characters.")
    field = "number"
    status = 422


class AlreadyDrawn(RuleError):
    code = "already_drawn"
    sentence = N_("The public number is drawn already: %(number)s")


class NotPublished(RuleError):
    code = "not_published"
    sentence = N_("The files of this poll are not published yet.")
    status = 404


def draw(poll: Poll, number: str, by: Any = None, signers: Iterable[Signer] = ()) -> Poll:
    """Note the public number as it was announced, and write the bundle. Raises ``NotCounted``, ``NumberMissing``,
    ``AlreadyDrawn``.
    """
    poll_id, number = poll.id, " ".join(number.split())
    if not number or len(number) > LONGEST:
        raise NumberMissing(longest=LONGEST)
    with transaction():
        poll = locked(Poll, poll_id)
        if poll.counted_at is None:
            raise NotCounted()
        if poll.random_number is not None:
            raise AlreadyDrawn(number=poll.random_number)
        poll.random_number = number
        audit.record("poll.draw", of=("poll", poll_id), by=by, after={"number": number})
    return write(poll, signers)


def write(poll: Poll, signers: Iterable[Signer] = ()) -> Poll:
    """Write the bundle of a poll whose number was drawn; written again it holds the same."""
    poll_id = poll.id
    path = path_of(poll)
    beside = path.with_name(f".{secrets.token_hex(8)}.zip")
    try:
        export(poll, beside, signers)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    with transaction():
        poll = locked(Poll, poll_id)
        if poll.published_at is None:
            poll.published_at = instant.now()
            db.session.flush()
            audit.record("poll.publish", of=("poll", poll_id), after={"bundle": path.name})
            after_commit(lambda: keys.forget_log(poll))
    return poll


def export(poll: Poll, target: Path, signers: Iterable[Signer] = ()) -> None:
    """Write what the database holds of a counted poll as a bundle."""
    definition, lines = definition_of(poll), log.lines(poll)
    bodies = [parse(line) for line in lines]
    publish.publish(
        target, definition, _tallied(poll, bodies), city_key=keys.city(), keys=keys.document(poll, definition),
        randomness=poll.random_number or "", roll=roll.rows(poll), leaves=lines, heads=log.heads(poll),
        signers=signers, audit=_audit(bodies),
    )  # fmt: skip


def path_of(poll: Poll) -> Path:
    return published.folder() / f"{poll.slug}.zip"


def bundle(poll: Poll) -> Path:
    """Return the published file. Raises ``NotPublished``."""
    path = path_of(poll)
    if poll.published_at is None or not path.exists():
        raise NotPublished()
    return path


def _tallied(poll: Poll, bodies: list[Json]) -> publish.Tallied:
    """Return the count as it was made, put together from the kept openings."""
    definition = definition_of(poll)
    electorate_of = {leaf_of(body).hex(): body["electorate"] for body in bodies if "slots" in body}
    openings = [_opening(parse(line), electorate_of) for line in keys.openings(poll).splitlines()]
    rows = sorted(row for opening in openings for row in rows_of_opening(opening))
    close = next(body for body in bodies if body["type"] == "close")
    void = Counter(body["electorate"] for body in bodies if body["type"] == "void")
    ballots = Counter(opening.opened.electorate for opening in openings)
    votes = {
        name: Votes(close["electorates"][name]["roll"], ballots[name], void[name], Counter())
        for name in definition.electorates
    }
    for row in rows:
        votes[row.electorate].values[encode(parse(row.data)["value"])] += 1
    return publish.Tallied(bodies[-1], tuple(rows), tuple(openings), votes, poll.result)


def _opening(read: Json, electorate_of: dict[str, str]) -> Opening:
    opened = Opened(
        bytes.fromhex(read["leaf"]), electorate_of[read["leaf"]], bytes.fromhex(read["seed"]), tuple(read["values"])
    )
    return Opening(opened, tuple(bytes.fromhex(t) for t in read["t"]))


def _audit(bodies: list[Json]) -> list[bytes]:
    """Return the audit entries between the head in the open leaf and the one in the close leaf."""
    first, last = (next(body for body in bodies if body["type"] == kind)["audit"]["seq"] for kind in ("open", "close"))
    query = select(AuditEntry).where(AuditEntry.seq > first, AuditEntry.seq <= last).order_by(AuditEntry.seq)
    return [audit.canonical(entry_body_of(entry)) for entry in db.session.scalars(query)]
