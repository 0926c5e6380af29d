"""XLSX, XLS and ODS: one visible sheet, its cells as text, its merged ranges."""

import datetime as dt
import io
import zipfile
from typing import Any

import msoffcrypto
from msoffcrypto.exceptions import FileFormatError
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum

from app.core.sheets.errors import SheetHidden, SheetLocked, SheetsSeveral, SheetTooLarge, SheetUnknown
from app.core.sheets.grid import MOST_COLUMNS, MOST_ROWS, Grid, Merged

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
MOST_MEGABYTES, MOST_PARTS = 200, 1000


def read_workbook(content: bytes) -> Grid:
    """Read the one visible sheet. Raises a ``SheetError`` for what cannot or should not be taken."""
    if content.startswith(ZIP):
        _look_into_zip(content)
    elif _has_password(content):
        raise SheetLocked()
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
            return _grid(_the_sheet(workbook))
    except PasswordError as error:
        raise SheetLocked() from error
    except (CalamineError, OSError, ValueError) as error:
        raise SheetUnknown() from error


def _look_into_zip(content: bytes) -> None:
    """Refuse what would unpack to too much, and what is encrypted, before anything is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_MEGABYTES * 2**20:
                raise SheetTooLarge(rows=MOST_ROWS, megabytes=MOST_MEGABYTES)
            names = {part.filename for part in parts}
            if "META-INF/manifest.xml" in names and b"encryption-data" in archive.read("META-INF/manifest.xml"):
                raise SheetLocked()
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise SheetUnknown() from error


def _has_password(content: bytes) -> bool:
    try:
        return bool(msoffcrypto.OfficeFile(io.BytesIO(content)).is_encrypted())
    except (FileFormatError, OSError, ValueError, KeyError, IndexError):
        return False


def _the_sheet(workbook: CalamineWorkbook) -> CalamineSheet:
    """Return the only visible sheet with rows; a hidden one with rows is refused, it may say otherwise."""
    filled = [
        (meta, sheet)
        for index, meta in enumerate(workbook.sheets_metadata)
        if (sheet := workbook.get_sheet_by_index(index)).start is not None
    ]
    hidden = [meta.name for meta, _ in filled if meta.visible is not SheetVisibleEnum.Visible]
    if hidden:
        raise SheetHidden(names=", ".join(hidden))
    if len(filled) > 1:
        raise SheetsSeveral(names=", ".join(meta.name for meta, _ in filled))
    return filled[0][1] if filled else workbook.get_sheet_by_index(0)


def _grid(sheet: CalamineSheet) -> Grid:
    if sheet.total_height > MOST_ROWS or sheet.total_width > MOST_COLUMNS:
        raise SheetTooLarge(rows=MOST_ROWS, megabytes=MOST_MEGABYTES)
    rows = tuple(tuple(as_text(cell) for cell in row) for row in sheet.to_python(skip_empty_area=False))
    merged = tuple(
        Merged(top + 1, left + 1, bottom + 1, right + 1)
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
    )
    return Grid(rows, merged)


def as_text(cell: Any) -> str:
    """Write a typed cell as it reads: 350000000.0 as "350000000", a date as 2026-11-25."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        return cell.date().isoformat()
    if isinstance(cell, dt.datetime | dt.date | dt.time):
        return cell.isoformat()
    return str(cell)
