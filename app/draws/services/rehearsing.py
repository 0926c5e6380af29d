"""A draw of made-up people, made and verified on a timer: whether the whole way still works is known before it counts.

Its seed is fixed, so that nobody can take it for a draw, and it seats nobody.
"""

import datetime as dt
import time

from sqlalchemy import delete, select

from app.core import clock
from app.core.db import db, transaction
from app.draws.models import Rehearsal
from voting.sortition.errors import SortitionError
from voting.sortition.pool import Pool, pool_from_rows
from voting.sortition.preparation import Request, prepare
from voting.sortition.program import SolverFailed
from voting.sortition.targets import Target
from voting.sortition.transcript import prepared_record, transcript
from voting.sortition.verify import verify

PEOPLE, SEATS = 240, 24
SALT = b"rehearsal: no secret at all here"
VALUE = "minhoe rehearsal"
ANNOUNCED = "a fixed text: this is a rehearsal"


def rehearse() -> Rehearsal:
    """Make a test draw, verify its transcript, keep what came of it in place of the last one."""
    began = time.monotonic()
    commitment, fault = _draw()
    made = Rehearsal(
        made_at=clock.now(), verified=fault is None, commitment=commitment, fault=fault,
        milliseconds=round((time.monotonic() - began) * 1000),
    )  # fmt: skip
    with transaction():
        db.session.execute(delete(Rehearsal))
        db.session.add(made)
    return made


def latest() -> Rehearsal | None:
    """Return the last rehearsal, if there was one."""
    return db.session.scalar(select(Rehearsal).order_by(Rehearsal.made_at.desc()))


def health() -> dict[str, object]:
    """Say how long ago a test draw was made and verified; one that failed makes the site not ready."""
    last = latest()
    if last is None:
        return {"ok": True, "rehearsed": None}
    ago = (clock.now() - last.made_at) // dt.timedelta(minutes=1)
    return {"ok": last.verified, "rehearsed": last.made_at.isoformat(), "minutes_ago": ago, "ms": last.milliseconds}


def _draw() -> tuple[str, str | None]:
    try:
        prepared = prepare(_pool(), _targets(), Request(size=SEATS, announced=ANNOUNCED), SALT)
        published = prepared_record(prepared.document, clock.now().isoformat())
        value = {"kind": "value", "value": VALUE}
        record, _outcome = transcript(published, value, drawn_at=clock.now().isoformat(), is_test=True)
        verify(record)
    except (SortitionError, SolverFailed) as wrong:
        return "", str(wrong)
    return prepared.commitment, None


def _pool() -> Pool:
    return pool_from_rows(
        [{"id": f"made-up {i}", "sex": "fm"[i % 2], "age": ("19", "40", "60")[i % 3]} for i in range(PEOPLE)]
    )


def _targets() -> list[Target]:
    half, third = SEATS // 2, SEATS // 3
    sexes = [Target("sex", value, half, half) for value in ("f", "m")]
    return sexes + [Target("age", value, third - 2, third + 2) for value in ("19", "40", "60")]
