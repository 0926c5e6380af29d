"""Assemblies for everybody: all years, and one year from its policies to what became of them."""

from flask import Response, render_template
from flask_babel import gettext as _

from app.assembly.services import agenda, agreeing, answers, finding, funnel, stage_polls
from app.assembly.views.area import CALENDAR, blueprint, handed_out
from app.core import clock
from app.core.languages import chosen
from app.core.permissions import Permission, needs


@blueprint.get("/assemblies")
@needs(Permission.anyone)
def index() -> str:
    """List the assemblies with how many policies each has."""
    rows = finding.with_policies()
    return render_template("assembly/index.html", rows=rows, synthetic=any(row[0].synthetic for row in rows))


@blueprint.get("/assemblies/<int:year>")
@needs(Permission.anyone)
def show(year: int) -> str:
    """Show a year: the funnel, what came out of it, the answers, the agreement."""
    assembly = finding.assembly_of(year)
    found = funnel.funnel_of(assembly)
    return render_template(
        "assembly/show.html", assembly=assembly, funnel=found, poll=stage_polls.seen_by_all(found.polls), answers=answers.counts(assembly),
        filing=assembly.files_from <= clock.now() < assembly.files_until, agreement=agreeing.of(assembly), synthetic=assembly.synthetic,
    )  # fmt: skip


@blueprint.get("/assemblies/<int:year>/stages/<int:position>")
@needs(Permission.anyone)
def show_stage(year: int, position: int) -> str:
    """Show a stage: who takes part, how it is counted, and once it is closed every policy's votes."""
    assembly = finding.assembly_of(year)
    stage = finding.stage_at(assembly, position)
    poll = stage_polls.seen_by_all([stage.poll_slug] if stage.poll_slug else [])
    return render_template(
        "assembly/stage.html",
        assembly=assembly,
        stage=stage,
        poll=poll,
        synthetic=assembly.synthetic or stage.synthetic,
    )


@blueprint.get("/assemblies/<int:year>/agenda.ics")
@needs(Permission.anyone)
def agenda_ics(year: int) -> Response:
    """Hand the agenda of the day out for a calendar."""
    assembly = finding.assembly_of(year)
    content = agenda.calendar(assembly, language=chosen(), name=_("Citizens' assembly"))
    return handed_out(content, CALENDAR, f"assembly-{year}.ics")
