"""What became of the money: a public page by project and quarter, and the desk of those who report."""

from collections import Counter
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.core import clock
from app.core.actor import actor
from app.core.db import db
from app.core.errors import RuleError
from app.core.files.kinds import PICTURES
from app.core.files.models import File
from app.core.files.reading import register_reader
from app.core.files.store import store_upload
from app.core.permissions import Permission, may, needs
from app.cycles.models import Cycle, Phase, PhaseKind
from app.cycles.services.finding import cycle_called
from app.cycles.services.phases import phase_of
from app.execution.forms import ReportForm, SettleForm
from app.execution.labels import PROGRESS
from app.execution.models import Progress
from app.execution.services import desks, reporting
from app.proposals.models import FileUse, Proposal, ProposalFile
from app.proposals.services.find import with_amounts

blueprint = Blueprint("execution", __name__)


@register_reader
def photos_of_works(file: File, account: Any) -> bool:
    """Photos of finished works are public."""
    photo = select(ProposalFile.file_id).where(ProposalFile.file_id == file.id, ProposalFile.use == FileUse.photo)
    return db.session.scalar(photo.limit(1)) is not None


@blueprint.get("/cycles/<slug>/execution")
@needs(Permission.anyone)
def show(slug: str) -> str:
    """Every project that is carried out, where it stands and what was spent."""
    cycle = cycle_called(slug)
    projects, latest = reporting.carried_out(cycle), reporting.latest_reports(cycle)
    return render_template(
        "execution/show.html", cycle=cycle, projects=projects, latest=latest, labels=PROGRESS,
        granted={project.id: reporting.granted_won(project) for project in projects},
        counts=Counter(report.progress for key, report in latest.items()), photos=photos_by_project(projects),
        phase=phase_of(cycle, PhaseKind.execution), synthetic=cycle.synthetic,
    )  # fmt: skip


def photos_by_project(projects: list[Proposal]) -> dict[int, list[ProposalFile]]:
    """Return the photos of finished works by the proposal's id."""
    query = select(ProposalFile).where(
        ProposalFile.use == FileUse.photo, ProposalFile.proposal_id.in_([project.id for project in projects])
    )
    found: dict[int, list[ProposalFile]] = {}
    for photo in db.session.scalars(query.options(joinedload(ProposalFile.file)).order_by(ProposalFile.file_id)):
        found.setdefault(photo.proposal_id, []).append(photo)
    return found


@blueprint.get("/execution-desk")
@needs(Permission.report_execution)
def desks_of_years() -> str:
    """The cycles whose money is or was being spent."""
    begun = select(Phase.cycle_id).where(Phase.kind == PhaseKind.execution, Phase.opens_at <= clock.now())
    query = select(Cycle).where(Cycle.id.in_(begun)).order_by(Cycle.budget_year.desc())
    return render_template(
        "execution/desks.html", cycles=db.session.scalars(query.options(joinedload(Cycle.place))).all()
    )


@blueprint.get("/execution-desk/<slug>")
@needs(Permission.report_execution)
def desk(slug: str) -> str:
    """The projects that the officer's department carries out."""
    cycle = cycle_called(slug)
    projects = reporting.carried_out(cycle)
    places = desks.places_of(projects)
    mine = [project for project in projects if may(Permission.report_execution, places[project.id])]
    return render_template(
        "execution/desk.html", cycle=cycle, projects=mine, latest=reporting.latest_reports(cycle), labels=PROGRESS
    )


@blueprint.route("/execution-desk/<slug>/<int:number>", methods=["GET", "POST"])
@needs(Permission.report_execution, files=True)
def report(slug: str, number: int) -> Any:
    """Report a quarter of one project."""
    proposal, form = _theirs(slug, number), ReportForm()
    if form.validate_on_submit():
        values = form.values | {"progress": Progress(form.progress.data), "seen": int(form.seen.data or 0)}
        try:
            uploads = [upload for upload in values.pop("photos") or [] if upload and upload.filename]
            photos = [
                store_upload(upload.stream, name=upload.filename, by=actor(), accept=PICTURES) for upload in uploads
            ]
            reporting.report(proposal, **values, photos=photos, by=actor())
            flash(_("The report is in."), "success")
            return redirect(url_for("execution.desk", slug=slug))
        except RuleError as error:
            form.refuse(error)
    return _page(_theirs(slug, number) if form.is_submitted() else proposal, form, SettleForm(formdata=None))


@blueprint.post("/execution-desk/<slug>/<int:number>/settle")
@needs(Permission.report_execution)
def settle(slug: str, number: int) -> Any:
    """Close the account of a finished project."""
    proposal, form = _theirs(slug, number), SettleForm()
    if form.validate_on_submit():
        try:
            reporting.settle(proposal, **form.values, by=actor())
            flash(_("The project is settled."), "success")
            return redirect(url_for("execution.desk", slug=slug))
        except RuleError as error:
            form.refuse(error)
    return _page(_theirs(slug, number), ReportForm(formdata=None), form)


def _page(proposal: Proposal, form: ReportForm, settle_form: SettleForm) -> str:
    reports = reporting.reports_of(proposal)
    if not form.is_submitted():
        today = clock.today()
        form.year.data, form.quarter.data = today.year, (today.month + 2) // 3
    form.seen.data = str(reporting.number_of_reports(proposal))
    return render_template(
        "execution/report.html", proposal=proposal, cycle=proposal.cycle, form=form, settle_form=settle_form,
        reports=reports, labels=PROGRESS, granted=reporting.granted_won(proposal),
    )  # fmt: skip


def _theirs(slug: str, number: int) -> Proposal:
    found = with_amounts(cycle_called(slug), number)
    if not may(Permission.report_execution, desks.places_of([found])[found.id]):
        abort(403)
    return found
