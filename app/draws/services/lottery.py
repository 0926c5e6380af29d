"""The lottery: started once, made by a job, its fingerprint published. Killed in the middle it is made again alike.

The salt is the draw's own and the search has fixed seeds, so that a second run gives the same lottery and the same
fingerprint; nothing is on record before it is whole.
"""

import re
import time
from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from sqlalchemy import select, update

from app.core import audit, clock
from app.core.db import db, done_reading, transaction
from app.core.errors import N_, RuleError
from app.core.jobs import queue
from app.core.jobs.models import Job, JobState
from app.draws.models import Candidate, Draw, DrawState, Relaxation
from app.draws.services import figures, public_value, records, states
from app.draws.services.asked import Asked, asked_of
from voting.sortition.draw import numbered_lists
from voting.sortition.errors import BadInput, Infeasible
from voting.sortition.preparation import NUMBERED, Prepared, prepare
from voting.sortition.progress import Cancelled, Progress, unhurried
from voting.sortition.record import Json, commitment
from voting.sortition.transcript import prepared_record

KIND = "draw-lottery"
STEPS = 100
TELLS_EVERY = 0.5  # seconds
READ, SOUGHT, FOUND = 5, 10, 95  # steps at which the pool is read, the search begins, the lottery is there
_LEFT = re.compile(r"(\S+) of the mass left")  # how the search says what share of the lottery it still has to find
Tell = Callable[[int, int], None]


class NotAnnounced(RuleError):
    code = "not_announced"
    sentence = N_("Announce first which public value will decide, and when and where it will be known.")


class CannotBeMet(RuleError):
    code = "cannot_be_met"
    sentence = N_("The pool cannot meet the targets. The page of the draw says what would help. Nothing was changed.")


def start(draw: Draw, by: Any) -> Job:
    """Queue the job that makes the lottery. A broken job may be started anew.

    Raises ``NotAnnounced``, ``RoundKnown``, and by the state.
    """
    with transaction():
        draw = states.require(draw.id, DrawState.preparing, DrawState.computing)
        if draw.state is DrawState.computing and is_at_work(job_of(draw)):
            raise states.BeingComputed()
        if not draw.announced:
            raise NotAnnounced()
        public_value.require_ahead(draw.source)
        draw.state = DrawState.computing
        job = queue.start(KIND, by=by, leads_to=f"/office/draws/{draw.id}", draw_id=draw.id)
        draw.job_id = job.id
        audit.record("draw.lottery", of=("draw", draw.id), by=by)
    return job


def job_of(draw: Draw) -> Job | None:
    """Return the job that makes, or made, the lottery of a draw."""
    return db.session.get(Job, draw.job_id) if draw.job_id else None


def compute(draw_id: int, tell: Tell) -> None:
    """Make the lottery of a draw that is being computed and commit to it; any other draw is left alone.

    Raises ``CannotBeMet``, ``RoundKnown``; the draw can then be prepared anew.
    """
    tell(0, STEPS)
    draw = db.session.get(Draw, draw_id)
    if draw is None or draw.state is not DrawState.computing:
        return
    asked, decisions = asked_of(draw), [_decision(row) for row in draw.relaxations]
    done_reading()
    tell(READ, STEPS)
    began = time.monotonic()
    try:
        prepared = prepare(asked.pool, asked.targets, asked.request, asked.salt, _progress(draw_id, tell))
        public_value.require_ahead(asked.request.public_source)
    except Cancelled:
        return
    except (BadInput, Infeasible) as wrong:
        _give_back(draw_id, str(wrong))
        raise CannotBeMet() from wrong
    except public_value.RoundKnown as late:
        _give_back(draw_id, late.code)
        raise
    tell(FOUND, STEPS)
    _commit(draw_id, asked, prepared, {**prepared.document, "decisions": decisions}, time.monotonic() - began)


def is_at_work(job: Job | None) -> bool:
    """Say whether a job will still say what came of it."""
    return job is not None and job.state in (JobState.queued, JobState.running)


def _decision(row: Relaxation) -> Json:
    """Return what a person decided, as it stands in the record: who decided is known to the office, by number."""
    bounds = {"before": [row.least_before, row.most_before], "after": [row.least_after, row.most_after]}
    return {"feature": row.feature, "value": row.value, **bounds, "why": row.why, "at": row.decided_at.isoformat()}


def _progress(draw_id: int, tell: Tell) -> Progress:
    at = [SOUGHT]

    def say(message: str) -> None:
        if left := _LEFT.search(message):
            share = 1.0 - min(float(left[1]), 1.0)
            at[0] = max(at[0], SOUGHT + int(share * (FOUND - SOUGHT)))
        tell(at[0], STEPS)

    return unhurried(say, every_s=TELLS_EVERY, is_cancelled=lambda: not _is_computing(draw_id))


def _is_computing(draw_id: int) -> bool:
    state = db.session.scalar(select(Draw.state).where(Draw.id == draw_id))
    done_reading()
    return state is DrawState.computing


def _give_back(draw_id: int, why: str) -> None:
    with transaction():
        draw = states.require(draw_id, DrawState.computing)
        draw.state = DrawState.preparing
        audit.record("draw.cannot_be_met", of=("draw", draw_id), why=why)


def _commit(draw_id: int, asked: Asked, prepared: Prepared, document: Json, seconds: float) -> None:
    """Publish the lottery, unless the draw was given up or another worker was first."""
    chance_of = _chances(prepared, document)
    pseudonym_of = {name: pseudonym for pseudonym, name in prepared.id_of.items()}
    with transaction():
        draw = db.session.get_one(Draw, draw_id, with_for_update=True, populate_existing=True)
        if draw.state is not DrawState.computing:
            return
        draw.state, draw.committed_at, draw.commitment = DrawState.committed, clock.now(), commitment(document)
        draw.figures = figures.of_lottery(prepared, document, asked.code_of, seconds, list(chance_of.values()))
        records.keep(draw, records.PREPARED, prepared_record(document, draw.committed_at.isoformat()))
        rows = [
            # Who can be drawn by no panel (a target of no seat) is told so: a chance of nothing.
            {"id": key, "pseudonym": pseudonym_of.get(name), "chance": float(chance_of.get(name, 0))}
            for name, key in asked.key_of.items()
            if name not in asked.code_of
        ]
        db.session.execute(update(Candidate), rows)
        after = {"commitment": draw.commitment, "min_chance": draw.figures["min_chance"]}
        audit.record("draw.commit", of=("draw", draw_id), after=after)


def _chances(prepared: Prepared, document: Json) -> dict[str, Fraction]:
    """Return everybody's chance in the draw that will really be made: by the weights, or by the numbered panels."""
    if document["rule"] == NUMBERED:
        panels = numbered_lists(document)
        times = Counter(name for panel in panels for name in panel)
        return {own: Fraction(times[name], len(panels)) for name, own in prepared.id_of.items()}
    return {
        prepared.id_of[name]: Fraction(chance)
        for t, chance in zip(document["types"], document["chances"], strict=True)
        for name in t["people"]
    }
