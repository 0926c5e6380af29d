"""The list by which allowances are paid: who said yes or was there, on how many days each was there, the sum."""

from collections.abc import Iterator

from sqlalchemy import func, select

from app.core.dates import date_of
from app.core.db import db
from app.core.sheets.writing import Value
from app.panels.models import Attendance, Panel, Panelist, PanelistState
from app.panels.services import seating


def rows(panel: Panel) -> Iterator[list[Value]]:
    """Yield number, name, contact, days attended, sum in won, when paid.

    Who was never there gets nothing; who was there and withdrew later is owed as anybody else.
    """
    days = dict(iter(db.session.execute(
        select(Attendance.panelist_id, func.count())
        .join(Panelist, Panelist.id == Attendance.panelist_id)
        .where(Panelist.panel_id == panel.id)
        .group_by(Attendance.panelist_id)
    )))  # fmt: skip
    for one in seating.panelists(panel, PanelistState.accepted, PanelistState.withdrawn):
        if one.state is PanelistState.withdrawn and one.id not in days:
            continue
        sum_won = one.allowance_won if one.allowance_won is not None else panel.allowance_won
        paid = date_of(one.allowance_paid_at).isoformat() if one.allowance_paid_at else None
        attended = days.get(one.id, 0)
        name, contact = one.respondent.name or "", one.respondent.contact or ""
        yield [one.number, name, contact, attended, (sum_won or 0) if attended else 0, paid]
