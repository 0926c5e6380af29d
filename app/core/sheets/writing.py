"""Tables out: CSV that opens right in Excel with Korean, and XLSX with typed cells. No cell runs as a formula."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from app.core.sheets.grid import letters
from app.core.sheets.guard import guard

Value = str | int | None
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LONGEST_CELL = 32_767
_ROWS_A_PIECE = 500


def csv_of(header: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """Return CSV: UTF-8 with BOM, CRLF, formula guard on text cells; integers as digits."""
    return b"".join(csv_pieces(header, rows))


def csv_pieces(header: Sequence[str], rows: Iterable[Sequence[Value]]) -> Iterator[bytes]:
    """Yield the same in pieces, so that a long table need not lie in memory whole."""
    out = io.StringIO("\ufeff", newline="")
    out.seek(0, io.SEEK_END)
    writer = csv.writer(out)
    writer.writerow([guard(name) for name in header])
    for number, row in enumerate(rows, start=1):
        writer.writerow([_csv_cell(value) for value in row])
        if number % _ROWS_A_PIECE == 0:
            yield out.getvalue().encode()
            out.seek(0)
            out.truncate()
    yield out.getvalue().encode()


def _csv_cell(value: Value) -> str:
    if isinstance(value, int):
        return str(value)
    return guard(value or "")


def xlsx_of(header: Sequence[str], rows: Iterable[Sequence[Value]], title: str = "Sheet1") -> bytes:
    """Return XLSX with one sheet: integers as numbers, all else explicitly as text."""
    workbook = Workbook()
    sheet: Worksheet = workbook.active  # type: ignore[assignment]
    sheet.title = re.sub(r"[\[\]:*?/\\]", " ", title)[:31]
    sheet.freeze_panes = "A2"
    for number, row in enumerate([header, *rows], start=1):
        for column, value in enumerate(row, start=1):
            _put(sheet.cell(number, column), value)
    for column, name in enumerate(header, start=1):
        sheet.cell(1, column).font = Font(bold=True)
        sheet.column_dimensions[letters(column)].width = max(12, 2 * len(name))
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def _put(cell: Cell, value: Value) -> None:
    if isinstance(value, int):
        cell.value = value
        cell.number_format = "#,##0"
    elif value:
        cell.value = _NOT_IN_XML.sub("", value)[:_LONGEST_CELL]
        cell.data_type = "s"  # openpyxl would make a formula of "=..."
        cell.alignment = Alignment(wrap_text="\n" in value, vertical="top")
