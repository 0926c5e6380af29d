"""Elections and results as spreadsheets.

An election is three sheets META, PROJECTS, VOTES (XLSX), or one sheet with the section names between them (CSV, commas, with
a byte order mark so that spreadsheet programs take it for UTF-8). Every cell is text: ids like 007 and 1E5 stay what they are.
Results are the table that the equal-shares web tool offers for download: ID, Project name, Votes, eff. votes, Cost.
"""

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from voting.ballots.election import Election
from voting.ballots.errors import BadInput
from voting.pabulib.document import SECTIONS, Document, Row, Section, parse, write
from voting.pabulib.reader import decode
from voting.rules.outcome import Outcome

RESULT_COLUMNS = ("ID", "Project name", "Votes", "eff. votes", "Cost")


def load(path: str | Path) -> Document:
    """Read ``.pb``, ``.csv`` or ``.xlsx`` as a document.

    Raises
    ------
    BadInput
        ``bad_file`` or ``bad_line``.
    """
    kind = Path(path).suffix.lower()
    if kind == ".xlsx":
        return _from_sheets(path)
    if kind not in (".pb", ".csv"):
        raise BadInput("bad_file", fault=f"{path}: known are .pb, .csv, .xlsx")
    text = decode(Path(path).read_bytes())
    return parse(text) if kind == ".pb" else _from_rows(_csv_rows(text))


def save(document: Document, path: str | Path) -> None:
    """Write a document as ``.pb``, ``.csv`` or ``.xlsx``, by the name's ending."""
    kind = Path(path).suffix.lower()
    if kind == ".pb":
        Path(path).write_bytes(write(document).encode("utf-8"))
    elif kind == ".csv":
        buffer = io.StringIO(newline="")
        csv.writer(buffer).writerows(row.cells for row in _all_rows(document))
        Path(path).write_bytes(buffer.getvalue().encode("utf-8-sig"))
    elif kind == ".xlsx":
        _save_sheets(document, path)
    else:
        raise BadInput("bad_file", fault=f"{path}: known are .pb, .csv, .xlsx")


def _all_rows(document: Document) -> Iterable[Row]:
    """Yield titles, headers and rows in order."""
    for section in document.sections.values():
        yield section.title
        yield section.header
        yield from section.rows


def _csv_rows(text: str) -> list[list[str]]:
    """Split CSV text."""
    try:
        return list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as fault:
        raise BadInput("bad_file", fault=f"the CSV text cannot be split: {fault}") from None


def _from_rows(rows: Sequence[Sequence[str]]) -> Document:
    """Make a document of rows with section names between them."""
    document = Document({})
    title: Row | None = None
    section: Section | None = None
    for line, cells in enumerate(rows, 1):
        # A spreadsheet program fills every row to the same width.
        row = Row(_trimmed(cells, section), line)
        if len(row.cells) == 1 and row.cells[0] in SECTIONS:
            title, section = row, None
        elif title is not None:
            section = Section(title, row)
            document.sections[title.cells[0]] = section
            title = None
        elif section is None:
            raise BadInput("bad_line", line=line, fault="text before the section META")
        else:
            section.rows.append(row)
    _need_all_sections(document)
    return document


def _trimmed(cells: Sequence[str], section: Section | None) -> list[str]:
    """Drop empty cells beyond the header's width (titles and headers: all empty cells at the end)."""
    width = len(section.header.cells) if section is not None else 1
    kept = list(cells)
    if any(cell for cell in kept[1:]) is False and kept and kept[0] in SECTIONS:
        return [kept[0]]
    while len(kept) > width and kept[-1] == "":
        kept.pop()
    return kept or [""]


def _need_all_sections(document: Document) -> None:
    """Refuse a document that lacks a section."""
    for name in SECTIONS:
        if name not in document.sections:
            raise BadInput("bad_file", fault=f"there is no section {name}")


def _save_sheets(document: Document, path: str | Path) -> None:
    """Write three sheets of text cells."""
    book = Workbook(write_only=True)
    for name, section in document.sections.items():
        sheet = book.create_sheet(name)
        for row in (section.header, *section.rows):
            sheet.append(row.cells)
    book.save(path)


def _from_sheets(path: str | Path) -> Document:
    """Read three sheets."""
    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, OSError, ValueError):
        raise BadInput("bad_file", fault=f"{path} is no XLSX workbook") from None
    document = Document({})
    for name in SECTIONS:
        if name not in book.sheetnames:
            raise BadInput("bad_file", fault=f"{path}: there is no sheet {name}")
        rows = [["" if cell is None else str(cell) for cell in row] for row in book[name].iter_rows(values_only=True)]
        if not rows:
            raise BadInput("bad_file", fault=f"{path}: the sheet {name} is empty")
        header = Row(_trimmed(rows[0], None), 1)
        section = Section(Row([name], 0), header)
        section.rows = [Row(_trimmed(row, section), line) for line, row in enumerate(rows[1:], 2)]
        document.sections[name] = section
    return document


def result_rows(election: Election, outcome: Outcome) -> list[tuple[str, str, int, str, str]]:
    """Return the web tool's table of winners: effective votes are cost over the most that a supporter paid."""
    rows = []
    prices = {r.project: getattr(r, "price", None) for r in outcome.rounds if hasattr(r, "project")}
    for chosen in outcome.selected:
        project = election.projects[election.position[chosen]]
        price = prices.get(chosen)
        effective = str(round(project.cost / price)) if price else ""
        rows.append((chosen, project.name, election.votes[chosen], effective, str(project.cost)))
    return rows


def save_results(election: Election, outcome: Outcome, path: str | Path) -> None:
    """Write the table of winners as ``.csv`` or ``.xlsx``."""
    rows = [RESULT_COLUMNS, *result_rows(election, outcome)]
    kind = Path(path).suffix.lower()
    if not Path(path).resolve().parent.is_dir():
        raise BadInput("bad_file", fault=f"{path}: there is no such folder")
    if kind == ".csv":
        buffer = io.StringIO(newline="")
        csv.writer(buffer).writerows(rows)
        Path(path).write_bytes(buffer.getvalue().encode("utf-8-sig"))
    elif kind == ".xlsx":
        book = Workbook(write_only=True)
        sheet = book.create_sheet("Winning projects")
        for row in rows:
            sheet.append(row)
        book.save(path)
    else:
        raise BadInput("bad_file", fault=f"{path}: known are .csv, .xlsx")
