"""Keeping a file: first on disk under a random name, then on record. Nothing on record ever lacks its content."""

import hashlib
import os
import secrets
from pathlib import Path
from typing import Any, BinaryIO

from flask import current_app

from app.core import clock
from app.core.db import db, transaction
from app.core.files.errors import EmptyFile, FileTooLarge
from app.core.files.images import redraw
from app.core.files.kinds import ANY, Kind, kind_of
from app.core.files.models import File
from app.core.files.names import download_name

MEGABYTES_AT_MOST = 20


def store_upload(stream: BinaryIO, *, name: str, by: Any = None, accept: frozenset[Kind] = ANY) -> File:
    """Examine and keep what was sent; return its record. Joins the caller's transaction if there is one.

    ``by`` is an account or None. Pictures are drawn anew. Call it before the form's own service, so that
    a form which is refused does not ask for the file again: keep ``file.id`` in the page. What no row
    refers to after a week is swept. Raises a ``FileRefused`` whose sentence says what is allowed.
    """
    by_id = by.id if by is not None else None
    data = _read(stream, name)
    kind = kind_of(data, name=name, accept=accept)
    thumbnail = None
    if kind.is_picture:
        redrawn = redraw(data, kind, name=name)
        data, thumbnail = redrawn.data, redrawn.thumbnail
    stored_as = secrets.token_hex(16)
    _write(path_under(stored_as), data)
    if thumbnail:
        _write(thumbnail_under(stored_as), thumbnail)
    with transaction():
        file = File(
            name=download_name(name, kind),
            media_type=kind.media_type,
            size=len(data),
            sha256=hashlib.sha256(data).hexdigest(),
            stored_as=stored_as,
            uploaded_by=by_id,
            uploaded_at=clock.now(),
        )
        db.session.add(file)
        db.session.flush()
    return file


def path_of(file: File) -> Path:
    """Return where the content lies."""
    return path_under(file.stored_as)


def thumbnail_of(file: File) -> Path | None:
    """Return where the small picture lies, or nothing for a document."""
    return thumbnail_under(file.stored_as) if file.media_type.startswith("image/") else None


def path_under(stored_as: str) -> Path:
    return Path(current_app.config["UPLOADS"]) / stored_as[:2] / stored_as


def thumbnail_under(stored_as: str) -> Path:
    return path_under(stored_as).with_suffix(".small.webp")


def _read(stream: BinaryIO, name: str) -> bytes:
    limit = MEGABYTES_AT_MOST * 1024 * 1024
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise FileTooLarge(name=name, megabytes=MEGABYTES_AT_MOST)
    if not data:
        raise EmptyFile(name=name)
    return data


def _write(path: Path, data: bytes) -> None:
    """Write so that the file is whole or not there, also after a power cut."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f"{path.suffix}.part")
    with part.open("wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    part.replace(path)
