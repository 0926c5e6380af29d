"""The secretary runs the select stage: what still blocks it, putting the list to the vote, who has not voted, repeating."""

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
from app.polls.services.finding import state_of
from app.selection import services as selection
from app.selection.forms import RepeatForm
from app.selection.models import SelectionPoll
from app.selection.services import membership, preparing
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
    running = last is not None and last.opened_at is not None and last.closed_at is None
    return render_template(
        "selection/office.html",
        cycle=cycle,
        rounds=rounds,
        last=last,
        progress=membership.progress(last, last.vote) if running else None,
        state=state_of(last.vote) if last and last.vote else None,
        obstacles=[sentence_of(obstacle) for obstacle in preparing.obstacles(cycle)] if preparing.is_next(last) else [],
        phase=phase_of(cycle, PhaseKind.selection),
        at=clock.now(),
        form=form,
        synthetic=cycle.synthetic,
    )


@blueprint.post("/office/cycles/<slug>/selection/prepare")
@needs(Permission.run_poll)
def prepare(slug: str) -> Response:
    """Fix the list and the rule, and go on to the poll, where the key is made."""
    poll = selection.prepare(_office_cycle(slug), by=actor())
    flash(_("The list is put to the vote. City and auditor make the key next."), "success")
    return redirect(url_for("polls.desk", slug=poll.vote.slug))


@blueprint.post("/office/cycles/<slug>/selection/repeat")
@needs(Permission.run_poll)
def repeat(slug: str) -> Response | str:
    """Put the list to the vote once more after a round that was void."""
    cycle, form = _office_cycle(slug), RepeatForm()
    if form.validate_on_submit():
        try:
            poll = selection.prepare(cycle, opens_at=form.opens_at.data, closes_at=form.closes_at.data, by=actor())
            flash(_("The vote will be repeated."), "success")
            return redirect(url_for("polls.desk", slug=poll.vote.slug))
        except RuleError as error:
            form.refuse(error)
    return _overview(cycle, polls_of(cycle), form)


@blueprint.post("/office/selections/<slug>/recount")
@needs(Permission.run_poll)
def recount(slug: str) -> Response:
    poll = poll_called(slug)
    if not may(Permission.run_poll, bodies.place_of(poll.body)):
        abort(403)
    found = selection.differences(poll)
    if found:
        flash(_("The recount differs from the record in: %(parts)s.", parts=", ".join(found)), "error")
    else:
        flash(_("The recount gives the very same outcome."), "success")
    return redirect(url_for("selection.overview", slug=poll.cycle.slug))


def _office_cycle(slug: str) -> Cycle:
    cycle = cycle_called(slug)
    if not may(Permission.run_poll, bodies.place_of(bodies.committee_of(cycle))):
        abort(403)
    return cycle
