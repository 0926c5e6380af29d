"""What is known of a person who applied for a seat or held one."""

from typing import Any

from sqlalchemy import select, update

from app.committee.models import Application, Attendance, Meeting, Seat
from app.core import personal_data
from app.core.db import db


def export(account: Any) -> dict[str, Any]:
    """Return applications and seats of the account, as JSON."""
    applied = select(Application).where(Application.account_id == account.id).order_by(Application.id)
    held = select(Seat).where(Seat.account_id == account.id).order_by(Seat.id)
    came = select(Meeting.held_at, Attendance.present).join(Attendance).join(Seat, Seat.id == Attendance.seat_id)
    came = came.where(Seat.account_id == account.id).order_by(Meeting.held_at)
    return {
        "meetings": [{"held_at": at.isoformat(), "present": present} for at, present in db.session.execute(came)],
        "applications": [_told(row) | {"number": row.number} for row in db.session.scalars(applied)],
        "seats": [
            _told(row) | {"from": row.from_at.isoformat(), "until": row.until_at.isoformat()}
            for row in db.session.scalars(held)
        ],
    }


def erase(account: Any) -> None:
    """Cut applications off from the person; a seat stays, since what the committee decided stands on it."""
    db.session.execute(update(Application).where(Application.account_id == account.id).values(account_id=None))


def _told(row: Application | Seat) -> dict[str, Any]:
    names = ("sex", "birth_band", "district_code", "disadvantaged")
    return {"body": row.body_id, **{name: getattr(row, name) for name in names}}


personal_data.register("committee", export=export, erase=erase)
