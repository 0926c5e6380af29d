"""Large imports are looked at, carried out and undone beside the request; the job's page leads back to the batch.

Its share tells how many rows are read. What follows is one transaction: all of it is there, or nothing.
"""

from contextlib import suppress
from typing import Any

from app.core.actor import account_called
from app.core.imports import carrying_out
from app.core.imports.errors import AlreadyCarriedOut, AlreadyUndone, ChangedSinceLooked, NothingToTake
from app.core.imports.models import ImportBatch
from app.core.imports.report import Tell
from app.core.jobs.models import Job
from app.core.jobs.queue import Progress, job
from app.core.jobs.queue import start as queued
from app.core.sheets.reading import read_grid

LOOK, CARRY_OUT, UNDO = "import.look", "import.carry_out", "import.undo"
ROWS_IN_A_REQUEST = 50
BYTES_IN_A_REQUEST = 100_000  # a workbook of this size may hold a thousand rows, half a second's reading


def is_large(batch: ImportBatch) -> bool:
    """Say whether nobody should wait for it in a request."""
    return batch.looked_at is None or batch.rows_in > ROWS_IN_A_REQUEST


def is_large_file(content: bytes) -> bool:
    """Say whether nobody should wait for the report on a file. Raises a ``SheetError`` for what is no table."""
    return len(content) > BYTES_IN_A_REQUEST or len(read_grid(content).rows) > ROWS_IN_A_REQUEST


def start(kind: str, batch: ImportBatch, *, by: Any, leads_to: str = "", **arguments: str) -> Job:
    """Queue ``LOOK``, ``CARRY_OUT`` (with ``mark``) or ``UNDO`` (with ``why``) of a batch.

    ``leads_to`` is where its page leads if not to the batch: a file that cannot be used leaves none.
    """
    leads_to = leads_to or page_of(batch.id)
    return queued(kind, by=by, leads_to=leads_to, batch_id=batch.id, account_id=by.id, **arguments)


def page_of(batch_id: int) -> str:
    return f"/office/imports/{batch_id}"


@job(LOOK)
def look(progress: Progress, batch_id: int, account_id: int) -> dict[str, str]:
    """Keep the report on a file; a batch that is carried out already needs none."""
    with suppress(AlreadyCarriedOut):
        carrying_out.look_again(batch_id, by=account_called(account_id), tell=_share(progress))
    return {"next": page_of(batch_id)}


@job(CARRY_OUT)
def carry_out(progress: Progress, batch_id: int, account_id: int, mark: str) -> None:
    """Carry a batch out, unless that is done already. Where its report is no longer true, keep the new one."""
    by = account_called(account_id)
    try:
        carrying_out.carry_out(batch_id, mark=mark, by=by, tell=_share(progress))
    except AlreadyCarriedOut:
        return
    except (ChangedSinceLooked, NothingToTake):
        carrying_out.look_again(batch_id, by=by)
        raise


def _share(progress: Progress) -> Tell:
    """Return how the reading tells its share; one step more stands for the writing."""
    return lambda done, rows: progress.at(done, rows + 1)


@job(UNDO)
def undo(progress: Progress, batch_id: int, account_id: int, why: str) -> None:
    """Undo a batch, unless that is done already."""
    try:
        carrying_out.undo(batch_id, by=account_called(account_id), why=why)
    except AlreadyUndone:
        return
