"""Uploaded files: examined by their content, kept under random names, read by whom the area allows."""

from app.core.files.kinds import ANY, DOCUMENTS, PICTURES, Kind
from app.core.files.models import File
from app.core.files.reading import register_reader
from app.core.files.store import path_of, store_upload, thumbnail_of

__all__ = ["ANY", "DOCUMENTS", "PICTURES", "File", "Kind", "path_of", "register_reader", "store_upload", "thumbnail_of"]
