"""Downloads. A file is never shown as a page: it is an attachment, whatever it holds."""

from pathlib import Path

from flask import Blueprint, Response, send_file
from flask_login import current_user

from app.core.db import db
from app.core.errors import NotFound
from app.core.files.models import File
from app.core.files.reading import may_read
from app.core.files.store import path_of, thumbnail_of
from app.core.permissions import Permission, needs

blueprint = Blueprint("files", __name__, url_prefix="/files")
NOTHING_RUNS = "default-src 'none'; frame-ancestors 'none'; sandbox"


@blueprint.get("/<int:file_id>")
@needs(Permission.anyone)
def download(file_id: int) -> Response:
    file = _readable(file_id)
    return _sent(path_of(file), file.media_type, name=file.name)


@blueprint.get("/<int:file_id>/small")
@needs(Permission.anyone)
def small(file_id: int) -> Response:
    """A picture at most 480 pixels wide or high, for pages."""
    path = thumbnail_of(_readable(file_id))
    if path is None:
        raise NotFound()
    return _sent(path, "image/webp", name=f"{file_id}.webp")


def _readable(file_id: int) -> File:
    file = db.session.get(File, file_id)
    account = current_user._get_current_object() if current_user.is_authenticated else None
    if file is None or not may_read(file, account):
        raise NotFound()
    return file


def _sent(path: Path, media_type: str, *, name: str) -> Response:
    if not path.is_file():
        raise NotFound()
    response = send_file(path, mimetype=media_type, as_attachment=True, download_name=name, max_age=0)
    response.headers["Content-Security-Policy"] = NOTHING_RUNS
    return response
