"""Findings as they are shown: row, column and the sentence in the reader's language."""

from dataclasses import dataclass
from typing import Any

from app.core.errors import kept_refusal
from app.core.imports.columns import won
from app.core.imports.kinds import Column, Row
from app.core.languages import chosen, sentence_of
from app.core.money import WORDS


@dataclass(frozen=True)
class Shown:
    row: int | None
    column: str
    text: str


def shown(finding: dict[str, Any]) -> Shown:
    """Return a kept finding with its sentence translated."""
    return Shown(finding["row"], finding["column"] or "", sentence_of(kept_refusal(finding)))


def as_read(row: Row, column: Column) -> str:
    """Return a cell of a taken row as the file has it, amounts as they were understood."""
    value = row[column.name]
    return WORDS[chosen()](value) if column.read is won and value is not None else row.cells[column.name]
