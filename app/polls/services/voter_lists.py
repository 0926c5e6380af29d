"""A list of voters: from a spreadsheet, typed, or those of a body; accounts by their mail addresses or names."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from app.accounts.models import Account, Claim, ClaimKind
from app.core.db import db
from app.core.errors import N_, RuleError
from app.core.sheets.errors import SheetError
from app.core.sheets.reading import read_grid
from app.polls.models import Poll
from app.polls.services import eligibility, roll, subjects
from app.polls.services.voter_sources import voter_sources

AT_ONCE = 500
NAME_COLUMNS = {"name", "이름", "성명", "성함", "위원명"}


class NobodyInTheFile(SheetError):
    code = "nobody_in_the_file"
    sentence = N_("This file has no mail addresses and no column “name”. One of them is needed to find accounts.")


class ListMissing(RuleError):
    code = "list_missing"
    sentence = N_("Choose a body, type addresses or names, or give a file.")
    field = "typed"
    status = 422


@dataclass
class Wanted:
    """Whom a list names, in its order: each by a mail address or by a name."""

    addresses: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)

    def add(self, text: str) -> None:
        """Take an address or a name; the same again is left out."""
        one = text.strip()
        kind, one = (self.addresses, one.lower()) if "@" in one and " " not in one else (self.names, one)
        if one and one not in kind:
            kind.append(one)


class RollIsFilled(RuleError):
    code = "roll_is_filled"
    sentence = N_("Whoever asks in this vote draws up the roll at the opening. No list can be added.")


@dataclass(frozen=True)
class Listed:
    """What became of a list: how many were new on the roll, whom no account is, and what several accounts are called."""

    new: int
    known: int
    unknown: Sequence[str]
    ambiguous: Sequence[str] = ()


def enrol_from(
    poll: Poll, electorate: str, *, file: bytes = b"", typed: str = "", members: str = "", by: Any
) -> Listed:
    """Enrol those whom a file, typed lines and a body (a choice of ``voter_sources``) name, each once.

    Raises ``SheetError``, ``ListMissing``, ``NotFound``, ``HasOpened``, ``RollIsFilled``.
    """
    require_listable(poll)
    if not file and not typed.strip() and not members:
        raise ListMissing()
    wanted = Wanted()
    if file:
        _add_from_sheet(wanted, file)
    for line in typed.replace(";", "\n").splitlines():
        wanted.add(line)
    addressed, named = _addressed(wanted.addresses), _named(wanted.names)
    found = dict.fromkeys(voter_sources.of(members)) if members else {}
    found |= dict.fromkeys(addressed.values()) | dict.fromkeys(ids[0] for ids in named.values() if len(ids) == 1)
    cells = _cells(list(found))
    new = roll.enrol(poll, electorate, cells, cells, by)
    unknown = [one for one in wanted.addresses if one not in addressed] + [
        one for one in wanted.names if one not in named
    ]
    return Listed(new, len(cells) - new, unknown, [name for name, ids in named.items() if len(ids) > 1])


def require_listable(poll: Poll) -> None:
    """Raise ``RollIsFilled`` where the subject of the poll draws up the roll."""
    if subjects.fills_roll(poll):
        raise RollIsFilled()


def _add_from_sheet(wanted: Wanted, data: bytes) -> None:
    """Take of each row its address wherever it stands; where it has none, the name of its column of names."""
    column: int | None = None
    for row in read_grid(data).rows:
        heads = [place for place, cell in enumerate(row) if cell.strip().lower() in NAME_COLUMNS]
        if column is None and heads:
            column = heads[0]
            continue
        addresses = [cell for cell in row if "@" in cell and " " not in cell.strip()]
        for one in addresses or ([row[column]] if column is not None and column < len(row) else []):
            wanted.add(one)
    if not wanted.addresses and not wanted.names:
        raise NobodyInTheFile()


def _addressed(addresses: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for part in _parts(addresses):
        query = select(Account.email, Account.id).where(Account.email.in_(part), Account.closed_at.is_(None))
        found |= dict(db.session.execute(query).all())
    return found


def _named(names: Sequence[str]) -> dict[str, list[int]]:
    """Return the accounts of each name."""
    found: dict[str, list[int]] = {}
    for part in _parts(names):
        query = select(Account.name, Account.id).where(Account.name.in_(part), Account.closed_at.is_(None))
        for name, account_id in db.session.execute(query.order_by(Account.id)):
            found.setdefault(name, []).append(account_id)
    return found


def _parts(texts: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (texts[start : start + AT_ONCE] for start in range(0, len(texts), AT_ONCE))


def _cells(accounts: Sequence[int]) -> dict[str, str]:
    """Return the cell of each person, by the subject that the roll knows."""
    claims: dict[int, dict[ClaimKind, Claim]] = {account_id: {} for account_id in accounts}
    for part in _parts(accounts):
        query = select(Claim).where(Claim.account_id.in_(part)).order_by(Claim.id)
        for claim in db.session.scalars(query):
            claims[claim.account_id][claim.kind] = claim
    return {f"person:{account_id}": eligibility.cell_of(found) for account_id, found in claims.items()}
