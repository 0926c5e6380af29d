"""The one door for a file that an office sends: what it is, is told by its bytes, not by its name."""

from app.core.sheets.errors import SheetEmpty, SheetIsWebPage, SheetUnknown
from app.core.sheets.grid import Grid
from app.core.sheets.statistics_files import SAV, read_sav
from app.core.sheets.text_files import read_text
from app.core.sheets.workbooks import OLE, ZIP, read_workbook

_WEB = (b"<!doctype html", b"<html", b"<table", b"<meta", b"<?xml")
_NOT_TEXT = (b"%PDF", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"HWP Document", b"\x1f\x8b", b"PK\x05\x06", b"PK\x07\x08")


def read_grid(content: bytes) -> Grid:
    """Read CSV, XLSX, XLS, ODS or SAV into rows of text. Raises a ``SheetError`` that says what to do."""
    if not content:
        raise SheetEmpty()
    start = content[:512].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith(_WEB):
        raise SheetIsWebPage()
    if content.startswith(_NOT_TEXT):
        raise SheetUnknown()
    if content.startswith(SAV):
        return read_sav(content)
    grid = read_workbook(content) if content.startswith((ZIP, OLE)) else read_text(content)
    if not any(cell.strip() for row in grid.rows for cell in row):
        raise SheetEmpty()
    return grid
