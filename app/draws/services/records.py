"""The published files of a draw: what is prepared before the public value, and the transcript after it.

Where a kind of people has few members, a file that names values tells an acquaintance the rest of them: then
everybody gets the record without values, and the full one, whose hash is the commitment, is for office and auditors.
"""

import hashlib
import json
import zlib

from app.core.db import db
from app.core.errors import NotFound
from app.draws.models import Draw, DrawRecord
from voting.sortition.public_record import public_record, small_types
from voting.sortition.record import Json

PREPARED, TRANSCRIPT = "prepared", "transcript"
FULL = {PREPARED: "prepared-full", TRANSCRIPT: "transcript-full"}


def keep(draw: Draw, name: str, record: Json) -> None:
    """Keep a file of a draw, and the full one beside it where it may not be public, in the caller's transaction."""
    if small_types(record["prepared"]):
        _put(draw, FULL[name], record)
        record = public_record(record)
    _put(draw, name, record)


def content_of(draw: Draw, name: str) -> bytes:
    """Return a file of a draw as it is downloaded. Raises ``NotFound`` before it exists."""
    kept = db.session.get(DrawRecord, (draw.id, name))
    if kept is None:
        raise NotFound()
    return zlib.decompress(kept.content)


def full_content_of(draw: Draw, name: str) -> bytes:
    """Return the full file, for the office and auditors; the public one where that is the full one."""
    kept = db.session.get(DrawRecord, (draw.id, FULL[name]))
    return content_of(draw, name) if kept is None else zlib.decompress(kept.content)


def read(draw: Draw, name: str) -> Json:
    """Return a public file of a draw. Raises ``NotFound`` before it exists."""
    record: Json = json.loads(content_of(draw, name))
    return record


def read_full(draw: Draw, name: str) -> Json:
    """Return a full file of a draw. Raises ``NotFound`` before it exists."""
    record: Json = json.loads(full_content_of(draw, name))
    return record


def _put(draw: Draw, name: str, record: Json) -> None:
    content = json.dumps(record, ensure_ascii=False, sort_keys=True).encode()
    digest = hashlib.sha256(content).hexdigest()
    db.session.add(DrawRecord(draw_id=draw.id, name=name, content=zlib.compress(content), sha256=digest))
