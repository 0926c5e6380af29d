"""Pages of imports: send a file, see what it would do, carry it out, undo it."""

from typing import Any

from flask import Blueprint, Response, abort, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select

from app.core.actor import actor
from app.core.db import db
from app.core.errors import NotFound, RuleError
from app.core.imports import carrying_out, exports, jobs
from app.core.imports.errors import ChangedSinceLooked
from app.core.imports.findings import as_read, shown
from app.core.imports.forms import CarryOutForm, UndoForm, UploadForm
from app.core.imports.kinds import ImportKind, Target, kind_called
from app.core.imports.models import ImportBatch
from app.core.permissions import Permission, may, needs
from app.core.sheets.errors import SheetError
from app.core.sheets.writing import XLSX_TYPE

blueprint = Blueprint("imports", __name__, url_prefix="/office/imports")
TYPES = {"csv": "text/csv; charset=utf-8", "xlsx": XLSX_TYPE}
LISTED = 50


@blueprint.route("")
@needs(Permission.import_rows)
def index() -> str:
    """List the latest imports that the person may see."""
    batches = db.session.scalars(select(ImportBatch).order_by(ImportBatch.id.desc()).limit(LISTED))
    mine = [(batch, kind_called(batch.kind)) for batch in batches if _may(kind_called(batch.kind), batch.cycle_id)]
    return render_template("imports/index.html", batches=mine)


@blueprint.route("/new/<kind>", methods=["GET", "POST"])
@blueprint.route("/new/<kind>/<int:cycle_id>", methods=["GET", "POST"])
@needs(Permission.import_rows, files=True)
def new(kind: str, cycle_id: int | None = None) -> Any:
    """Take a file in and show what it would do."""
    chosen_kind = _allowed(kind_called(kind), cycle_id)
    target, form = Target(cycle_id, actor()), UploadForm()
    if form.is_submitted() and form.validate():
        try:
            name, content = (form.file.data.filename or "", form.file.data.read()) if form.file.data else ("", b"")
            return _looked_at(content, name, chosen_kind, target)
        except SheetError as error:
            form.refuse(error)
    columns = chosen_kind.columns_for(target)
    return render_template("imports/new.html", form=form, kind=chosen_kind, columns=columns, cycle_id=cycle_id)


def _looked_at(content: bytes, name: str, kind: ImportKind, target: Target) -> Response:
    """Lead to the report on a file, or to the job that makes it. Raises a ``SheetError``."""
    if not jobs.is_large_file(content):
        return redirect(url_for("imports.show", batch_id=carrying_out.look_at(content, name, kind, target).id))
    batch = carrying_out.receive(content, name, kind, target)
    back = "/".join(str(part) for part in ("/office/imports/new", kind.code, target.cycle_id) if part is not None)
    return _in_a_job(jobs.LOOK, batch, leads_to=back)


@blueprint.route("/template/<kind>.<form>")
@blueprint.route("/template/<kind>/<int:cycle_id>.<form>")
@needs(Permission.import_rows)
def template(kind: str, form: str, cycle_id: int | None = None) -> Response:
    """Hand out the table to fill in."""
    chosen_kind = _allowed(kind_called(kind), cycle_id)
    return table(exports.template(chosen_kind, Target(cycle_id), _form(form)), f"{kind}-template", form)


@blueprint.route("/export/<kind>.<form>")
@blueprint.route("/export/<kind>/<int:cycle_id>.<form>")
@needs(Permission.import_rows)
def export(kind: str, form: str, cycle_id: int | None = None) -> Response:
    """Hand out what there is, as the same import takes it back."""
    chosen_kind = _allowed(kind_called(kind), cycle_id)
    return table(exports.export(chosen_kind, Target(cycle_id), _form(form)), f"{kind}-{cycle_id or 'all'}", form)


@blueprint.route("/<int:batch_id>")
@needs(Permission.import_rows)
def show(batch_id: int) -> str:
    """Show what a file would do, or what it did."""
    batch = _batch(batch_id)
    return _page(batch, CarryOutForm(), UndoForm())


