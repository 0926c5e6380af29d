"""A draw is made for a subject; another attempt only once the one before is given up, with its reason, on record."""

import secrets
from typing import Any

from sqlalchemy import func, select

from app.core import audit, clock
from app.core.db import db, transaction
from app.core.errors import N_, RuleError
from app.draws.models import Draw, DrawState
from app.draws.services import states

SALT_BYTES = 32
MOST_SEATS = 100_000


class AttemptStands(RuleError):
    code = "attempt_stands"
    sentence = N_("Attempt %(attempt)s of this draw still stands. Give it up with a reason before a new one is made.")


class NothingToContinue(RuleError):
    code = "nothing_to_continue"
    sentence = N_("Only a draw that has been made can be continued.")


class SizeWrong(RuleError):
    code = "size_wrong"
    sentence = N_("Give a number of seats from 1 to %(most)s.")
    field = "size"


class ReservesWrong(RuleError):
    code = "reserves_wrong"
    sentence = N_("Give a number of reserves from 0 to %(most)s.")
    field = "reserves"


def make_draw(
    subject: str, subject_id: int, *, title_ko: str, title_en: str, size: int, by: Any, is_test: bool = False,
    continues: Draw | None = None, reserves: int = 0, one_per_home: bool = False, synthetic: bool = False,
) -> Draw:  # fmt: skip
    """Begin an attempt to draw ``size`` people for a subject.

    Raises ``AttemptStands`` while another attempt is neither given up nor continued, ``NothingToContinue``,
    ``SizeWrong``, ``ReservesWrong``.
    """
    _require_numbers(size, reserves)
    continues_id = continues.id if continues is not None else None
    with transaction():
        parent = _require_drawn(continues_id) if continues_id is not None else None
        if not is_test:
            _require_free(subject, subject_id, continues_id)
        draw = Draw(
            subject=subject, subject_id=subject_id, attempt=_attempts(subject, subject_id) + 1, continues_id=continues_id,
            is_test=is_test, title_ko=title_ko, title_en=title_en, size=size, reserves=reserves,
            one_per_home=one_per_home, synthetic=synthetic,
            # The people of a draw that is continued keep their pseudonyms, so that both records can be laid together.
            salt=parent.salt if parent is not None else secrets.token_bytes(SALT_BYTES),
            made_by=getattr(by, "id", None), made_at=clock.now(),
        )  # fmt: skip
        db.session.add(draw)
        db.session.flush()
        after = {
            "subject": subject,
            "subject_id": subject_id,
            "attempt": draw.attempt,
            "size": size,
            "is_test": is_test,
        }
        audit.record("draw.make", of=("draw", draw.id), by=by, after=after)
    return draw


def set_rules(draw: Draw, *, size: int, reserves: int, one_per_home: bool, by: Any) -> None:
    """Change how many are drawn and kept ready, and whether one a home. Raises as ``make_draw``, and by the state."""
    _require_numbers(size, reserves)
    with transaction():
        draw = states.require(draw.id, DrawState.preparing)
        before = _rules(draw)
        draw.size, draw.reserves, draw.one_per_home = size, reserves, one_per_home
        if before != _rules(draw):
            audit.record("draw.rules", of=("draw", draw.id), by=by, before=before, after=_rules(draw))


def _rules(draw: Draw) -> dict[str, Any]:
    return {"size": draw.size, "reserves": draw.reserves, "one_per_home": draw.one_per_home}


def _require_numbers(size: int, reserves: int) -> None:
    if not 1 <= size <= MOST_SEATS:
        raise SizeWrong(most=MOST_SEATS)
    if not 0 <= reserves <= MOST_SEATS:
        raise ReservesWrong(most=MOST_SEATS)


def _require_drawn(draw_id: int) -> Draw:
    draw = db.session.get_one(Draw, draw_id, with_for_update=True)
    if draw.state is not DrawState.drawn:
        raise NothingToContinue()
    return draw


def _require_free(subject: str, subject_id: int, continues_id: int | None) -> None:
    """A subject has one attempt that stands; a draw that continues another is counted with those that continue it."""
    same = Draw.continues_id == continues_id if continues_id is not None else Draw.continues_id.is_(None)
    query = (
        select(Draw.attempt)
        .where(Draw.subject == subject, Draw.subject_id == subject_id, Draw.is_test.is_(False), same)
        .where(Draw.state != DrawState.abandoned)
    )
    standing = db.session.scalar(query)
    if standing is not None:
        raise AttemptStands(attempt=standing)


def _attempts(subject: str, subject_id: int) -> int:
    query = select(func.max(Draw.attempt)).where(Draw.subject == subject, Draw.subject_id == subject_id)
    return db.session.scalar(query) or 0
