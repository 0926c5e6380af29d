"""A file as rows of text cells, with the numbers that a spreadsheet program shows beside them."""

from dataclasses import dataclass

MOST_ROWS = 50_000
MOST_COLUMNS = 200


@dataclass(frozen=True)
class Merged:
    """A range of merged cells; rows and columns count from 1, the ends belong to it."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def name(self) -> str:
        return f"{letters(self.left)}{self.top}:{letters(self.right)}{self.bottom}"

    def covers(self, row: int) -> bool:
        return self.top <= row <= self.bottom


@dataclass(frozen=True)
class Grid:
    """All rows of one sheet: ``rows[0]`` is row 1. ``guarded``: text cells carry the formula guard (CSV).

    ``other_names`` are the labels of the columns named in row 1, where a file has such.
    """

    rows: tuple[tuple[str, ...], ...]
    merged: tuple[Merged, ...] = ()
    guarded: bool = False
    other_names: tuple[str, ...] = ()


def letters(column: int) -> str:
    """Name a column as spreadsheets do: 1 is A, 27 is AA."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name
