"""A ballot that is open and not yet cast."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import or_, select

from app.committee.models import Route, Seat
from app.committee.services import bodies
from app.core import clock
from app.core.db import db
from app.core.errors import N_
from app.core.permissions import Permission, allowed
from app.core.tasks import Task, register_source
from app.selection.models import SelectionPoll, SelectionRoll


@register_source
def ballot_open(account: Any) -> Iterable[Task]:
    """Return a line for each poll in which a member can still vote: one query."""
    if not allowed(account.grants_in_force, Permission.select):
        return
    at = clock.now()
    seats = bodies.held(at).where(Seat.account_id == account.id).subquery()
    on_roll = (SelectionRoll.poll_id == SelectionPoll.id) & (SelectionRoll.seat_id == seats.c.id)
    query = (
        select(SelectionPoll, seats.c.route)
        .join(seats, seats.c.body_id == SelectionPoll.body_id)
        .outerjoin(SelectionRoll, on_roll)
        .where(SelectionPoll.opens_at <= at, at < SelectionPoll.closes_at, SelectionPoll.closed_at.is_(None))
        .where(or_(SelectionPoll.opened_at.is_(None), SelectionRoll.voted.is_(False)))
    )
    for poll, route in db.session.execute(query):
        if poll.rule["ex_officio_vote"] or route != Route.ex_officio:
            yield Task(title=N_("Vote on the projects"), url=f"/selections/{poll.slug}/vote", due_at=poll.closes_at)
