"""What differs between two plans, value by value."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from app.cycles.models import PlanSection
from app.cycles.services.contents import COLUMNS, TABLES, Content, Row


@dataclass(frozen=True)
class Change:
    """One value that differs. ``row`` is the row that it stands in, of the later plan where it has one.

    A whole row that came or went has no column; then ``before`` or ``after`` is nothing.
    """

    section: PlanSection
    row: Row | None
    column: str | None
    before: Any
    after: Any


def differences(before: Content, after: Content) -> list[Change]:
    """Return the changes from one plan to another, in the order of the plan."""
    return [
        change for section in PlanSection for change in section_differences(section, before[section], after[section])
    ]


def section_differences(section: PlanSection, before: Any, after: Any) -> list[Change]:
    """Return the changes of one section."""
    if section in COLUMNS:
        return list(_values(section, None, COLUMNS[section], before, after))
    return list(_rows(section, before, after))


def _rows(section: PlanSection, before: list[Row], after: list[Row]) -> Iterator[Change]:
    table = TABLES[section]
    old = {row[table.key]: row for row in before}
    new = {row[table.key]: row for row in after}
    for key, row in new.items():
        if key in old:
            yield from _values(section, row, table.columns, old[key], row)
        else:
            yield Change(section, row, None, None, row)
    for key, row in old.items():
        if key not in new:
            yield Change(section, row, None, row, None)


def _values(
    section: PlanSection, row: Row | None, columns: tuple[str, ...], before: Row, after: Row
) -> Iterator[Change]:
    for column in columns:
        if before.get(column) != after.get(column):
            yield Change(section, row, column, before.get(column), after.get(column))
