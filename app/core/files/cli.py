"""``flask files``: remove what nothing refers to."""

import datetime as dt

import click
from flask.cli import AppGroup
from sqlalchemy import Select, exists, select

from app.core import clock
from app.core.db import Base, db, transaction
from app.core.files.models import File
from app.core.files.store import path_of, thumbnail_of

group = AppGroup("files", help="Uploaded files.")
UNCLAIMED_AFTER = dt.timedelta(days=7)


@group.command("sweep")
def sweep_command() -> None:
    """Delete files that nothing has referred to for a week."""
    click.echo(f"{sweep()} files deleted")


def sweep() -> int:
    """Delete unclaimed files, record first and content after; return how many."""
    with transaction():
        files = list(db.session.scalars(unclaimed()))
        paths = [path for file in files for path in (path_of(file), thumbnail_of(file)) if path]
        for file in files:
            db.session.delete(file)
    for path in paths:
        path.unlink(missing_ok=True)
    return len(files)


def unclaimed() -> Select[File]:
    """Return the query for files older than a week that no row of any table refers to."""
    columns = [
        key.parent
        for table in Base.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column is File.__table__.c.id
    ]
    query = select(File).where(File.uploaded_at < clock.now() - UNCLAIMED_AFTER)
    for column in columns:
        query = query.where(~exists().where(column == File.__table__.c.id))
    return query
