"""The published files of a draw: what is prepared before the public value, and the transcript after it."""

import hashlib
import json
import zlib

from app.core.db import db
from app.core.errors import NotFound
from app.draws.models import Draw, DrawRecord
from voting.sortition.record import Json

PREPARED, TRANSCRIPT = "prepared", "transcript"


def keep(draw: Draw, name: str, record: Json) -> DrawRecord:
    """Keep a file of a draw, inside the caller's transaction."""
    content = json.dumps(record, ensure_ascii=False, sort_keys=True).encode()
    kept = DrawRecord(
        draw_id=draw.id, name=name, content=zlib.compress(content), sha256=hashlib.sha256(content).hexdigest()
    )
    db.session.add(kept)
    return kept


def content_of(draw: Draw, name: str) -> bytes:
    """Return a file of a draw as it is downloaded. Raises ``NotFound`` before it exists."""
    kept = db.session.get(DrawRecord, (draw.id, name))
    if kept is None:
        raise NotFound()
    return zlib.decompress(kept.content)


def read(draw: Draw, name: str) -> Json:
    """Return a file of a draw. Raises ``NotFound`` before it exists."""
    record: Json = json.loads(content_of(draw, name))
    return record
