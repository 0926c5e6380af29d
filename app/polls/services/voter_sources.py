"""Whom a list of voters can be taken from: those with a seat in a body, and what other areas register."""

from collections.abc import Sequence

from sqlalchemy import select

from app.committee.models import Body, BodyKind, Seat
from app.committee.services import bodies
from app.core import clock
from app.core.db import db
from app.core.errors import N_
from app.core.languages import named
from app.polls.services.sources import Source, Sources

WHOSE = {
    BodyKind.committee: N_("Members of %(of)s"),
    BodyKind.subcommittee: N_("Members of the subcommittee %(of)s"),
    BodyKind.steering_committee: N_("Members of %(of)s"),
}
voter_sources: Sources[int] = Sources()  # of numbers of accounts


def _bodies() -> list[tuple[str, str, str]]:
    found = db.session.scalars(select(Body).order_by(Body.id))
    return [(body.slug, WHOSE[body.kind], named(body)) for body in found]


def _members(slug: str) -> Sequence[int]:
    """Return who has a seat in a committee, a subcommittee or its steering committee now."""
    body = db.session.scalars(select(Body).where(Body.slug == slug)).one()
    if body.kind is BodyKind.steering_committee:
        return [seat.account_id for seat in bodies.steering(bodies.seats_in_force(body.parent or body))]
    seats = bodies.held(clock.now())
    if body.kind is BodyKind.committee:
        seats = seats.where(Seat.body_id == body.id)
    else:
        seats = seats.where(Seat.subcommittee_id == body.id)
    return db.session.scalars(seats.with_only_columns(Seat.account_id).order_by(Seat.id)).all()


voter_sources.register("body", Source(_bodies, _members))
