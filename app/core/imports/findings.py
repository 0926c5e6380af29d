"""Findings as they are shown: row, column and the sentence in the reader's language."""

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext

from app.core.errors import RuleError
from app.core.imports.columns import won
from app.core.imports.kinds import Column
from app.core.languages import chosen, named, sentence_of
from app.core.money import WORDS


@dataclass(frozen=True)
class Shown:
    row: int | None
    column: str
    text: str


def shown(finding: dict[str, Any]) -> Shown:
    """Return a kept finding with its sentence translated."""
    error = RuleError(**finding["params"])
    error.sentence = finding["sentence"]  # type: ignore[misc]
    return Shown(finding["row"], finding["column"] or "", sentence_of(error))


def as_read(value: Any, column: Column) -> str:
    """Return a value of a taken row as words: won written out, rows of the plan by their names."""
    if value is None:
        return ""
    if column.read is won:
        return WORDS[chosen()](value)
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    return named(value) if hasattr(value, "name_ko") else str(value)
