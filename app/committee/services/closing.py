"""After screening: the first n of a subcommittee's ranked list go to the vote, the others are told why not."""

from typing import Any

from sqlalchemy import select

from app.committee.models import Body, BodyKind, CycleBody, ScreeningClose
from app.committee.services import bodies, ranking, screening
from app.core import audit, clock
from app.core.db import db, locked, transaction
from app.core.errors import N_, RuleError
from app.cycles.models import Cycle
from app.proposals.models import Proposal, Status
from app.proposals.services import lifecycle, notices
from app.proposals.services.notices import Notice


class AlreadyPutToVote(RuleError):
    code = "already_put_to_vote"
    sentence = N_("What goes to the vote was already decided for this subcommittee.")


class NotThatMany(RuleError):
    code = "not_that_many"
    sentence = N_("The list has %(proposals)s proposals; choose a number from 0 to that.")
    field = "first"


class ListChanged(RuleError):
    code = "list_changed"
    sentence = N_("The ranked list has changed since you looked at it. Please look again before deciding.")


def closed(cycle: Cycle, part: Body) -> ScreeningClose | None:
    """Return the record of a subcommittee's screening being closed, if it was."""
    return db.session.get(ScreeningClose, (cycle.id, part.id))


def fingerprint(rows: list[ranking.Standing]) -> str:
    """Return the order of a ranked list as the form carries it, so that one decides on what was seen."""
    return ",".join(str(row.proposal.number) for row in rows)


def put_to_vote(cycle: Cycle, part: Body, *, first: int, seen: str, note: str = "", by: Any = None) -> ScreeningClose:
    """Put the first n of the ranked list on the ballot; the rest are screened out, with their place as the reason.

    Raises ``ScoresSealed`` before the close of screening, ``AlreadyPutToVote``, ``NotThatMany``, ``ListChanged``.
    """
    cycle_id, part_id = cycle.id, part.id
    with transaction():
        part = locked(Body, part_id)
        cycle = db.session.get_one(Cycle, cycle_id)
        if closed(cycle, part) is not None:
            raise AlreadyPutToVote()
        rows = [row for row in ranking.ranked(cycle, part) if row.proposal.status in screening.SCREENED]
        if not 0 <= first <= len(rows):
            raise NotThatMany(proposals=len(rows))
        if fingerprint(rows) != seen:
            raise ListChanged()
        for row in rows:
            _decide(row, first, len(rows), by)
        record = ScreeningClose(
            cycle_id=cycle_id, body_id=part_id, closed_at=clock.now(), closed_by=by.id if by is not None else None,
            put_to_vote=first, note=note,
        )  # fmt: skip
        db.session.add(record)
        db.session.flush()
        audit.record("screening.close", of=("body", part_id), by=by, after={"first": first, "of": len(rows)}, why=note)
    return record


def _decide(row: ranking.Standing, first: int, of: int, by: Any) -> None:
    proposal = locked(Proposal, row.proposal.id)
    goes = row.place <= first
    why = f"screening: place {row.place} of {of}, the first {first} go to the vote"
    lifecycle.move(proposal, Status.on_ballot if goes else Status.screened_out, by=by, why=why)
    notices.tell(proposal, Notice.status, but=by)


def parts_with_closes(cycle: Cycle) -> list[tuple[Body, ScreeningClose | None]]:
    """Return the subcommittees of a cycle's committee with the record of their close. Raises ``NotFound`` without one."""
    of_part = (ScreeningClose.body_id == Body.id) & (ScreeningClose.cycle_id == CycleBody.cycle_id)
    query = (
        select(Body, ScreeningClose)
        .join(CycleBody, CycleBody.body_id == Body.parent_id)
        .outerjoin(ScreeningClose, of_part)
        .where(CycleBody.cycle_id == cycle.id, Body.kind == BodyKind.subcommittee)
        .order_by(Body.id)
    )
    rows = db.session.execute(query).all()
    if not rows:
        bodies.committee_of(cycle)
    return [(part, close) for part, close in rows]


def closed_parts(cycle: Cycle) -> dict[int, ScreeningClose]:
    """Return the records of all subcommittees whose screening was closed."""
    rows = db.session.scalars(select(ScreeningClose).where(ScreeningClose.cycle_id == cycle.id))
    return {row.body_id: row for row in rows}


def undecided(cycle: Cycle) -> list[Body]:
    """Return the subcommittees whose list was not yet put to the vote and is not empty."""
    waiting = screening.waiting_parts(cycle) - set(closed_parts(cycle))
    return list(db.session.scalars(select(Body).where(Body.id.in_(waiting)).order_by(Body.id))) if waiting else []
