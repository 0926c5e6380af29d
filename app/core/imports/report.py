"""What a file would do, row by row, before anything is written."""

import hashlib
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from app.core.audit import canonical
from app.core.errors import RuleError
from app.core.imports.columns import won
from app.core.imports.errors import CellMerged, CellMissing, RepeatedInFile, RowIsFormulaRest, RowIsSubtotal
from app.core.imports.header import Header, find_header
from app.core.imports.kinds import Column, Finding, ImportKind, Row, Target
from app.core.imports.unchanged import unchanged
from app.core.sheets.grid import Grid
from app.core.sheets.guard import unguard
from app.core.sheets.reading import read_grid

_SUM = re.compile(r"소계|합계|총계|누계|계|총합|subtotal|total|grandtotal|sum")
_SUM_OF = re.compile(r".{0,20}(?:소계|합계|총계|누계|subtotal|total)")
_REST = re.compile(r"=.*|#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|GETTING_DATA)|0(?:\.0+)?|FALSE|거짓|-", re.DOTALL)
_PLAIN = re.compile(r"[\d,.\s]+")
Tell = Callable[[int, int], None]  # how many of how many rows are read
TOLD_EVERY = 100


def tell_nobody(done: int, rows: int) -> None:
    """Tell nobody."""


@dataclass(frozen=True)
class Report:
    """Rows in, the rows that can be taken, and why others cannot."""

    rows_in: int
    taken: tuple[Row, ...]
    findings: tuple[Finding, ...]  # those of rows; each row named here is left out
    unchanged: tuple[int, ...]  # numbers of the rows that say what is there already
    notes: tuple[Finding, ...]  # on the file as a whole
    headers: dict[str, str]  # names of columns as the file has them

    @property
    def rows_left_out(self) -> int:
        return self.rows_in - len(self.taken) - len(self.unchanged)

    @property
    def mark(self) -> str:
        """A hash of what would be done, to notice that the report is no longer the one that was looked at."""
        left = [(finding.row, finding.column, finding.error.code) for finding in self.findings]
        return hashlib.sha256(canonical([[row.number for row in self.taken], left])).hexdigest()[:16]

    def as_json(self, findings: tuple[Finding, ...]) -> list[dict[str, Any]]:
        return [finding.as_json(self.headers) for finding in findings]


def report_on(content: bytes, kind: ImportKind, target: Target, tell: Tell = tell_nobody) -> Report:
    """Read and check a whole file. Raises a ``SheetError`` where the file as such cannot be used."""
    grid, columns = read_grid(content), kind.columns_for(target)
    header = find_header(grid, columns)
    findings: list[Finding] = []
    rows: list[Row] = []
    filled = list(_filled_rows(grid, header))
    for done, (number, cells) in enumerate(filled):
        if done % TOLD_EVERY == 0:
            tell(done, len(filled))
        row, wrong = _read_row(grid, number, cells, header, columns)
        findings += wrong
        if row is not None:
            rows.append(row)
    tell(len(filled), len(filled))
    findings += _repeated(rows, columns)
    readable = _without(rows, {finding.row for finding in findings})
    same = unchanged(readable, kind, target)
    new = _without(readable, same)
    findings += kind.check(new, target)
    return Report(
        rows_in=len(filled),
        taken=tuple(_without(new, {finding.row for finding in findings})),
        findings=tuple(sorted(findings, key=lambda f: f.row or 0)),
        unchanged=tuple(sorted(same)),
        notes=tuple(Finding(None, None, note) for note in header.notes),
        headers=header.written,
    )


def _without(rows: Sequence[Row], numbers: Collection[int | None]) -> list[Row]:
    return [row for row in rows if row.number not in numbers]


def _filled_rows(grid: Grid, header: Header) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows below the header that have something in a known column, their cells without the guard."""
    width = max(header.place.values()) + 1
    for number, raw in enumerate(grid.rows[header.row :], start=header.row + 1):
        cells = [unguard(cell) if grid.guarded else cell for cell in raw]
        cells += [""] * (width - len(cells))
        if any(cell.strip() for cell in cells):
            yield number, cells


def _read_row(
    grid: Grid, number: int, cells: list[str], header: Header, columns: tuple[Column, ...]
) -> tuple[Row | None, list[Finding]]:
    """Read the cells of one row; either a row, or all that is wrong with it."""
    merged = next((area for area in grid.merged if area.covers(number) and area.top < area.bottom), None)
    if merged is not None:
        return None, [Finding(number, None, CellMerged(range=merged.name))]
    if (sum_text := _sum_named(cells, header, columns)) is not None:
        return None, [Finding(number, None, RowIsSubtotal(text=sum_text))]
    if (rest := _formula_rest(cells, header, columns)) is not None:
        return None, [Finding(number, None, RowIsFormulaRest(text=rest))]
    values: dict[str, Any] = {}
    read_from: dict[str, str] = {}
    wrong: list[Finding] = []
    for column in columns:
        cell = cells[header.place[column.name]] if column.name in header.place else ""
        read_from[column.name] = cell.strip()
        try:
            values[column.name] = _value(cell, column, header.units.get(column.name))
        except RuleError as error:
            wrong.append(Finding(number, column.name, error))
    return (None, wrong) if wrong else (Row(number, values, read_from), [])


def _value(cell: str, column: Column, unit: str | None) -> Any:
    if not cell.strip():
        if column.required:
            raise CellMissing()
        return column.default
    if column.read is won and unit and _PLAIN.fullmatch(cell):
        return won(f"{cell.strip()} {unit}" if unit.isascii() else cell.strip() + unit)
    return column.read(cell)


def _sum_named(cells: list[str], header: Header, columns: tuple[Column, ...]) -> str | None:
    """Return the word that tells that a row is a sum: it stands first, or where needed cells are empty."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    if _SUM.fullmatch(_bare(filled[0])):
        return filled[0]
    if all(cells[header.place[column.name]].strip() for column in columns if column.required):
        return None
    return next((cell for cell in filled if _SUM.fullmatch(_bare(cell)) or _SUM_OF.fullmatch(_bare(cell))), None)


def _formula_rest(cells: list[str], header: Header, columns: tuple[Column, ...]) -> str | None:
    """Return what is left in a row that holds nothing but rests of formulas."""
    known = [cells[header.place[column.name]].strip() for column in columns if column.name in header.place]
    filled = [cell for cell in known if cell]
    return filled[0] if filled and all(_REST.fullmatch(cell) for cell in filled) else None


def _bare(cell: str) -> str:
    return re.sub(r"[\s:：<>\[\]()-]+", "", cell).lower()


def _repeated(rows: list[Row], columns: tuple[Column, ...]) -> list[Finding]:
    """Return a finding for every row whose value stood in an earlier row, and for that earlier row."""
    found: list[Finding] = []
    for column in (column for column in columns if column.unique):
        first: dict[Any, int] = {}
        told: set[int] = set()
        for row in (row for row in rows if row[column.name] is not None):
            value, number = row[column.name], row.number
            if value not in first:
                first[value] = number
                continue
            found.append(Finding(number, column.name, RepeatedInFile(text=value, other=first[value])))
            if first[value] not in told:
                told.add(first[value])
                found.append(Finding(first[value], column.name, RepeatedInFile(text=value, other=number)))
    return found
