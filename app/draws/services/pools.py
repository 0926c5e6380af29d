"""Who could be drawn: rows of the subject, with their answers, their home and why somebody may not be drawn."""

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, func, insert, literal, select

from app.core import audit
from app.core.db import db, transaction
from app.core.errors import N_, RuleError
from app.draws.models import Candidate, Draw, DrawState
from app.draws.services import states
from voting.sortition.households import address_key


class PersonTwice(RuleError):
    code = "person_twice"
    sentence = N_("The same person stands in rows %(first)s and %(second)s of the pool. Take one of them out.")


class PoolEmpty(RuleError):
    code = "pool_empty"
    sentence = N_("The pool has nobody in it.")


class NotInPool(RuleError):
    code = "not_in_pool"
    sentence = N_("Number %(number)s is not in the pool.")
    field = "ref"


class ReasonNeeded(RuleError):
    code = "reason_needed"
    sentence = N_("Give the reason.")
    field = "why"


@dataclass(frozen=True)
class PoolRow:
    """Somebody who could be drawn. ``ref`` is the subject's own key.

    ``answers`` is the value by feature; ``home`` the address as written, of which only a keyed hash is kept.
    ``excluded_code`` is public as a number of people, ``excluded_why`` is for the office and the person.
    """

    ref: int
    answers: Mapping[str, str]
    home: str | None = None
    excluded_code: str | None = None
    excluded_why: str | None = None


def set_pool(draw: Draw, rows: Iterable[PoolRow], by: Any = None) -> None:
    """Replace the pool. Raises ``PersonTwice`` with the rows, ``PoolEmpty``, and by the state."""
    pool = list(rows)
    _require_different(pool)
    with transaction():
        draw = states.require(draw.id, DrawState.preparing)
        before = count(draw)
        db.session.execute(delete(Candidate).where(Candidate.draw_id == draw.id))
        db.session.execute(insert(Candidate), [_columns(draw, row) for row in pool])
        after = {"people": len(pool), "excluded": sum(row.excluded_code is not None for row in pool)}
        audit.record("draw.pool", of=("draw", draw.id), by=by, before=before, after=after)


def exclude(draw: Draw, ref: int, *, code: str, why: str, by: Any) -> None:
    """Leave somebody out of the pool, with the reason. Raises ``ReasonNeeded``, ``NotInPool``, and by the state."""
    if not why.strip():
        raise ReasonNeeded()
    with transaction():
        draw = states.require(draw.id, DrawState.preparing)
        candidate = _candidate(draw, ref)
        candidate.excluded_code, candidate.excluded_why = code, why.strip()
        audit.record("draw.exclude", of=("draw", draw.id), by=by, after={"ref": ref, "code": code})


def take_back(draw: Draw, ref: int, *, by: Any) -> None:
    """Let somebody be drawn after all. Raises ``NotInPool``, and by the state."""
    with transaction():
        draw = states.require(draw.id, DrawState.preparing)
        candidate = _candidate(draw, ref)
        before = {"ref": ref, "code": candidate.excluded_code}
        candidate.excluded_code = candidate.excluded_why = None
        audit.record("draw.include", of=("draw", draw.id), by=by, before=before)


def count(draw: Draw) -> dict[str, int]:
    """Return how many people the pool has, and how many of them may not be drawn."""
    query = select(func.count(), func.count(Candidate.excluded_code)).where(Candidate.draw_id == draw.id)
    people, excluded = db.session.execute(query).one()
    return {"people": people, "excluded": excluded}


def copy_people(draw: Draw, made: Draw) -> None:
    """Take the pool of a draw over, inside the caller's transaction."""
    columns = ("ref", "answers", "home", "excluded_code", "excluded_why")
    rows = select(literal(made.id), *(getattr(Candidate, name) for name in columns)).where(Candidate.draw_id == draw.id)
    db.session.execute(insert(Candidate).from_select(["draw_id", *columns], rows, include_defaults=False))


def _candidate(draw: Draw, ref: int) -> Candidate:
    found = db.session.scalar(select(Candidate).where(Candidate.draw_id == draw.id, Candidate.ref == ref))
    if found is None:
        raise NotInPool(number=ref)
    return found


def _require_different(pool: list[PoolRow]) -> None:
    if not pool:
        raise PoolEmpty()
    row_of: dict[int, int] = {}
    for number, row in enumerate(pool, start=1):
        if row.ref in row_of:
            raise PersonTwice(first=row_of[row.ref], second=number)
        row_of[row.ref] = number


def _columns(draw: Draw, row: PoolRow) -> dict[str, Any]:
    why = None if row.excluded_code is None else row.excluded_why or ""
    return {
        "draw_id": draw.id,
        "ref": row.ref,
        "answers": dict(row.answers),
        "home": _home_hash(draw.salt, row.home),
        "excluded_code": row.excluded_code,
        "excluded_why": why,
    }


def _home_hash(salt: bytes, home: str | None) -> str | None:
    """Keep of an address what tells flatmates, and nothing that leads back to it without the salt."""
    key = address_key(home or "")
    return hmac.new(salt, key.encode(), hashlib.sha256).hexdigest() if key else None
