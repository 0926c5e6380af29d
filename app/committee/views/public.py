"""What anyone may see of a committee: its seats against the ordinances, and the scores once screening has closed."""

from flask import render_template

from app.committee.labels import MARKS, STATES
from app.committee.services import bodies, closing, ranking
from app.committee.services.composition import composition
from app.committee.services.finding import cycle_called
from app.committee.views.area import blueprint
from app.core.errors import NotFound
from app.core.permissions import Permission, needs
from app.cycles.models import PhaseKind
from app.cycles.services import phases


@blueprint.get("/cycles/<slug>/committee")
@needs(Permission.anyone)
def show(slug: str) -> str:
    """Seats in force by route and subcommittee, and each rule with its article and numbers."""
    cycle = cycle_called(slug)
    try:
        body = bodies.committee_of(cycle)
    except NotFound:
        return render_template("committee/none.html", cycle=cycle, synthetic=cycle.synthetic)
    seats = bodies.seats_in_force(body)
    return render_template(
        "committee/show.html",
        cycle=cycle,
        body=body,
        seats=seats,
        found=composition(seats, body.seats_at_most),
        parts=bodies.subcommittees(body),
        steering=bodies.steering(seats),
        marks=MARKS,
        states=STATES,
        synthetic=body.synthetic or cycle.synthetic,
    )


@blueprint.get("/cycles/<slug>/screening/scores")
@needs(Permission.anyone)
def scores(slug: str) -> str:
    """The ranked list of each subcommittee with all scores, public after the close."""
    cycle = cycle_called(slug)
    body = bodies.committee_of(cycle)
    phase = phases.phase_of(cycle, PhaseKind.screening)
    try:
        ranking.require_shown(cycle)
    except ranking.ScoresSealed:
        return render_template("committee/sealed.html", cycle=cycle, phase=phase, synthetic=cycle.synthetic)
    parts = bodies.subcommittees(body)
    lists = [(part, ranking.ranked(cycle, part), closing.closed(cycle, part)) for part in parts]
    return render_template(
        "committee/scores.html", cycle=cycle, lists=lists, criteria=cycle.criteria, synthetic=cycle.synthetic
    )
