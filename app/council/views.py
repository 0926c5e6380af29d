"""The bill, the council's desk, and the public board of what the council changed."""

from typing import Any

from flask import Blueprint, abort, flash, jsonify, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.core.actor import actor
from app.core.db import db
from app.core.errors import NotFound, RuleError
from app.core.files.models import File
from app.core.files.reading import register_reader
from app.core.files.store import store_upload
from app.core.flow_picture import Fate
from app.core.languages import named
from app.core.permissions import Permission, may, needs
from app.council import labels, tables
from app.council.forms import BillForm, ChangeForm, SittingForm
from app.council.models import Sitting
from app.council.services import bill, board, changes, sittings, years
from app.cycles.models import Cycle, PhaseKind
from app.cycles.services.finding import cycle_called
from app.cycles.services.phases import phase_of
from app.cycles.services.scope import place_of
from app.proposals.labels import STAGES
from app.proposals.models import NO_REASON, Proposal, Stage, Status
from app.proposals.services.find import with_amounts

blueprint = Blueprint("council", __name__)
blueprint.add_app_template_global(labels.body_of, "body_of_sitting")
blueprint.add_app_template_global(labels.district_name, "district_name")
blueprint.add_app_template_filter(labels.decider, "decider")
FILTERS = ("field", "type", "district", "fate", "reason")
FATES = (Status.unchanged, Status.partly_cut, Status.zeroed, Status.increased)


@register_reader
def papers_of_sittings(file: File, account: Any) -> bool:
    """What a sitting left on paper is public (operating ordinance, art. 18)."""
    return db.session.scalar(select(Sitting.id).where(Sitting.document_id == file.id).limit(1)) is not None


@blueprint.get("/cycles/<slug>/council")
@needs(Permission.anyone)
def show(slug: str) -> str:
    """What the council changed, and the items behind every number."""
    cycle = cycle_called(slug)
    items, reasons = board.items_of(cycle), board.reasons()
    wanted = {name: value for name in FILTERS if (value := request.args.get(name, ""))}
    stage = request.args.get("stage", "")
    names = {group: labels.names_of(group, items, reasons) for group in (*FILTERS, "stage")}
    shown = board.by_urgency(board.matching(items, wanted, stage))
    if not (wanted or stage or request.args.get("all")):
        shown = [item for item in shown if item.cut_won or item.fate in (Status.increased, Status.left_out)]
    return render_template(
        "council/board.html", cycle=cycle, items=items, shown=shown, names=names, total=board.total("", items),
        sums={group: board.sums_by(items, group) for group in FILTERS}, stages=board.sums_by_stage(items),
        chosen=wanted | ({"stage": stage} if stage else {}), fates=fates(items), sittings=sittings.sittings_of(cycle),
        phase=phase_of(cycle, PhaseKind.council), years=years.years(), NO_REASON=NO_REASON,
        synthetic=_("Amounts and reasons of single projects are made up; the totals were published.")
        if cycle.synthetic else None,
    )  # fmt: skip


def fates(items: list[board.Item]) -> list[Fate]:
    """Return the money by what became of it, for the picture."""
    found = {row.key: row for row in board.sums_by(items, "fate")}
    names = labels.names_of("fate", items, {})
    return [
        Fate(str(fate), names[fate], row.items, row.before_won, row.after_won)
        for fate in FATES
        if (row := found.get(str(fate)))
    ]


@blueprint.get("/cycles/<slug>/council.<form>")
@needs(Permission.anyone)
def download(slug: str, form: str) -> Any:
    """The board as CSV or JSON, with the same filters."""
    wanted = {name: value for name in FILTERS if (value := request.args.get(name, ""))}
    items = board.matching(board.items_of(cycle_called(slug)), wanted, request.args.get("stage", ""))
    if form == "json":
        return jsonify([tables.as_json(item) for item in items])
    if form != "csv":
        raise NotFound()
    answer = make_response(tables.csv_table(items))
    answer.headers["Content-Type"] = "text/csv; charset=utf-8"
    answer.headers["Content-Disposition"] = f'attachment; filename="council-{slug}.csv"'
    return answer


@blueprint.get("/council-desk")
@needs(Permission.record_cut)
def desks() -> str:
    """The cycles whose bill is or was before the council."""
    query = select(Cycle).where(~Cycle.recorded_only).order_by(Cycle.budget_year.desc())
    cycles = [
        cycle
        for cycle in db.session.scalars(query.options(joinedload(Cycle.place), selectinload(Cycle.phases)))
        if may(Permission.record_cut, place_of(cycle))
    ]
    return render_template("council/desks.html", cycles=cycles)


@blueprint.get("/council-desk/<slug>")
@needs(Permission.record_cut)
def desk(slug: str) -> str:
    """One row an item, all stages; what is not entered yet first."""
    cycle = _theirs(slug, Permission.record_cut)
    items = sorted(board.items_of(cycle), key=lambda item: (item.decided, item.proposal.number))
    return render_template(
        "council/desk.html", cycle=cycle, items=items, sittings=sittings.sittings_of(cycle), STAGES=STAGES,
        council_stages=sittings.COUNCIL_STAGES, phase=phase_of(cycle, PhaseKind.council),
        reasons=board.reasons(),
    )  # fmt: skip


