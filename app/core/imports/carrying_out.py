"""Looking at a file, carrying it out all or nothing, undoing it while nothing builds on it."""

import hashlib
from collections.abc import Mapping, Sequence

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
from app.core.imports.findings import sample
from app.core.imports.kinds import ImportKind, Made, Row, Target, kind_called
from app.core.imports.models import ImportBatch, ImportedRow
from app.core.imports.report import Report, Tell, report_on, tell_nobody
from app.core.imports.unchanged import unchanged
from app.core.sheets.errors import SheetError

KEPT = ("rows_in", "rows_taken", "rows_unchanged", "left_out", "notes", "sample", "mark")  # of a report
SAMPLED = 10  # rows that are shown before they are taken


def look_at(content: bytes, file_name: str, kind: ImportKind, target: Target) -> ImportBatch:
    """Keep a file with its report; nothing of it is applied. Raises a ``SheetError``."""
    figures = figures_of(report_on(content, kind, target), kind, target)
    return _keep(content, file_name, kind, target, looked_at=clock.now(), **figures)


def receive(content: bytes, file_name: str, kind: ImportKind, target: Target) -> ImportBatch:
    """Keep a file that is looked at later, by ``look_again``."""
    return _keep(content, file_name, kind, target, rows_in=0, rows_taken=0, left_out=[])


def _keep(content: bytes, file_name: str, kind: ImportKind, target: Target, **figures: object) -> ImportBatch:
    with transaction():
        batch = ImportBatch(
            kind=kind.code, cycle_id=target.cycle_id, file_name=file_name[-200:], content=content,
            sha256=hashlib.sha256(content).hexdigest(),
            imported_by=target.by.id if target.by is not None else None, **figures,
        )  # fmt: skip
        db.session.add(batch)
        db.session.flush()
    return batch


def look_again(batch_id: int, *, by: object, tell: Tell = tell_nobody) -> None:
    """Keep the report on a file as things stand now. A file that cannot be used is not kept: its ``SheetError``."""
    batch = _batch(batch_id)
    kind, target = kind_called(batch.kind), Target(batch.cycle_id, by)
    try:
        report = report_of(batch, by, tell)
    except SheetError:
        with transaction():
            db.session.delete(_locked(batch_id))
        raise
    figures = figures_of(report, kind, target)
    with transaction():
        _note(_unfinished(batch_id), figures | {"looked_at": clock.now()})


def report_of(batch: ImportBatch, by: object, tell: Tell = tell_nobody) -> Report:
    """Read the file of a batch that is not carried out yet once more, as things stand now."""
    if batch.content is None:
        raise AlreadyCarriedOut()
    return report_on(batch.content, kind_called(batch.kind), Target(batch.cycle_id, by), tell)


def carry_out(batch_id: int, *, mark: str, by: object, tell: Tell = tell_nobody) -> ImportBatch:
    """Apply every row that can be taken, or none. ``mark`` is of the report that was looked at.

    The file is read before the transaction, which asks again only what another may have changed meanwhile.
    Raises ``ChangedSinceLooked``, ``NothingToTake``, ``AlreadyCarriedOut``, and what a row's service refuses.
    """
    batch = _batch(batch_id)
    kind, target = kind_called(batch.kind), Target(batch.cycle_id, by)
    report = report_of(batch, by, tell)
    if not report.taken:
        raise NothingToTake()
    if report.mark != mark:
        raise ChangedSinceLooked()
    figures = figures_of(report, kind, target)
    with transaction():
        batch = _unfinished(batch_id)
        made = _apply(kind, report.taken, target)
        batch.made = [
            ImportedRow(row=row.number, object_type=object_type, object_key=str(key))
            for row, (object_type, key) in zip(report.taken, made, strict=True)
        ]
        _note(batch, figures | {"sample": [], "content": None, "imported_at": clock.now()})
        batch.imported_by = getattr(by, "id", None)
        after = {"kind": batch.kind, "sha256": batch.sha256, "in": batch.rows_in, "taken": batch.rows_taken}
        audit.record("import.carried_out", of=("import", batch.id), by=by, after=after)
    return batch


def _apply(kind: ImportKind, rows: Sequence[Row], target: Target) -> Sequence[Made]:
    """Write the rows, unless another has changed meanwhile what they touch: ``ChangedSinceLooked``."""
    if kind.begin is not None:
        kind.begin(rows, target)
    if unchanged(rows, kind, target) or any(True for _ in kind.check(rows, target)):
        raise ChangedSinceLooked()
    if kind.apply_all is not None:
        return kind.apply_all(rows, target)
    return [kind.apply(row, target) for row in rows]


def undo(batch_id: int, *, by: object, why: str) -> ImportBatch:
    """Take back all that an import made, last row first, or nothing. Raises ``BuiltUpon`` with the row."""
    with transaction():
        batch = _locked(batch_id)
        if batch.imported_at is None or batch.undone_at is not None:
            raise AlreadyUndone()
        _take_back(kind_called(batch.kind), list(reversed(batch.made)))
        batch.undone_at = clock.now()
        audit.record("import.undone", of=("import", batch.id), by=by, before=batch.rows_taken, after=0, why=why)
    return batch


def _take_back(kind: ImportKind, made: Sequence[ImportedRow]) -> None:
    rows, key = {one.object_key: one.row for one in made}, ""
    try:
        if kind.undo_all is not None:
            kind.undo_all(list(rows))
            return
        for key in rows:
            kind.undo(key)
    except BuiltUpon as error:
        raise BuiltUpon(row=rows[str(error.params.get("key", key))]) from error


def _batch(batch_id: int) -> ImportBatch:
    batch = db.session.get(ImportBatch, batch_id)
    if batch is None:
        raise NotFound()
    return batch


def _unfinished(batch_id: int) -> ImportBatch:
    batch = _locked(batch_id)
    if batch.imported_at is not None:
        raise AlreadyCarriedOut()
    return batch


def _locked(batch_id: int) -> ImportBatch:
    batch = locked(ImportBatch, batch_id)
    if batch is None:
        raise NotFound()
    return batch


def _note(batch: ImportBatch, figures: Mapping[str, object]) -> None:
    for name, value in figures.items():
        setattr(batch, name, value)


def figures_of(report: Report, kind: ImportKind, target: Target) -> dict[str, object]:
    """Return what a batch keeps of a report, by its columns."""
    return {
        "rows_in": report.rows_in,
        "rows_taken": len(report.taken),
        "rows_unchanged": len(report.unchanged),
        "left_out": report.as_json(report.findings),
        "notes": report.as_json(report.notes),
        "sample": sample(report.taken[:SAMPLED], kind.columns_for(target)),
        "mark": report.mark,
    }
