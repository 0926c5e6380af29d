"""Which row names the columns, which column is which, and in what unit amounts stand."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.core.errors import RuleError
from app.core.imports.columns import key, won
from app.core.imports.errors import (
    ColumnsMissing,
    ColumnTwice,
    ColumnUnknown,
    HeaderMerged,
    HeaderNotFound,
    ReadInUnits,
    RowsAboveHeader,
)
from app.core.imports.kinds import Column
from app.core.sheets.grid import Grid
from app.core.sheets.guard import unguard

LOOKED_AT = 20  # rows; above the header stand titles, dates, units
_BRACKETS = re.compile(r"[(\[（［][^)\]）］]*[)\]）］]")
_UNIT = re.compile(
    r"(천\s*원|만\s*원|십만\s*원|백만\s*원|천만\s*원|억\s*원|thousand\s+won|million\s+won|billion\s+won)", re.I
)


@dataclass(frozen=True)
class Header:
    """Where each known column stands: the index in a row, the name as the file has it, the unit of amounts."""

    row: int
    place: dict[str, int]
    written: dict[str, str]
    units: dict[str, str]
    notes: tuple[RuleError, ...]


def find_header(grid: Grid, columns: Sequence[Column]) -> Header:
    """Find the row of column names among the first rows. Raises a ``SheetError`` where it cannot be used."""
    known = {key(name): column for column in columns for name in (*column.headers, column.name)}
    row = _row_of_header(grid, known, columns)
    cells = [unguard(cell) if grid.guarded else cell for cell in grid.rows[row - 1]]
    cells = _by_label(cells, grid.other_names, known) if row == 1 else cells
    place = _places(cells, known)
    _refuse_merged(grid, row)
    _refuse_missing(cells, row, place, columns)
    units = _units(grid, cells, row, place, columns)
    written = {name: cells[index].strip() for name, index in place.items()}
    notes: list[RuleError] = [RowsAboveHeader(row=row)] if any(_filled(grid, n) for n in range(1, row)) else []
    notes += [
        ColumnUnknown(name=cell.strip()) for i, cell in enumerate(cells) if cell.strip() and i not in place.values()
    ]
    notes += [ReadInUnits(name=written[name], unit=unit) for name, unit in units.items()]
    return Header(row, place, written, units, tuple(notes))


def _named(cell: str, known: dict[str, Column]) -> Column | None:
    return known.get(key(cell)) or known.get(key(_BRACKETS.sub("", cell)))


def _by_label(cells: list[str], labels: Sequence[str], known: dict[str, Column]) -> list[str]:
    """Return the label in place of a name that is not known, where the label is."""
    pairs = zip(cells, labels or [""] * len(cells), strict=True)
    return [label if label and not _named(cell, known) and _named(label, known) else cell for cell, label in pairs]


def _row_of_header(grid: Grid, known: dict[str, Column], columns: Sequence[Column]) -> int:
    """Return the row with the most known names; a title row rarely has two."""
    rows = [_by_label(list(grid.rows[0]), grid.other_names, known), *grid.rows[1:LOOKED_AT]]
    scores = [
        (len({column.name for cell in row if cell.strip() and (column := _named(unguard(cell), known))}), -number)
        for number, row in enumerate(rows, start=1)
    ]
    best, number = max(scores, default=(0, 0))
    needed = [column for column in columns if column.required]
    if best < min(2, len(needed)):
        raise HeaderNotFound(needed=", ".join(column.headers[0] for column in needed))
    return -number


def _places(cells: Sequence[str], known: dict[str, Column]) -> dict[str, int]:
    place: dict[str, int] = {}
    for index, cell in enumerate(cells):
        column = _named(cell, known) if cell.strip() else None
        if column is not None and column.name in place:
            raise ColumnTwice(names=f"{cells[place[column.name]].strip()}, {cell.strip()}")
        if column is not None:
            place[column.name] = index
    return place


def _refuse_merged(grid: Grid, row: int) -> None:
    merged = [area.name for area in grid.merged if area.covers(row)]
    if merged:
        raise HeaderMerged(ranges=", ".join(merged))


def _refuse_missing(cells: Sequence[str], row: int, place: dict[str, int], columns: Sequence[Column]) -> None:
    missing = [column.headers[0] for column in columns if column.required and column.name not in place]
    if missing:
        found = ", ".join(cell.strip() for cell in cells if cell.strip())
        raise ColumnsMissing(missing=", ".join(missing), found=found, row=row)


def _units(
    grid: Grid, cells: Sequence[str], row: int, place: dict[str, int], columns: Sequence[Column]
) -> dict[str, str]:
    """Return the unit of each column of amounts: its own in brackets, or the one in a row above ("단위: 천원")."""
    above = [
        _UNIT.search(cell) for line in grid.rows[: row - 1] for cell in line if "단위" in cell or "unit" in cell.lower()
    ]
    common = next((found[1] for found in above if found), None)
    units = {}
    for column in columns:
        if column.read is not won or column.name not in place:
            continue
        name = cells[place[column.name]]
        own = next((found[1] for part in _BRACKETS.findall(name) if (found := _UNIT.search(part))), None)
        plain = any("원" in part for part in _BRACKETS.findall(name)) and own is None  # "(원)" overrides what is above
        unit = own or (None if plain else common)
        if unit:
            units[column.name] = re.sub(r"\s+", " " if unit.isascii() else "", unit)
    return units


def _filled(grid: Grid, number: int) -> bool:
    return any(cell.strip() for cell in grid.rows[number - 1])
