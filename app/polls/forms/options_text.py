"""Options as lines of text: typed, or pasted from a spreadsheet; a line an option, its cells apart by tabs or "|"."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _

from app.core.languages import sentence_of
from app.core.money import UnreadableAmount, parse_won

CELLS = ("title_ko", "title_en", "cost", "field", "address", "code", "text_ko", "district")
LABELS = ("field", "district")
MOST = 500


@dataclass(frozen=True)
class Line:
    """One option as it was typed; ``cost_won`` is read, everything else is text."""

    code: str
    title_ko: str
    title_en: str
    cost_won: int = 0
    labels: dict[str, str] = field(default_factory=dict)
    address: str = ""
    text_ko: str = ""


def read(text: str) -> tuple[list[Line], list[str]]:
    """Return the options, and what is wrong line by line."""
    lines, wrong = [], []
    for number, row in enumerate((row for row in text.splitlines() if row.strip()), 1):
        cells = dict(zip(CELLS, (c.strip() for c in row.split("\t" if "\t" in row else "|")), strict=False))
        try:
            lines.append(_line(cells, number))
        except UnreadableAmount as error:
            wrong.append(_("Line %(line)s: %(fault)s", line=number, fault=sentence_of(error)))
            continue
        wrong += [_("Line %(line)s: %(fault)s", line=number, fault=fault) for fault in _faults(lines)]
    if len(lines) > MOST:
        wrong.append(_("At most %(most)s options are possible.", most=MOST))
    return lines, wrong


def _line(cells: dict[str, str], number: int) -> Line:
    cost = parse_won(cells["cost"]) if cells.get("cost") else 0
    labels = {kind: cells[kind] for kind in LABELS if cells.get(kind)}
    title = cells["title_ko"]
    return Line(
        cells.get("code") or str(number), title, cells.get("title_en") or title, cost, labels,
        cells.get("address", ""), cells.get("text_ko", ""),
    )  # fmt: skip


def _faults(lines: list[Line]) -> Iterable[str]:
    """Say what is wrong with the last line beside those before it."""
    last, before = lines[-1], lines[:-1]
    if not last.title_ko:
        yield _("the title is missing")
    if len(last.title_ko) > 200 or len(last.title_en) > 200:
        yield _("the title is longer than 200 characters")
    if any(mark in ',;"' or mark.isspace() for mark in last.code) or len(last.code) > 40:
        yield _("a number of an option has at most 40 characters, without blanks, commas or quotes")
    if last.code in {line.code for line in before}:
        yield _("the number %(code)s is there twice", code=last.code)
    if last.address and not last.address.startswith("/"):
        yield _("an address is a page of this site, such as /cycles/2027/proposals/0012")


def write(options: Iterable[Any]) -> str:
    """Return the lines of options that are kept."""
    rows = (
        (
            o.title_ko,
            o.title_en,
            str(o.cost_won or ""),
            o.labels.get("field", ""),
            o.address,
            o.code,
            o.text_ko,
            o.labels.get("district", ""),
        )
        for o in options
    )
    return "\n".join(" | ".join(cell.replace("\n", " ").replace("|", "/") for cell in row).rstrip(" |") for row in rows)
