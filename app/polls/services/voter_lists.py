"""A list of voters from a spreadsheet: accounts by their mail addresses."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.accounts.models import Account, Claim, ClaimKind
from app.core.db import db
from app.core.errors import N_
from app.core.sheets.errors import SheetError
from app.core.sheets.reading import read_grid
from app.polls.models import Poll
from app.polls.services import eligibility, roll

AT_ONCE = 500


class NoAddresses(SheetError):
    code = "no_addresses"
    sentence = N_("There is no mail address in this file. It needs a column with the addresses of accounts.")


@dataclass(frozen=True)
class Listed:
    """What became of a list: how many were new on the roll, and which addresses belong to no account."""

    new: int
    known: int
    unknown: Sequence[str]


def enrol_from(poll: Poll, electorate: str, data: bytes, by: Any) -> Listed:
    """Enrol the accounts whose addresses stand anywhere in the sheet. Raises ``SheetError``, ``HasOpened``."""
    addresses = _addresses(data)
    accounts = _accounts(addresses)
    cells = _cells(list(accounts.values()))
    new = roll.enrol(poll, electorate, cells, cells, by)
    unknown = [address for address in addresses if address not in accounts]
    return Listed(new, len(cells) - new, unknown)


def _addresses(data: bytes) -> list[str]:
    cells = (cell.strip().lower() for row in read_grid(data).rows for cell in row)
    found = list(dict.fromkeys(cell for cell in cells if "@" in cell and " " not in cell))
    if not found:
        raise NoAddresses()
    return found


def _accounts(addresses: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for start in range(0, len(addresses), AT_ONCE):
        part = addresses[start : start + AT_ONCE]
        query = select(Account.email, Account.id).where(Account.email.in_(part), Account.closed_at.is_(None))
        found |= dict(db.session.execute(query).tuples().all())
    return found


def _cells(accounts: Sequence[int]) -> dict[str, str]:
    """Return the cell of each person, by the subject that the roll knows."""
    claims: dict[int, dict[ClaimKind, Claim]] = {account_id: {} for account_id in accounts}
    for start in range(0, len(accounts), AT_ONCE):
        query = select(Claim).where(Claim.account_id.in_(accounts[start : start + AT_ONCE])).order_by(Claim.id)
        for claim in db.session.scalars(query):
            claims[claim.account_id][claim.kind] = claim
    return {f"person:{account_id}": eligibility.cell_of(found) for account_id, found in claims.items()}
