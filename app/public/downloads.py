"""Public tables as files: CSV for Excel, JSON for programs, the same rows and columns."""

import datetime as dt
import enum
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from flask import Response, stream_with_context

from app.core.sheets.writing import csv_pieces

Rows = Iterable[Sequence[Any]]


def plain(value: Any) -> Any:
    """Return a value as files hold it: times as ISO 8601 UTC, codes by value, all else as it is."""
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return value.value if isinstance(value, enum.Enum) else value


def as_csv(columns: Sequence[str], rows: Rows) -> Iterator[bytes]:
    """Yield a CSV in pieces; yes and no for truth, an empty cell for nothing."""
    return csv_pieces(columns, ([_cell(value) for value in row] for row in rows))


def _cell(value: Any) -> str | int | None:
    value = plain(value)
    return ("yes" if value else "no") if isinstance(value, bool) else value


def as_json(columns: Sequence[str], rows: Rows) -> Iterator[bytes]:
    """Yield a JSON array of objects in pieces, a row a line."""
    yield b"["
    for number, row in enumerate(rows):
        record = dict(zip(columns, map(plain, row), strict=True))
        yield (",\n" if number else "\n").encode() + json.dumps(record, ensure_ascii=False).encode()
    yield b"\n]\n"


FORMS = {"csv": (as_csv, "text/csv"), "json": (as_json, "application/json")}


def download(form: str, columns: Sequence[str], rows: Rows, name: str) -> Response:
    """Return a table to be saved as ``name.csv`` or ``name.json``. KeyError for another form."""
    pieces, media_type = FORMS[form]
    response = Response(stream_with_context(pieces(columns, rows)), content_type=f"{media_type}; charset=utf-8")
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(f'{name}.{form}')}"
    return response


def program(name: str) -> Response:
    """Return a program of this folder, to be saved and run by whoever wants to recount."""
    response = Response((Path(__file__).parent / name).read_text(encoding="utf-8"), mimetype="text/x-python")
    response.headers["Content-Disposition"] = f"attachment; filename={name}"
    return response