@blueprint.route("/council-desk/<slug>/sittings/new", methods=["GET", "POST"])
@needs(Permission.record_cut, files=True)
def new_sitting(slug: str) -> Any:
    cycle, form = _theirs(slug, Permission.record_cut), SittingForm()
    form.stage.choices = [(str(stage), _(STAGES[stage])) for stage in sittings.COUNCIL_STAGES]
    if form.validate_on_submit():
        values = form.values | {"stage": Stage(form.stage.data)}
        upload = values.pop("document")
        try:
            document = store_upload(upload.stream, name=upload.filename, by=actor()) if upload else None
            sittings.hold_sitting(cycle, **values, document=document, by=actor())
            flash(_("The sitting is entered."), "success")
            return redirect(url_for("council.desk", slug=slug))
        except RuleError as error:
            form.refuse(error)
    return render_template("council/sitting.html", cycle=cycle_called(slug), form=form)


@blueprint.route("/council-desk/<slug>/<int:number>", methods=["GET", "POST"])
@needs(Permission.record_cut)
def change(slug: str, number: int) -> Any:
    """Enter what a sitting made of one item."""
    cycle = _theirs(slug, Permission.record_cut)
    proposal, form = with_amounts(cycle, number), ChangeForm()
    held = [sitting for sitting in sittings.sittings_of(cycle) if sitting.stage in sittings.COUNCIL_STAGES]
    form.sitting_id.choices = [
        (held_at.id, f"{_(STAGES[held_at.stage])} · {labels.body_of(held_at)}") for held_at in held
    ]
    form.reason_code.choices = _reason_choices()
    if form.validate_on_submit():
        try:
            changes.record_change(proposal, **form.values, by=actor())
            flash(_("Entered. It stands in the public history now."), "success")
            return redirect(url_for("council.desk", slug=slug))
        except RuleError as error:
            form.refuse(error)
    proposal = with_amounts(cycle_called(slug), number)
    form.seen.data = proposal.amounts[-1].id
    return render_template("council/change.html", cycle=proposal.cycle, proposal=proposal, form=form, held=held)


@blueprint.get("/office/cycles/<slug>/bill")
@needs(Permission.record_bill)
def bill_desk(slug: str) -> str:
    """What was chosen, and whether it goes into the bill."""
    cycle = _theirs(slug, Permission.record_bill)
    chosen = bill.chosen_of(cycle)
    return render_template(
        "council/bill.html", cycle=cycle, chosen=chosen, phase=phase_of(cycle, PhaseKind.bill),
        waiting=sum(proposal.status is Status.selected for proposal in chosen),
    )  # fmt: skip


@blueprint.post("/office/cycles/<slug>/bill/all")
@needs(Permission.record_bill)
def bill_all(slug: str) -> Any:
    count = bill.put_all_in_bill(_theirs(slug, Permission.record_bill), by=actor())
    flash(ngettext("%(num)s project is in the bill now.", "%(num)s projects are in the bill now.", count), "success")
    return redirect(url_for("council.bill_desk", slug=slug))


@blueprint.route("/office/cycles/<slug>/bill/<int:number>", methods=["GET", "POST"])
@needs(Permission.record_bill)
def bill_item(slug: str, number: int) -> Any:
    """Put one chosen project into the bill, or leave it out with a public reason."""
    proposal = with_amounts(_theirs(slug, Permission.record_bill), number)
    form = BillForm()
    form.reason_code.choices = _reason_choices()
    if form.validate_on_submit():
        try:
            _decide_bill(proposal, form)
            flash(_("Entered. It stands in the public history now."), "success")
            return redirect(url_for("council.bill_desk", slug=slug))
        except RuleError as error:
            form.refuse(error)
    proposal = with_amounts(cycle_called(slug), number)
    if not form.is_submitted():
        form.amount_won.data = proposal.amounts[-1].amount_won
    form.seen.data = str(proposal.amounts[-1].id)
    return render_template("council/bill_item.html", cycle=proposal.cycle, proposal=proposal, form=form)


def _decide_bill(proposal: Proposal, form: BillForm) -> None:
    said = {"reason": form.reason.data or "", "seen": int(form.seen.data or 0), "by": actor()}
    if form.into_bill.data == "no":
        bill.leave_out(proposal, reason_code=form.reason_code.data, **said)
    else:
        bill.put_in_bill(proposal, amount_won=form.amount_won.data or proposal.amounts[-1].amount_won, **said)


def _theirs(slug: str, permission: Permission) -> Cycle:
    cycle = cycle_called(slug)
    if not may(permission, place_of(cycle)):
        abort(403)
    return cycle


def _reason_choices() -> list[tuple[str, str]]:
    return [
        ("", _("No reason given")),
        *((code, named(row)) for code, row in board.reasons().items() if code != NO_REASON),
    ]
