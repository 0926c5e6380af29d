"""Tables out: CSV that opens right in Excel with Korean, and XLSX with typed cells. No cell runs as a formula."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

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


def csv_of(header: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """Return CSV: UTF-8 with BOM, CRLF, formula guard on text cells; integers as digits."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([guard(name) for name in header])
    writer.writerows([_csv_cell(value) for value in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


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
