"""Read a CSV or XLSX table as strings, whatever the office program that wrote it did to it."""

import csv
import gc
import io
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from voting.sortition.errors import BadInput

DELIMITERS = ",;\t|"
XLSX_MAGIC = b"PK\x03\x04"
LONGEST_CELL = 131_072  # letters; Python's own limit may have been raised by who calls


@dataclass(frozen=True)
class Table:
    """A header and its columns; ``line_of[i]`` is the row number that an office program shows."""

    header: list[str]
    columns: list[Sequence[str]]
    line_of: Sequence[int]
    name: str

    def __len__(self) -> int:
        """Return the number of rows below the header."""
        return len(self.line_of)


def tidy(text: str) -> str:
    """Return ``text`` composed (NFC), trimmed and with single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def read_table(path: Path) -> Table:
    """Return the table in a CSV (UTF-8, UTF-16, CP949; comma, semicolon or tab) or XLSX file.

    Raises
    ------
    BadInput
        The file is missing, empty, in an unknown encoding, has no header, or has rows that are
        longer or shorter than the header.
    """
    try:
        raw = path.read_bytes()
    except OSError as reason:
        raise BadInput.of("unreadable", f"{path}: {reason.strerror}.", "Check the name of the file.") from None
    return parse_table(raw, path.name)


def parse_table(raw: bytes, name: str) -> Table:
    """Return the table in the bytes of a file; ``name`` is used in messages."""
    rows = _xlsx_rows(raw, name) if raw.startswith(XLSX_MAGIC) else _csv_rows(_decode(raw, name), name)
    if (table := _regular(rows, name)) is not None:
        return table
    numbered = [(line, row) for line, row in enumerate(rows, start=1) if any(map(str.strip, row))]
    if not numbered:
        raise BadInput.of("empty_file", f"{name} is empty.", "Give a table with a header row.")
    return _as_table(numbered, name)


def table_of(rows: Sequence[Mapping[str, object]], first: str, name: str) -> Table:
    """Return rows that a program holds as a table with the column ``first`` in front; row 1 is the first.

    A key that a row lacks, or None, is an empty cell.
    """
    headers = dict.fromkeys([first, *(key for row in rows for key in row)])
    columns = [["" if row.get(key) is None else str(row[key]) for row in rows] for key in headers]
    return Table([tidy(key) for key in headers], [*columns], range(1, len(rows) + 1), name)


def _regular(rows: list[list[str]], name: str) -> Table | None:
    """Return the table at once if nothing in it needs care: a million rows are read in a second so."""
    if len(rows) < 2 or len(set(map(len, rows))) != 1 or not rows[0]:
        return None
    header = [tidy(cell) for cell in rows[0]]
    columns = [[row[at] for row in rows[1:]] for at in range(len(header))]
    if not all(header) or not all(columns[0]):
        return None
    return Table(header, [*columns], range(2, len(rows) + 1), name)


def _as_table(numbered: list[tuple[int, list[str]]], name: str) -> Table:
    header = [tidy(cell) for cell in numbered[0][1]]
    while header and not header[-1]:
        header.pop()
    width = len(header)
    body = numbered[1:]
    for at, (line, row) in enumerate(body):
        if len(row) == width:
            continue
        if any(map(str.strip, row[width:])):
            raise BadInput.of(
                "ragged_row",
                f"{name}, row {line}: {len(row)} cells where the header has {width}.",
                "A text with a comma needs quotation marks around it.",
                row=line,
            )
        body[at] = (line, [*row, *[""] * width][:width])
    columns = list(zip(*(row for _, row in body), strict=True)) if body else [()] * width
    return Table(header, list(columns), [line for line, _ in body], name)


def _decode(raw: bytes, name: str) -> str:
    is_utf_16 = raw.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if is_utf_16 else ("utf-8-sig", "cp949"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadInput.of("encoding", f"{name} is neither UTF-8, UTF-16 nor CP949 text.", "Save it as CSV UTF-8.")


def _csv_rows(text: str, name: str) -> list[list[str]]:
    first = text.lstrip("\r\n").split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=first.count)
    rows: list[list[str]] = []
    try:
        with without_collections():
            # Strict: a quotation mark that is never closed would swallow all people below it.
            rows.extend(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as reason:
        raise _not_csv(name, len(rows) + 1, str(reason)) from None
    for row, cells in enumerate(rows, start=1):
        if any(len(cell) > LONGEST_CELL for cell in cells):
            raise _not_csv(name, row, f"a cell of more than {LONGEST_CELL} letters")
    return rows


def _not_csv(name: str, row: int, reason: str) -> BadInput:
    return BadInput.of(
        "csv",
        f"{name}, row {row}: not as CSV is written ({reason}).",
        "Close the quotation mark, write one inside a text twice, or save the file as CSV UTF-8 again.",
        row=row,
    )


@contextmanager
def without_collections() -> Iterator[None]:
    """Keep the garbage collector from walking through a million new rows again and again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _xlsx_rows(raw: bytes, name: str) -> list[list[str]]:
    try:
        from python_calamine import CalamineWorkbook
    except ImportError:
        raise BadInput.of(
            "xlsx_reader", f"{name} is XLSX, for which python-calamine is needed.", "Save it as CSV UTF-8."
        ) from None
    try:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(raw)).get_sheet_by_index(0)
        return [[_cell(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    except Exception as reason:  # the reader raises types of its own for every kind of broken file
        raise BadInput.of("xlsx", f"{name} cannot be read as XLSX ({reason}).", "Save it as CSV UTF-8.") from None


def _cell(value: object) -> str:
    # A spreadsheet knows no whole numbers: 7 arrives as 7.0 and would not match the id "7".
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
