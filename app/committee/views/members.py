"""Screening as a member sees it: the list, the score page, stepping aside."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from app.committee.forms import AsideForm, ScoreForm, score_form
from app.committee.models import ScoreSheet
from app.committee.services import facts, recusal, screening
from app.committee.views.area import blueprint
from app.core import clock
from app.core.actor import actor
from app.core.errors import EditedByAnother, RuleError
from app.core.permissions import Permission, needs
from app.cycles.models import PhaseKind
from app.cycles.services.finding import CRITERIA, cycle_called
from app.cycles.services.phases import phase_of


@blueprint.get("/cycles/<slug>/screening")
@needs(Permission.score)
def queue(slug: str) -> str:
    """내 분과: what is done and missing."""
    cycle = cycle_called(slug)
    mine = screening.queue_of(actor(), cycle)
    phase = phase_of(cycle, PhaseKind.screening)
    return render_template(
        "committee/queue.html",
        cycle=cycle,
        queue=mine,
        phase=phase,
        is_open=phase is not None and phase.is_open(clock.now()),
        wanted=request.args.get("show", ""),
        synthetic=cycle.synthetic,
    )


@blueprint.route("/cycles/<slug>/screening/<int:number>", methods=["GET", "POST"])
@needs(Permission.score)
def score(slug: str, number: int) -> Response | str:
    """Score one proposal; who proposed it is nowhere on this page."""
    cycle = cycle_called(slug, CRITERIA)
    mine = screening.queue_of(actor(), cycle)
    line = mine.line(number)
    sheet = screening.sheet_of(mine.seat, line.proposal)
    form = score_form(cycle.criteria)(data=_typed_before(sheet))
    if form.validate_on_submit():
        try:
            screening.submit_scores(
                line.proposal,
                given=form.given,
                opinion=form.opinion.data or "",
                revision=form.seen_revision,
                by=actor(),
            )
            return _next(slug, number)
        except EditedByAnother as error:
            form.refuse(error)
            sheet = screening.sheet_of(mine.seat, line.proposal)
            form.revision.data = sheet.revision if sheet else ""
        except RuleError as error:
            form.refuse(error)
    return _score_page(cycle, mine, line, form, sheet)


def _typed_before(sheet: ScoreSheet | None) -> dict[str, Any]:
    if sheet is None:
        return {}
    return {
        "opinion": sheet.opinion,
        "revision": sheet.revision,
        **{f"criterion-{row.criterion_id}": row.given for row in sheet.points},
    }


def _next(slug: str, number: int) -> Response:
    mine = screening.queue_of(actor(), cycle_called(slug))
    following = mine.next_after(number)
    flash(_("Scores of no. %(number)s are in. They can be changed until the close.", number=f"{number:04}"), "success")
    if following is None:
        return redirect(url_for("committee.queue", slug=slug))
    return redirect(url_for("committee.score", slug=slug, number=following.proposal.number))


def _score_page(
    cycle: Any, mine: screening.Queue, line: screening.Line, form: ScoreForm, sheet: ScoreSheet | None
) -> str:
    phase = phase_of(cycle, PhaseKind.screening)
    return render_template(
        "committee/score.html",
        cycle=cycle,
        queue=mine,
        line=line,
        place=mine.place_of(line),
        facts=facts.of(line.proposal),
        form=form,
        sheet=sheet,
        phase=phase,
        is_open=phase is not None and phase.is_open(clock.now()) and line.proposal.status in screening.SCREENED,
        whole=sum(criterion.weight for criterion in cycle.criteria),
        synthetic=cycle.synthetic,
    )


@blueprint.route("/cycles/<slug>/screening/<int:number>/aside", methods=["GET", "POST"])
@needs(Permission.score)
def aside(slug: str, number: int) -> Response | str:
    """Declare an interest: say which, then step aside."""
    cycle = cycle_called(slug)
    line = screening.queue_of(actor(), cycle).line(number)
    form = AsideForm()
    if form.validate_on_submit():
        try:
            recusal.step_aside(line.proposal, kind=form.kind.data, note=form.note.data or "", by=actor())
            flash(_("You have stepped aside. You stay a member and count for the quorum."), "success")
            return redirect(url_for("committee.score", slug=slug, number=number))
        except RuleError as error:
            form.refuse(error)
    return render_template("committee/aside.html", cycle=cycle, line=line, form=form, synthetic=cycle.synthetic)
