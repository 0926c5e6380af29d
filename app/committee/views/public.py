"""What anyone may see of a committee: its seats against the ordinances, and the scores once screening has closed."""

import datetime as dt

from flask import render_template, request

from app.committee.labels import MARKS
from app.committee.rule_states import STATES
from app.committee.services import bodies, closing, meetings, ranking
from app.committee.services.composition import composition
from app.committee.views.area import blueprint
from app.core import clock
from app.core.errors import NotFound
from app.core.paging import one_page
from app.core.permissions import Permission, needs
from app.cycles.models import Cycle, PhaseKind
from app.cycles.services.finding import CRITERIA, cycle_called
from app.cycles.services.phases import phase_of

MATRIX = 50  # proposals on one page of the score matrix


@blueprint.get("/cycles/<slug>/committee")
@needs(Permission.anyone)
def show(slug: str) -> str:
    """Seats in force by route and subcommittee, and each rule with its article and numbers."""
    cycle = cycle_called(slug)
    try:
        body = bodies.committee_of(cycle)
    except NotFound:
        return render_template("committee/none.html", cycle=cycle, synthetic=cycle.synthetic)
    at = decided_at(cycle)
    seats = bodies.seats_in_force(body, at)
    return render_template(
        "committee/show.html",
        cycle=cycle,
        body=body,
        seats=seats,
        as_of=at if at < clock.now() else None,
        found=composition(seats, body.seats_at_most),
        parts=bodies.subcommittees(body),
        meetings=meetings.meetings_of(body),
        needed=meetings.quorum_of,
        due_at=meetings.due_at,
        now=clock.now(),
        steering=bodies.steering(seats),
        marks=MARKS,
        states=STATES,
        synthetic=body.synthetic or cycle.synthetic,
    )


def decided_at(cycle: Cycle) -> dt.datetime:
    """Return the instant of which the page speaks: now, or for a past cycle the end of its selection."""
    selection = phase_of(cycle, PhaseKind.selection)
    return min(clock.now(), selection.closes_at) if selection else clock.now()


@blueprint.get("/cycles/<slug>/screening/scores")
@needs(Permission.anyone)
def scores(slug: str) -> str:
    """The ranked list of a subcommittee with all scores, public after the close."""
    cycle = cycle_called(slug, CRITERIA)
    parts = closing.parts_with_closes(cycle)
    phase = phase_of(cycle, PhaseKind.screening)
    try:
        ranking.require_shown(cycle)
    except ranking.ScoresSealed:
        return render_template("committee/sealed.html", cycle=cycle, phase=phase, synthetic=cycle.synthetic)
    wanted = (row for row in parts if row[0].slug == request.args.get("part"))
    part, closed = next(wanted, parts[0] if parts else (None, None))
    rows = ranking.ranked(cycle, part) if part else []
    cut = one_page(rows, MATRIX)
    return render_template(
        "committee/scores.html",
        cycle=cycle,
        parts=[part for part, _closed in parts],
        part=part,
        rows=rows,
        cut=cut,
        means_of=ranking.means_by_criterion(cut.rows),
        closed=closed,
        criteria=cycle.criteria,
        synthetic=cycle.synthetic,
    )
