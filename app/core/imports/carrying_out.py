"""Looking at a file, carrying it out all or nothing, undoing it while nothing builds on it."""

import hashlib

from app.core import audit, clock
from app.core.db import db, locked, transaction
from app.core.errors import NotFound
from app.core.imports.errors import (
    AlreadyCarriedOut,
    AlreadyUndone,
    BuiltUpon,
    ChangedSinceLooked,
    NothingToTake,
)
from app.core.imports.kinds import ImportKind, Target, kind_called
from app.core.imports.models import ImportBatch, ImportedRow
from app.core.imports.report import Report, report_on


def look_at(content: bytes, file_name: str, kind: ImportKind, target: Target) -> ImportBatch:
    """Keep a file with its report; nothing of it is applied. Raises a ``SheetError``."""
    with transaction():
        report = report_on(content, kind, target)
        batch = ImportBatch(
            kind=kind.code, cycle_id=target.cycle_id, file_name=file_name[-200:], content=content,
            sha256=hashlib.sha256(content).hexdigest(), looked_at=clock.now(),
            imported_by=target.by.id if target.by is not None else None, **_figures(report),
        )  # fmt: skip
        db.session.add(batch)
        db.session.flush()
    return batch


def report_of(batch: ImportBatch, by: object) -> Report:
    """Read the file of a batch that is not carried out yet once more, as things stand now."""
    if batch.content is None:
        raise AlreadyCarriedOut()
    return report_on(batch.content, kind_called(batch.kind), Target(batch.cycle_id, by))


def carry_out(batch_id: int, *, mark: str, by: object) -> ImportBatch:
    """Apply every row that can be taken, or none. ``mark`` is of the report that was looked at.

    Raises ``ChangedSinceLooked``, ``NothingToTake``, ``AlreadyCarriedOut``, and what a row's service refuses.
    """
    with transaction():
        batch = _locked(batch_id)
        if batch.imported_at is not None:
            raise AlreadyCarriedOut()
        report = report_of(batch, by)
        if not report.taken:
            raise NothingToTake()
        if report.mark != mark:
            raise ChangedSinceLooked()
        kind, target = kind_called(batch.kind), Target(batch.cycle_id, by)
        if kind.begin is not None:
            kind.begin(target)
        for row in report.taken:
            object_type, key = kind.apply(row, target)
            batch.made.append(ImportedRow(row=row.number, object_type=object_type, object_key=str(key)))
        for name, value in _figures(report).items():
            setattr(batch, name, value)
        batch.imported_at, batch.content = clock.now(), None
        batch.imported_by = getattr(by, "id", None)
        after = {"kind": batch.kind, "sha256": batch.sha256, "in": batch.rows_in, "taken": batch.rows_taken}
        audit.record("import.carried_out", of=("import", batch.id), by=by, after=after)
    return batch


def undo(batch_id: int, *, by: object, why: str) -> ImportBatch:
    """Take back all that an import made, last row first, or nothing. Raises ``BuiltUpon`` with the row."""
    with transaction():
        batch = _locked(batch_id)
        if batch.imported_at is None or batch.undone_at is not None:
            raise AlreadyUndone()
        kind = kind_called(batch.kind)
        for made in reversed(batch.made):
            try:
                kind.undo(made.object_key)
            except BuiltUpon as error:
                raise BuiltUpon(row=made.row) from error
        batch.undone_at = clock.now()
        audit.record("import.undone", of=("import", batch.id), by=by, before=batch.rows_taken, after=0, why=why)
    return batch


def _locked(batch_id: int) -> ImportBatch:
    batch = locked(ImportBatch, batch_id)
    if batch is None:
        raise NotFound()
    return batch


def _figures(report: Report) -> dict[str, object]:
    return {
        "rows_in": report.rows_in,
        "rows_taken": len(report.taken),
        "left_out": report.as_json(report.findings),
        "notes": report.as_json(report.notes),
    }
