"""What the secretary's page of a committee needs to know."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.committee.models import Body, CycleBody, Seat
from app.core.db import db
from app.cycles.models import Cycle, Field


def ended_seats(body: Body) -> Sequence[Seat]:
    """Return the seats that ended before their term, the latest first."""
    query = select(Seat).where(Seat.body_id == body.id, Seat.ended_at.is_not(None)).order_by(Seat.ended_at.desc())
    return db.session.scalars(query.options(joinedload(Seat.account))).all()


def latest_cycle(body: Body) -> Cycle | None:
    """Return the latest cycle that the committee decides."""
    query = select(Cycle).join(CycleBody, CycleBody.cycle_id == Cycle.id).where(CycleBody.body_id == body.id)
    return db.session.scalars(query.order_by(Cycle.budget_year.desc())).first()


def fields_of(body: Body) -> Sequence[Field]:
    """Return the fields of the latest cycle that the committee decides."""
    cycle = latest_cycle(body)
    return cycle.fields if cycle else []
