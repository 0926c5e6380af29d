"""Rows that say what is there already: an export that comes back, or a file sent twice. They are no fault."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

from app.core.errors import RuleError
from app.core.imports.exports import written
from app.core.imports.kinds import Column, ImportKind, Row, Target

Values = Mapping[str, Any]


def unchanged(rows: Sequence[Row], kind: ImportKind, target: Target) -> set[int]:
    """Return the numbers of the rows that are there already; an empty cell that need not be filled says nothing."""
    columns = kind.columns_for(target)
    needed = [column.name for column in columns if column.required]
    there: dict[tuple[Any, ...], list[Values]] = defaultdict(list)
    for values in _there(kind, target, columns) if rows else ():
        there[tuple(values[name] for name in needed)].append(values)
    said = [column.name for column in columns if not column.required]
    return {
        row.number
        for row in rows
        for values in there.get(tuple(row[name] for name in needed), ())
        if all(not row.cells[name] or row[name] == values[name] for name in said)
    }


def _there(kind: ImportKind, target: Target, columns: Sequence[Column]) -> Iterator[Values]:
    """Yield what the kind exports, as the import would read it; what it could not read matches no row."""
    for row in kind.rows(target) if kind.rows else ():
        with suppress(RuleError):
            cells = {column.name: _cell(row.get(column.name)) for column in columns}
            yield {c.name: c.read(cells[c.name]) if cells[c.name].strip() else c.default for c in columns}


def _cell(value: Any) -> str:
    return "" if value is None else str(written(value))
