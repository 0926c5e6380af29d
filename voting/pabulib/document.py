"""A ``.pb`` file as rows of cells, written back byte for byte.

A record ends at a line end outside quotes. A record whose text is not what the writer would make of its cells (needless
quotes, another line end) is remembered as it was read and written so, unless its cells were changed.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from voting.ballots.errors import BadInput

SECTIONS = ("META", "PROJECTS", "VOTES")


@dataclass
class Row:
    """One record: its cells, the line it began on (from 1), and its text where that is not the canonical one."""

    cells: list[str]
    line: int
    kept: str | None = None


@dataclass
class Section:
    """A section: the row with its name, its header, its rows."""

    title: Row
    header: Row
    rows: list[Row] = field(default_factory=list)

    def column(self, name: str) -> int | None:
        """Return the place of a column, or ``None``."""
        return self.header.cells.index(name) if name in self.header.cells else None


@dataclass
class Document:
    """The sections of a file in order, its line end, and whether the last line has one."""

    sections: dict[str, Section]
    line_end: str = "\n"
    ends_with_line_end: bool = True

    def meta(self) -> dict[str, str]:
        """Return META as a dictionary; of a key that comes twice, the last."""
        return {row.cells[0]: row.cells[1] if len(row.cells) > 1 else "" for row in self.sections["META"].rows}


def parse(text: str) -> Document:
    """Read a file's text.

    Raises
    ------
    BadInput
        ``bad_line`` with line and fault: an unclosed quote, a section missing, twice or out of order, no header.
    """
    line_end = "\r\n" if text.count("\r\n") * 2 > text.count("\n") else "\n"
    document = Document({}, line_end, text.endswith("\n"))
    current: Section | None = None
    title: Row | None = None
    line = 0
    for row in _rows(text, line_end):
        line = row.line
        if len(row.cells) == 1 and row.cells[0].strip() in SECTIONS:
            title, current = _open_section(document, row), None
        elif title is not None:
            current = Section(title, row)
            document.sections[title.cells[0].strip()] = current
            title = None
        elif current is None:
            raise BadInput("bad_line", line=row.line, fault="text before the section META")
        else:
            current.rows.append(row)
    for name in SECTIONS:
        if name not in document.sections:
            raise BadInput(
                "bad_line", line=max(1, line), fault=f"the file ends without a section {name} and its header"
            )
    return document


def _open_section(document: Document, row: Row) -> Row:
    """Check that the section may begin here."""
    name = row.cells[0].strip()
    expected = SECTIONS[len(document.sections)] if len(document.sections) < len(SECTIONS) else None
    if name != expected:
        fault = f"section {name} twice" if name in document.sections else f"section {name} where {expected} belongs"
        raise BadInput("bad_line", line=row.line, fault=fault)
    return row


def _rows(text: str, line_end: str) -> Iterator[Row]:
    """Cut text into records."""
    number = 0
    started = 0
    held = ""
    lines = text.split("\n")
    last = len(lines) - 1
    for index, part in enumerate(lines):
        number += 1
        if index == last and part == "" and not held:
            return
        if not held:
            started = number
        ended = part if index == last else part + "\n"
        record = held + ended
        if '"' in record and record.count('"') % 2:
            if index == last:
                raise BadInput("bad_line", line=started, fault="a quote that is opened is not closed")
            held = record
            continue
        held = ""
        body = record.removesuffix("\n").removesuffix("\r") if record.endswith("\r\n") else record.removesuffix("\n")
        cells = split_cells(body)
        made = join_cells(cells) + (line_end if index != last else "")
        yield Row(cells, started, None if made == record else record)


def split_cells(record: str) -> list[str]:
    """Split a record at ``;`` outside quotes; doubled quotes inside quotes are one.

    Examples
    --------
    >>> split_cells('a;"b; ""c"" d";')
    ['a', 'b; "c" d', '']
    """
    if '"' not in record:
        return record.split(";")
    cells: list[str] = []
    held: str | None = None
    for part in record.split(";"):
        held = part if held is None else f"{held};{part}"
        if held.startswith('"') and held.count('"') % 2:
            continue
        quoted = len(held) > 1 and held.startswith('"') and held.endswith('"')
        cells.append(held[1:-1].replace('""', '"') if quoted else held)
        held = None
    if held is not None:
        cells.append(held)
    return cells


def join_cells(cells: list[str]) -> str:
    """Join cells, quoting only where it must be.

    Examples
    --------
    >>> join_cells(['a', 'b; "c" d', ''])
    'a;"b; ""c"" d";'
    """
    return ";".join(
        '"' + cell.replace('"', '""') + '"' if any(mark in cell for mark in ';"\n\r') else cell for cell in cells
    )


def write(document: Document) -> str:
    """Write a document as text; what was parsed and not changed comes out byte for byte."""
    parts: list[str] = []
    for section in document.sections.values():
        for row in (section.title, section.header, *section.rows):
            parts.append(row.kept if row.kept is not None else join_cells(row.cells) + document.line_end)
    text = "".join(parts)
    if not document.ends_with_line_end:
        return text.removesuffix(document.line_end)
    return text
