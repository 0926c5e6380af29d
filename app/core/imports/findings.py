"""Findings as they are shown: row, column and the sentence in the reader's language."""

from collections.abc import Sequence
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


def sample(rows: Sequence[Row], columns: Sequence[Column]) -> list[dict[str, Any]]:
    """Return rows for keeping: their numbers, and their cells as the file has them, amounts as they were understood."""
    return [{"row": row.number, "cells": {column.name: _cell(row, column) for column in columns}} for row in rows]


def _cell(row: Row, column: Column) -> str | int:
    value = row[column.name]
    return value if column.read is won and value is not None else row.cells[column.name]


def as_read(cell: str | int) -> str:
    """Return a kept cell, an amount in the reader's words."""
    return WORDS[chosen()](cell) if isinstance(cell, int) else cell
