"""Accounts with passwords, and reading the letters that were sent."""

import re
from pathlib import Path

from flask import current_app

from app.accounts.models import Account
from app.accounts.passwords import hashed_password
from app.core.db import db, transaction
from app.core.permissions import Role
from tests.builders import an_account

PASSWORD = "correct horse battery staple"


def someone(role: Role | str = Role.citizen, *, password: str = PASSWORD) -> Account:
    """A confirmed account that can sign in with ``password``."""
    account_id = an_account(role).id
    with transaction():
        account = db.session.get_one(Account, account_id)
        account.password_hash = hashed_password(password)
    return account


def letters() -> list[str]:
    """Every letter that lies in the outbox, the oldest first."""
    folder = Path(current_app.config["OUTBOX"])
    return [path.read_text("utf-8") for path in sorted(folder.glob("*.txt"))] if folder.exists() else []


def link_in(letter: str) -> str:
    """The path of the link in a letter."""
    found = re.search(r"http://127\.0\.0\.1:\d+(/\S*)", letter)
    assert found, letter
    return found.group(1)
