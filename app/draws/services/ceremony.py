"""The ceremony: announce the public value; after the commitment enter it, which draws, once."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update

from app.core import audit, clock
from app.core.db import db, transaction
from app.core.errors import N_, RuleError
from app.draws.models import Candidate, Draw, DrawState, PublicValue
from app.draws.services import attempts, figures, public_value, records, states, subjects
from app.draws.services.asked import pool_of
from voting.sortition.draw import Outcome
from voting.sortition.errors import BadInput, Infeasible
from voting.sortition.pool import Pool
from voting.sortition.public_number import PublicNumbers, draw_seed
from voting.sortition.record import Json
from voting.sortition.reserve_draw import draw_reserves
from voting.sortition.transcript import transcript

RESERVE_ORDER = "order of the reserves"  # joined to the public value, so that these numbers are fresh ones


class AnnouncementMissing(RuleError):
    code = "announcement_missing"
    sentence = N_("Say which value it will be, and when and where everybody can see it.")
    field = "announced"


class WitnessesMissing(RuleError):
    code = "witnesses_missing"
    sentence = N_("Say who saw the value, or where it can be looked up.")
    field = "witnesses"


@dataclass(frozen=True)
class Drawn:
    """What a public value draws: the transcript, the outcome, and the reserves in the order they are called."""

    record: Json
    outcome: Outcome
    reserves: list[str]


def announce(
    draw: Draw,
    value_kind: PublicValue,
    announced: str,
    by: Any,
    *,
    known_at: dt.datetime | None = None,
    hashes: str = "",
) -> None:
    """Say which public value will decide: a drand round by its time, secrets by their hashes (a line each).

    Raises ``AnnouncementMissing``, what ``public_value.source_of`` raises, and by the state.
    """
    text = announced.strip()
    if not text:
        raise AnnouncementMissing()
    source = public_value.source_of(value_kind, known_at=known_at, hashes=hashes)
    with transaction():
        draw = states.require(draw.id, DrawState.preparing)
        before = {"kind": draw.value_kind.value, "announced": draw.announced} if draw.announced else None
        draw.value_kind, draw.rule, draw.announced = value_kind, public_value.rule_of(value_kind), text
        draw.source = source
        after = {"kind": value_kind.value, "announced": text, "source": source}
        audit.record("draw.announce", of=("draw", draw.id), by=by, before=before, after=after)


def reveal(draw: Draw, value: str, witnesses: str, by: Any) -> Draw:
    """Draw by the public value: transcript, seats, reserves; the subject is told. The second of two finds it done.

    ``value`` is what was seen: the number, the signature of the round, the secrets and the value beside them, a line
    each. Raises ``NotCommitted``, ``AlreadyDrawn``, what ``public_value.opened`` raises, ``WitnessesMissing``.
    """
    if draw.state is not DrawState.committed:
        raise states.refusal(draw)
    public = public_value.opened(draw, value)
    if not witnesses.strip():
        raise WitnessesMissing()
    at = clock.now()
    drawn = _draw(draw, {**public, "witnesses": witnesses.strip()}, at.isoformat())
    with transaction():
        draw = states.require(draw.id, DrawState.committed)
        draw.state, draw.drawn_at = DrawState.drawn, at
        draw.value, draw.witnesses = public["value"], witnesses.strip()
        document = drawn.record["prepared"]
        draw.figures = (draw.figures or {}) | figures.of_outcome(document, drawn.outcome, len(drawn.reserves))
        records.keep(draw, records.TRANSCRIPT, drawn.record)
        _seat(draw, "seat_no", drawn.outcome.selected)
        _seat(draw, "reserve_no", drawn.reserves)
        audit.record("draw.reveal", of=("draw", draw.id), by=by, after=_said(drawn))
        subject = subjects.subject_of(draw)
        if subject is not None and not draw.is_test:
            subject.on_drawn(draw)
    return draw


def _said(drawn: Drawn) -> Json:
    return {"value": drawn.record["public_value"]["value"], "number": drawn.outcome.number}


def _draw(draw: Draw, public: Json, drawn_at: str) -> Drawn:
    """Make the transcript from what was published: the lottery is not made anew, and no row is locked meanwhile."""
    earlier, uncommitted = attempts.for_the_record(draw)
    published = records.read_full(draw, records.PREPARED)
    record, outcome = transcript(
        {**published, "given_up_before_commitment": uncommitted},
        {**public, "source": draw.value_kind.value, "announced": draw.announced},
        drawn_at=drawn_at, is_test=draw.is_test, earlier=earlier,
    )  # fmt: skip
    if not draw.reserves:
        return Drawn(record, outcome, [])
    record, reserves = _with_reserves(record, pool_of(draw), draw.salt, draw.reserves)
    return Drawn(record, outcome, reserves)


def _with_reserves(record: Json, pool: Pool, salt: bytes, wanted: int) -> tuple[Json, list[str]]:
    """Draw reserves by the same value, and their order; where the people left allow none, there are none."""
    try:
        record, _ids = draw_reserves(record, pool, salt, wanted)
    except (BadInput, Infeasible):
        return record, []
    found = record["reserves"]
    numbers = PublicNumbers(draw_seed(found["commitment"], f"{record['public_value']['value']} {RESERVE_ORDER}"))
    order = numbers.some_of(found["outcome"]["selected"], len(found["outcome"]["selected"]))
    return {**record, "reserve_order": order}, order


def _seat(draw: Draw, column: str, pseudonyms: list[str]) -> None:
    query = select(Candidate.pseudonym, Candidate.id)
    people = query.where(Candidate.draw_id == draw.id, Candidate.pseudonym.in_(pseudonyms))
    key_of = dict(iter(db.session.execute(people)))
    rows = [{"id": key_of[pseudonym], column: number} for number, pseudonym in enumerate(pseudonyms, start=1)]
    if rows:
        db.session.execute(update(Candidate), rows)
