"""The secretary runs the select stage: what still blocks it, freeze, open, close, repeat."""

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from app.committee.services import bodies
from app.core import clock
from app.core.actor import actor
from app.core.errors import NotFound, RuleError
from app.core.languages import sentence_of
from app.core.permissions import Permission, may, needs
from app.cycles.models import Cycle, PhaseKind
from app.cycles.services.finding import cycle_called
from app.cycles.services.phases import phase_of
from app.selection import services as selection
from app.selection.forms import RepeatForm
from app.selection.models import SelectionPoll
from app.selection.services import freezing, roll
from app.selection.services.closing import AlreadyClosed
from app.selection.services.finding import poll_called, polls_of
from app.selection.views.area import blueprint


@blueprint.get("/office/cycles/<slug>/selection")
@needs(Permission.run_poll)
def overview(slug: str) -> Response | str:
    try:
        cycle = _office_cycle(slug)
    except NotFound:
        return redirect(url_for("committee.of_cycle", slug=slug))  # there is nobody yet who could vote
    rounds = polls_of(cycle)
    return _overview(cycle, rounds, RepeatForm(formdata=None))


def _overview(cycle: Cycle, rounds: list[SelectionPoll], form: RepeatForm) -> str:
    last = rounds[0] if rounds else None
    return render_template(
        "selection/office.html",
        cycle=cycle,
        rounds=rounds,
        last=last,
        turnout=roll.turnout(last) if last else None,
        missing=roll.not_yet_voted(last) if last and last.opened_at and not last.closed_at else [],
        obstacles=[sentence_of(obstacle) for obstacle in freezing.obstacles(cycle)] if freezing.is_next(last) else [],
        phase=phase_of(cycle, PhaseKind.selection),
        at=clock.now(),
        form=form,
        synthetic=cycle.synthetic,
    )


@blueprint.post("/office/cycles/<slug>/selection/freeze")
@needs(Permission.run_poll)
def freeze(slug: str) -> Response:
    cycle = _office_cycle(slug)
    poll = selection.freeze(cycle, by=actor())
    flash(_("Frozen: options, rule and times. Check %(hash)s.", hash=poll.frozen_hash[:12]), "success")
    return _back(cycle)


@blueprint.post("/office/cycles/<slug>/selection/repeat")
@needs(Permission.run_poll)
def repeat(slug: str) -> Response | str:
    """Freeze a new round after one without quorum."""
    cycle, form = _office_cycle(slug), RepeatForm()
    if form.validate_on_submit():
        try:
            selection.freeze(cycle, opens_at=form.opens_at.data, closes_at=form.closes_at.data, by=actor())
            flash(_("The vote will be repeated."), "success")
            return _back(cycle)
        except RuleError as error:
            form.refuse(error)
    return _overview(cycle, polls_of(cycle), form)


@blueprint.post("/office/selections/<slug>/open")
@needs(Permission.run_poll)
def open_now(slug: str) -> Response:
    poll = _office_poll(slug)
    selection.open_poll(poll, by=actor())
    flash(
        _("The roll is drawn up: %(enrolled)s members may vote.", enrolled=selection.turnout(poll).enrolled), "success"
    )
    return _back(poll.cycle)


@blueprint.post("/office/selections/<slug>/close")
@needs(Permission.run_poll)
def close(slug: str) -> Response:
    """Count at once what the worker counts by itself; whoever comes second finds it counted."""
    poll = _office_poll(slug)
    try:
        selection.close(poll, by=actor())
        flash(_("The vote is counted."), "success")
    except AlreadyClosed as error:
        flash(sentence_of(error))
    return redirect(url_for("selection.result", slug=slug))


@blueprint.post("/office/selections/<slug>/recount")
@needs(Permission.run_poll)
def recount(slug: str) -> Response:
    poll = _office_poll(slug)
    found = selection.differences(poll)
    if found:
        flash(_("The recount differs from the record in: %(parts)s.", parts=", ".join(found)), "error")
    else:
        flash(_("The recount gives the very same outcome."), "success")
    return _back(poll.cycle)


def _back(cycle: Cycle) -> Response:
    return redirect(url_for("selection.overview", slug=cycle.slug))


def _office_cycle(slug: str) -> Cycle:
    cycle = cycle_called(slug)
    if not may(Permission.run_poll, bodies.place_of(bodies.committee_of(cycle))):
        abort(403)
    return cycle


def _office_poll(slug: str) -> SelectionPoll:
    poll = poll_called(slug)
    if not may(Permission.run_poll, bodies.place_of(poll.body)):
        abort(403)
    return poll
