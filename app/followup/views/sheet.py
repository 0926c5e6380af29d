"""Answers in a table: hand it out, take it back, show line by line what it would do, then give all of it or nothing."""

from typing import Any

from flask import Response, flash, make_response, redirect, url_for
from flask_babel import ngettext

from app.core.actor import actor
from app.core.db import db
from app.core.errors import NotFound
from app.core.imports import carrying_out, exports
from app.core.imports.errors import ChangedSinceLooked
from app.core.imports.findings import as_read, shown
from app.core.imports.kinds import Target
from app.core.imports.models import ImportBatch
from app.core.permissions import Permission, needs
from app.core.sheets.errors import SheetError
from app.core.sheets.reading import read_grid
from app.core.sheets.writing import XLSX_TYPE
from app.followup.errors import SheetTooLong
from app.followup.forms import CarryOutForm, SheetForm
from app.followup.services.imports import SHEET
from app.followup.views.area import blueprint, page

TYPES = {"csv": "text/csv; charset=utf-8", "xlsx": XLSX_TYPE}
MOST_ROWS = 500  # a few seconds' work, in one transaction


@blueprint.route("/desk/matters/sheet", methods=["GET", "POST"])
@needs(Permission.answer_matter, files=True)
def sheet() -> Any:
    """Take a table in and show what it would do."""
    form = SheetForm()
    if form.is_submitted() and form.validate():
        name, content = (form.file.data.filename or "", form.file.data.read()) if form.file.data else ("", b"")
        try:
            if len(read_grid(content).rows) > MOST_ROWS:
                raise SheetTooLong(most=MOST_ROWS)
            batch = carrying_out.look_at(content, name, SHEET, _target())
            return redirect(url_for("followup.look", batch_id=batch.id))
        except (SheetError, SheetTooLong) as error:
            form.refuse(error)
    return page("sheet.html", form=form, columns=SHEET.columns_for(_target()))


@blueprint.get("/desk/matters/answers.<form>")
@needs(Permission.answer_matter)
def sheet_out(form: str) -> Response:
    """Hand out what lies with the officer, as the same page takes it back."""
    if form not in TYPES:
        raise NotFound()
    answer = make_response(exports.export(SHEET, _target(), form))
    answer.headers["Content-Type"] = TYPES[form]
    answer.headers["Content-Disposition"] = f'attachment; filename="matters.{form}"'
    return answer


@blueprint.get("/desk/matters/sheet/<int:batch_id>")
@needs(Permission.answer_matter)
def look(batch_id: int) -> str:
    """Show what a table would do, or what it did."""
    return _look_page(_batch(batch_id), CarryOutForm())


@blueprint.post("/desk/matters/sheet/<int:batch_id>")
@needs(Permission.answer_matter)
def carry_out(batch_id: int) -> Any:
    """Give every answer of the table that can be given."""
    batch, form = _batch(batch_id), CarryOutForm()
    try:
        given = carrying_out.carry_out(batch.id, mark=form.mark.data or "", by=actor())
    except ChangedSinceLooked as error:
        form.refuse(error)
        return _look_page(_batch(batch_id), form)
    said = ngettext("%(num)d matter was answered.", "%(num)d matters were answered.", given.rows_taken)
    flash(said, "success")
    return redirect(url_for("followup.look", batch_id=batch_id))


def _look_page(batch: ImportBatch, form: CarryOutForm) -> str:
    report = {name: getattr(batch, name) for name in carrying_out.KEPT}
    if batch.imported_at is None:
        report = carrying_out.figures_of(carrying_out.report_of(batch, actor()), SHEET, _target())
    if not form.errors:
        form.mark.data = report["mark"]
    return page(
        "sheet_look.html", batch=batch, look=report, form=form, as_read=as_read, columns=SHEET.columns_for(_target()),
        findings=[shown(finding) for finding in report["left_out"]], notes=[shown(note) for note in report["notes"]],
    )  # fmt: skip


def _batch(batch_id: int) -> ImportBatch:
    """Return a table that this officer sent; nobody sees another's."""
    batch = db.session.get(ImportBatch, batch_id)
    if batch is None or batch.kind != SHEET.code or batch.imported_by != actor().id:
        raise NotFound()
    return batch


def _target() -> Target:
    return Target(None, actor())
