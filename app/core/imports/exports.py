"""Templates to fill in, and exports that the same import takes back unchanged."""

from collections.abc import Iterable, Mapping
from typing import Any

from app.core.imports.kinds import ImportKind, Target
from app.core.languages import chosen
from app.core.sheets.writing import Value, csv_of, xlsx_of


def header(kind: ImportKind, target: Target) -> list[str]:
    """Return the names of the columns in the reader's language."""
    index = 1 if chosen() == "en" else 0
    return [column.headers[min(index, len(column.headers) - 1)] for column in kind.columns_for(target)]


def template(kind: ImportKind, target: Target, form: str) -> bytes:
    """Return the table with its column names and one example row, as ``csv`` or ``xlsx``."""
    example = [column.example or None for column in kind.columns_for(target)]
    return _table(header(kind, target), [example], form)


def export(kind: ImportKind, target: Target, form: str) -> bytes:
    """Return all rows that the kind has in the target, as ``csv`` or ``xlsx``."""
    names = [column.name for column in kind.columns_for(target)]
    rows: Iterable[Mapping[str, Any]] = kind.rows(target) if kind.rows else ()
    return _table(header(kind, target), [[written(row.get(name)) for name in names] for row in rows], form)


def written(value: Any) -> Value:
    """Write a value as its column reads it back."""
    if isinstance(value, bool):
        return "예" if value else "아니오"
    if value is None or isinstance(value, int | str):
        return value
    return str(value)


def _table(names: list[str], rows: list[list[Any]], form: str) -> bytes:
    return xlsx_of(names, rows) if form == "xlsx" else csv_of(names, rows)
