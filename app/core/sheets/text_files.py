"""CSV as offices send it: UTF-8 with or without BOM, CP949, UTF-16; comma, semicolon or tab."""

import codecs
import csv
import io
from collections import Counter

from app.core.sheets.errors import SheetTextUnreadable, SheetTooLarge
from app.core.sheets.grid import MOST_COLUMNS, MOST_ROWS, Grid

DELIMITERS = ",;\t"
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LOOKED_AT = 50  # rows, to tell the delimiter


def decoded(content: bytes) -> str:
    """Return the text. UTF-8 refuses nearly all of CP949, so trying it first decides. Raises ``SheetTextUnreadable``."""
    encodings = [encoding for mark, encoding in _MARKS if content.startswith(mark)] or ["utf-8", "cp949"]
    if b"\0" in content[:2000] and encodings == ["utf-8", "cp949"]:
        encodings = ["utf-16-le" if content[1:2] == b"\0" else "utf-16-be"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise SheetTextUnreadable()


def delimiter_of(text: str) -> str:
    """Return the delimiter that splits the first rows into the most cells, most of them alike."""
    first = text.partition("\n")[0]
    if first.strip().lower() in ("sep=,", "sep=;", "sep=\t"):
        return first.strip("\r")[4]
    return max(DELIMITERS, key=lambda delimiter: _usual_width(text, delimiter))


def _usual_width(text: str, delimiter: str) -> tuple[int, int]:
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    widths = Counter(len(row) for row, _ in zip(rows, range(_LOOKED_AT), strict=False) if row)
    width, times = widths.most_common(1)[0] if widths else (0, 0)
    return (width > 1, width * times)


def read_text(content: bytes) -> Grid:
    """Read a text file into rows. Raises ``SheetTextUnreadable`` or ``SheetTooLarge``."""
    text = decoded(content)
    delimiter = delimiter_of(text)
    csv.field_size_limit(1_000_000)
    rows: list[tuple[str, ...]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            if len(rows) >= MOST_ROWS or len(row) > MOST_COLUMNS:
                raise SheetTooLarge(rows=MOST_ROWS, megabytes=200)
            rows.append(tuple(row))
    except csv.Error as error:
        raise SheetTextUnreadable() from error
    if rows and rows[0] and rows[0][0].lower().startswith("sep="):
        rows[0] = ()
    return Grid(tuple(rows), guarded=True)
