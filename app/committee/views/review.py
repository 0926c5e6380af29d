"""The committee's review: what was said on the proposals of a member's subcommittee, the newest first."""

from flask import render_template

from app.committee.services import bodies, news, screening
from app.committee.services.finding import cycle_called
from app.committee.views.area import blueprint
from app.core import clock
from app.core.actor import actor
from app.core.permissions import Permission, needs
from app.cycles.models import PhaseKind
from app.cycles.services import phases
from app.proposals.models import Status

READ = (Status.received, Status.in_review, *screening.RANKED)


@blueprint.get("/cycles/<slug>/review")
@needs(Permission.score)
def news_of_mine(slug: str) -> str:
    """What is new for my subcommittee."""
    cycle = cycle_called(slug)
    seat = bodies.seat_of(actor(), bodies.committee_of(cycle))
    items = news.under_review(cycle, seat.subcommittee, READ) if seat.subcommittee else []
    phase = phases.phase_of(cycle, PhaseKind.review)
    return render_template(
        "committee/review.html",
        cycle=cycle,
        seat=seat,
        items=items,
        phase=phase,
        is_open=phase is not None and phase.is_open(clock.now()),
        synthetic=cycle.synthetic,
    )