@blueprint.route("/<int:batch_id>/look", methods=["POST"])
@needs(Permission.import_rows)
def look(batch_id: int) -> Response:
    """Look at a large file once more, as things stand now."""
    return _in_a_job(jobs.LOOK, _batch(batch_id))


@blueprint.route("/<int:batch_id>/carry-out", methods=["POST"])
@needs(Permission.import_rows)
def carry_out(batch_id: int) -> Any:
    batch, form = _batch(batch_id), CarryOutForm()
    if batch.imported_at is None and jobs.is_large(batch):
        return _in_a_job(jobs.CARRY_OUT, batch, mark=form.mark.data or "")
    try:
        done = carrying_out.carry_out(batch.id, mark=form.mark.data or "", by=actor())
    except ChangedSinceLooked as error:
        form.refuse(error)
        return _page(_batch(batch_id), form, UndoForm())
    flash(ngettext("%(num)d row was taken.", "%(num)d rows were taken.", done.rows_taken), "success")
    return redirect(url_for("imports.show", batch_id=batch_id))


@blueprint.route("/<int:batch_id>/undo", methods=["POST"])
@needs(Permission.import_rows)
def undo(batch_id: int) -> Any:
    batch, form = _batch(batch_id), UndoForm()
    if form.validate_on_submit():
        if batch.undone_at is None and jobs.is_large(batch):
            return _in_a_job(jobs.UNDO, batch, why=form.why.data)
        try:
            carrying_out.undo(batch.id, by=actor(), why=form.why.data)
            flash(_("The import was undone."), "success")
            return redirect(url_for("imports.show", batch_id=batch_id))
        except RuleError as error:
            form.refuse(error)
    return _page(_batch(batch_id), CarryOutForm(formdata=None), form)


def table(content: bytes, name: str, form: str) -> Response:
    """Return a table as a download."""
    answer = make_response(content)
    answer.headers["Content-Type"] = TYPES[form]
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return answer


def _in_a_job(kind: str, batch: ImportBatch, **arguments: str) -> Response:
    return redirect(url_for("jobs.show", job_id=jobs.start(kind, batch, by=actor(), **arguments).id))


def _page(batch: ImportBatch, form: CarryOutForm, undo_form: UndoForm) -> str:
    kind, target = kind_called(batch.kind), Target(batch.cycle_id, actor())
    look = _figures(batch, kind, target)
    if not form.errors:
        form.mark.data = look["mark"]
    return render_template(
        "imports/show.html", batch=batch, kind=kind, look=look, large=jobs.is_large(batch),
        form=undo_form if undo_form.errors else form, carry_out_form=form, undo_form=undo_form, as_read=as_read, findings=[shown(finding) for finding in look["left_out"]],
        notes=[shown(note) for note in look["notes"]], columns=kind.columns_for(target),
        done_at=request.script_root + kind.done_at(target) if kind.done_at else None,
    )  # fmt: skip


def _figures(batch: ImportBatch, kind: ImportKind, target: Target) -> dict[str, Any]:
    """Return the report that is kept; of a small file that is not carried out yet, the one that is true now."""
    if batch.imported_at is None and not jobs.is_large(batch):
        return carrying_out.figures_of(carrying_out.report_of(batch, target.by), kind, target)
    return {name: getattr(batch, name) for name in carrying_out.KEPT}


def _batch(batch_id: int) -> ImportBatch:
    batch = db.session.get(ImportBatch, batch_id)
    if batch is None:
        raise NotFound()
    _allowed(kind_called(batch.kind), batch.cycle_id)
    return batch


def _may(kind: ImportKind, cycle_id: int | None) -> bool:
    return may(kind.permission, kind.place(Target(cycle_id)) if kind.place else None)


def _allowed(kind: ImportKind, cycle_id: int | None) -> ImportKind:
    if not _may(kind, cycle_id):
        abort(403)
    return kind


def _form(form: str) -> str:
    if form not in TYPES:
        raise NotFound()
    return form
