"""Screening as the secretary sees it: who is missing; after the close the ranked lists and what goes to the vote."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from app.committee.forms import PutToVoteForm
from app.committee.models import Body
from app.committee.services import bodies, closing, ranking, screening
from app.committee.views.area import blueprint, kept
from app.core import clock
from app.core.actor import actor
from app.core.errors import NotFound, RuleError
from app.core.permissions import Permission, needs
from app.cycles.models import Cycle, PhaseKind
from app.cycles.services.finding import CRITERIA, cycle_called
from app.cycles.services.phases import phase_of


@blueprint.get("/office/cycles/<slug>/screening")
@needs(Permission.keep_committee)
def overview(slug: str) -> Response | str:
    """Submitted and missing by member; never a score."""
    cycle = cycle_called(slug)
    try:
        body, parts = bodies.committee_with_parts(cycle)
    except NotFound:
        return redirect(url_for("committee.of_cycle", slug=slug))  # there is nobody yet who could score
    kept(body)
    phase = phase_of(cycle, PhaseKind.screening)
    members, closes = screening.progress(cycle, body), closing.closed_parts(cycle)
    rows = [(part, members.get(part.id, []), closes.get(part.id)) for part in parts]
    over = phase is not None and clock.now() >= phase.closes_at
    return render_template(
        "committee/overview.html", cycle=cycle, body=body, phase=phase, rows=rows, over=over, synthetic=cycle.synthetic
    )


@blueprint.route("/office/cycles/<slug>/screening/<part>", methods=["GET", "POST"])
@needs(Permission.keep_committee)
def put_to_vote(slug: str, part: str) -> Response | str:
    """See the ranked list with its border drawn at n, then decide."""
    cycle = cycle_called(slug, CRITERIA)
    body, parts = bodies.committee_with_parts(cycle)
    kept(body)
    subcommittee = next((one for one in parts if one.slug == part), None) or abort(404)
    rows = ranking.ranked(cycle, subcommittee)
    open_rows = [row for row in rows if row.proposal.status in screening.SCREENED]
    form = PutToVoteForm(
        formdata=request.form if request.method == "POST" else None,
        data={"first": request.args.get("first", type=int), "seen": closing.fingerprint(open_rows)},
    )
    if form.validate_on_submit():
        try:
            closing.put_to_vote(
                cycle,
                subcommittee,
                first=form.first.data,
                seen=form.seen.data or "",
                note=form.note.data or "",
                by=actor(),
            )
            flash(_("%(first)s proposals go to the vote.", first=form.first.data), "success")
            return redirect(url_for("committee.overview", slug=slug))
        except RuleError as error:
            form.refuse(error)
    return _ranked_page(cycle, subcommittee, rows, form)


def _ranked_page(cycle: Cycle, part: Body, rows: list[ranking.Standing], form: PutToVoteForm) -> str:
    return render_template(
        "committee/put_to_vote.html",
        cycle=cycle,
        part=part,
        rows=rows,
        form=form,
        first=form.first.data,
        closed=closing.closed(cycle, part),
        synthetic=cycle.synthetic,
    )
