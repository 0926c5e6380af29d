"""What a member still has to score."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.orm import joinedload

from app.committee.models import Body, BodyField, CycleBody, Interest, Meeting, ScoreSheet, Seat
from app.committee.services import bodies, meetings, recusal, screening
from app.core import clock
from app.core.db import db
from app.core.errors import N_
from app.core.languages import named
from app.core.permissions import Permission, allowed
from app.core.tasks import Task, register_source
from app.cycles.models import Cycle, Phase, PhaseKind
from app.proposals.models import Proposal, Version


@register_source
def scores_missing(account: Any) -> Iterable[Task]:
    """Return a line for each open screening in which the member has proposals without a score."""
    if not allowed(account.grants_in_force, Permission.score):
        return
    at = clock.now()
    found = (
        bodies.held(at)
        .where(Seat.account_id == account.id, Seat.subcommittee_id.is_not(None))
        .join(CycleBody, CycleBody.body_id == Seat.body_id)
        .join(Cycle, Cycle.id == CycleBody.cycle_id)
        .join(Phase, Phase.cycle_id == Cycle.id)
        .where(Phase.kind == PhaseKind.screening, Phase.opens_at <= at, at < Phase.closes_at)
        .options(joinedload(Seat.subcommittee))
        .add_columns(Cycle, Phase, _missing(account.id))
    )
    for seat, cycle, phase, left in db.session.execute(found):
        if left:
            yield Task(
                title=N_("Give scores"),
                url=f"/cycles/{cycle.slug}/screening",
                of=named(seat.subcommittee),
                due_at=phase.closes_at,
                left=left,
            )


@register_source
def minutes_due(account: Any) -> Iterable[Task]:
    """Return a line for each meeting whose minutes are not online yet (operating ordinance, art. 18)."""
    if not allowed(account.grants_in_force, Permission.keep_committee):
        return
    query = select(Meeting).where(Meeting.held_at <= clock.now(), Meeting.published_at.is_(None))
    whole = joinedload(Meeting.body).joinedload(Body.parent)
    for meeting in db.session.scalars(query.order_by(Meeting.held_at).options(whole)):
        body = meeting.body.parent or meeting.body
        if allowed(account.grants_in_force, Permission.keep_committee, bodies.place_of(body)):
            address = f"/office/committees/{body.slug}/meetings"
            yield Task(N_("Publish the minutes"), address, of=named(meeting.body), due_at=meetings.due_at(meeting))


def _missing(account_id: int) -> ScalarSelect[int]:
    """Return a query of how many proposals of a seat and a cycle, those of the query around it, have no score."""
    done = select(ScoreSheet.proposal_id).where(ScoreSheet.seat_id == Seat.id).correlate(Seat)
    declared = select(Interest.proposal_id).where(Interest.seat_id == Seat.id).correlate(Seat)
    return (
        select(func.count(Proposal.id))
        .join(Version, Version.id == Proposal.current_id)
        .join(BodyField, BodyField.field_id == Version.field_id)
        .where(BodyField.body_id == Seat.subcommittee_id, Proposal.cycle_id == Cycle.id)
        .where(Proposal.status.in_(screening.SCREENED), Proposal.id.not_in(done), Proposal.id.not_in(declared))
        .where(Proposal.id.not_in(recusal.proposed_by(account_id)))
        .correlate(Seat, Cycle)
        .scalar_subquery()
    )
