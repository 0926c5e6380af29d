"""How often each member came: two absences a year may be neglect of duty (Buk-gu ordinance, art. 12)."""

from dataclasses import dataclass

from sqlalchemy import func, select

from app.committee.models import Attendance, Body, Seat
from app.core.db import db


@dataclass(frozen=True)
class Came:
    """Of the meetings at which the member was enrolled."""

    present: int
    meetings: int


def counted(body: Body) -> dict[int, Came]:
    """Return by seat how often a member of the committee came, to its meetings and its subcommittees'."""
    query = (
        select(Attendance.seat_id, func.count().filter(Attendance.present), func.count())
        .join(Seat, Seat.id == Attendance.seat_id)
        .where(Seat.body_id == body.id)
        .group_by(Attendance.seat_id)
    )
    return {seat_id: Came(present, meetings) for seat_id, present, meetings in db.session.execute(query)}
