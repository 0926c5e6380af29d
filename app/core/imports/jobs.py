"""Large imports are carried out and undone beside the request; the job's page leads back to the batch.

A job of imports is one transaction, so it has no share to tell: all of it is there, or nothing.
"""

from typing import Any

from app.core.actor import account_called
from app.core.imports import carrying_out
from app.core.imports.errors import AlreadyCarriedOut, AlreadyUndone
from app.core.imports.models import ImportBatch
from app.core.jobs.models import Job
from app.core.jobs.queue import Progress, job
from app.core.jobs.queue import start as queued

CARRY_OUT, UNDO = "import.carry_out", "import.undo"
ROWS_IN_A_REQUEST = 50  # a second: a proposal takes 17 ms to take in or back on SQLite, 632 of them 11 s


def is_large(batch: ImportBatch) -> bool:
    """Say whether nobody should wait for it in a request."""
    return batch.rows_in > ROWS_IN_A_REQUEST


def start(kind: str, batch: ImportBatch, *, by: Any, **arguments: str) -> Job:
    """Queue ``CARRY_OUT`` (with ``mark``) or ``UNDO`` (with ``why``) of a batch."""
    leads_to = f"/office/imports/{batch.id}"
    return queued(kind, by=by, leads_to=leads_to, batch_id=batch.id, account_id=by.id, **arguments)


@job(CARRY_OUT)
def carry_out(progress: Progress, batch_id: int, account_id: int, mark: str) -> None:
    """Carry a batch out, unless that is done already."""
    try:
        carrying_out.carry_out(batch_id, mark=mark, by=account_called(account_id))
    except AlreadyCarriedOut:
        return


@job(UNDO)
def undo(progress: Progress, batch_id: int, account_id: int, why: str) -> None:
    """Undo a batch, unless that is done already."""
    try:
        carrying_out.undo(batch_id, by=account_called(account_id), why=why)
    except AlreadyUndone:
        return
