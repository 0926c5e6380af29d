"""The pool: people with features, read from a table, with what was wrong named by row."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from voting.sortition.errors import BadInput, Complaint
from voting.sortition.table_file import Table, read_table, table_of, tidy


@dataclass(frozen=True)
class Pool:
    """People who may be drawn.

    Parameters
    ----------
    ids
        Identifier of each person, always text ("007" stays "007").
    columns
        Every other column by its tidy header; ``columns[name][i]`` belongs to ``ids[i]``.
    line_of
        The row of each person in the file, for messages.
    name
        Name of the file, for messages.
    """

    ids: Sequence[str]
    columns: Mapping[str, Sequence[str]]
    line_of: Sequence[int]
    name: str = "pool"

    def __len__(self) -> int:
        """Return the number of people."""
        return len(self.ids)

    def column(self, feature: str) -> Sequence[str]:
        """Return the column of ``feature``, whatever the case of its header.

        Raises
        ------
        BadInput
            No such column.
        """
        wanted = fold(feature)
        for name, column in self.columns.items():
            if fold(name) == wanted:
                return column
        known = ", ".join(self.columns) or "none"
        raise BadInput.of(
            "no_column",
            f"{self.name} has no column “{feature}”.",
            f"Its columns are: {known}. Rename one, or correct the targets.",
            feature=feature,
        )

    def has_column(self, feature: str) -> bool:
        """Return whether there is a column ``feature``, whatever the case."""
        wanted = fold(feature)
        return any(fold(name) == wanted for name in self.columns)

    def without(self, positions: Iterable[int]) -> "Pool":
        """Return the pool without the people at ``positions``."""
        gone = set(positions)
        if not gone:
            return self
        return self.only(i for i in range(len(self)) if i not in gone)

    def only(self, positions: Iterable[int]) -> "Pool":
        """Return the people at ``positions``, in that order."""
        keep = list(positions)
        columns = {name: [column[i] for i in keep] for name, column in self.columns.items()}
        return Pool([self.ids[i] for i in keep], columns, [self.line_of[i] for i in keep], self.name)


def fold(text: str) -> str:
    """Return ``text`` as it is compared: tidy and without case."""
    return tidy(text).casefold()


def read_pool(path: Path) -> Pool:
    """Return the pool in a CSV or XLSX file whose first column is the id.

    Raises
    ------
    BadInput
        Unreadable file, no person, an empty id, an id twice, a header twice.
    """
    return pool_from_table(read_table(path))


def pool_from_rows(rows: Sequence[Mapping[str, object]], id_key: str = "id", name: str = "pool") -> Pool:
    """Return the pool of people that a program holds, one mapping a person; messages count rows from 1.

    Raises
    ------
    BadInput
        No person, an empty id, an id twice.
    """
    return pool_from_table(table_of(rows, id_key, name))


def pool_from_table(table: Table) -> Pool:
    """Return the pool of a table whose first column is the id."""
    ids = list(map(str.strip, table.columns[0])) if table.columns else []
    complaints = _header_complaints(table) + _id_complaints(ids, table)
    if complaints:
        raise BadInput(complaints)
    columns = dict(zip(table.header[1:], table.columns[1:], strict=True))
    columns.pop("", None)
    return Pool(ids, columns, table.line_of, table.name)


def _header_complaints(table: Table) -> list[Complaint]:
    seen = Counter(fold(name) for name in table.header if name)
    return [
        Complaint("header_twice", f"{table.name}: two columns are called “{name}”.", "Rename one.", {"column": name})
        for name, times in seen.items()
        if times > 1
    ]


def _id_complaints(ids: Sequence[str], table: Table) -> list[Complaint]:
    if not ids:
        return [Complaint("no_people", f"{table.name} has a header but nobody below it.", "Add the people.")]
    if len(set(ids)) == len(ids) and all(ids):
        return []
    found: list[Complaint] = []
    first: dict[str, int] = {}
    for name, line in zip(ids, table.line_of, strict=True):
        if not name:
            text = f"{table.name}, row {line}: the id in the first column is empty."
            found.append(Complaint("no_id", text, "Give every person an id.", {"row": line}))
        elif name in first:
            text = f"{table.name}, row {line}: id “{name}” is already in row {first[name]}."
            found.append(Complaint("id_twice", text, "Remove one of the two rows.", {"row": line, "id": name}))
        else:
            first[name] = line
    return found


def likely_duplicates(pool: Pool, columns: Sequence[str]) -> list[list[int]]:
    """Return groups of positions that agree in all ``columns`` (a name, a phone number, a date of birth).

    A warning for a person to decide on, never an error: two people may share a name.
    """
    chosen = [pool.column(name) for name in columns]
    by_key: dict[tuple[str, ...], list[int]] = {}
    for i in range(len(pool)):
        key = tuple(fold(column[i]) for column in chosen)
        if all(key):
            by_key.setdefault(key, []).append(i)
    return [group for group in by_key.values() if len(group) > 1]
