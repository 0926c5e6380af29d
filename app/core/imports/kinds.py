"""What can be imported: a table an area fills in."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.core.errors import NotFound, RuleError
from app.core.permissions import Permission, Place


@dataclass(frozen=True)
class Column:
    """A column: the service's parameter, the names that offices give it, how a cell is read.

    ``headers[0]`` is the Korean and ``headers[1]`` the English name written into templates and exports.
    """

    name: str
    headers: tuple[str, ...]
    read: Callable[[str], Any]
    required: bool = True
    unique: bool = False  # a value that stands twice in a file is refused
    example: str | int = ""  # of the template
    default: Any = None  # where a cell is empty that need not be filled in


@dataclass(frozen=True)
class Row:
    """A row that could be read: its number in the file, its values and its cells by the names of the columns."""

    number: int
    values: Mapping[str, Any]
    cells: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Any:
        return self.values[name]


@dataclass(frozen=True)
class Finding:
    """Why a row (``row``), or something of the file (None), was not taken as it stands."""

    row: int | None
    column: str | None  # the name of a ``Column``
    error: RuleError

    def as_json(self, headers: Mapping[str, str]) -> dict[str, Any]:
        return {
            "row": self.row,
            "column": headers.get(self.column or "", self.column),
            **self.error.as_json(),
        }


@dataclass(frozen=True)
class Target:
    """What an import goes into, and who imports."""

    cycle_id: int | None
    by: Any = None


Checked = Iterable[Finding]
Made = tuple[str, object]  # the type and the key of what a row has become


@dataclass(frozen=True)
class ImportKind:
    """One kind of import. ``check`` looks at all rows that could be read; ``apply`` writes one of them.

    ``apply_all`` and ``undo_all`` do for all rows at once what one by one would hold the database too long.
    ``check`` runs once more in the transaction that writes: it says what another has done meanwhile.
    """

    code: str
    title: str  # marked by N_
    permission: Permission
    columns: tuple[Column, ...] | Callable[[Target], tuple[Column, ...]]
    apply: Callable[[Row, Target], Made] | None = None
    undo: Callable[[str], None] | None = None
    apply_all: Callable[[Sequence[Row], Target], Sequence[Made]] | None = None
    undo_all: Callable[[Sequence[str]], None] | None = None  # the last row first
    check: Callable[[Sequence[Row], Target], Checked] = lambda rows, target: ()
    begin: Callable[[Sequence[Row], Target], object] | None = None  # once before the rows are applied: locks, the phase
    rows: Callable[[Target], Iterable[Mapping[str, Any]]] | None = None  # for the export
    place: Callable[[Target], Place] | None = None  # where the permission must hold
    done_at: Callable[[Target], str] | None = None  # the address to go to afterwards
    help: tuple[str, ...] = field(default=())  # sentences marked by N_, shown above the upload

    def columns_for(self, target: Target) -> tuple[Column, ...]:
        return self.columns(target) if callable(self.columns) else self.columns


KINDS: dict[str, ImportKind] = {}


def register(kind: ImportKind) -> ImportKind:
    """Make a kind known to the pages of imports."""
    KINDS[kind.code] = kind
    return kind


def kind_called(code: str) -> ImportKind:
    """Return a kind by its code. Raises ``NotFound``."""
    if code not in KINDS:
        raise NotFound()
    return KINDS[code]
