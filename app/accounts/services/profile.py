"""How a person is called in public, and in which language we write to her."""

from app.accounts.models import Account
from app.core import audit
from app.core.db import db, transaction


def change(account: Account, *, name: str, locale: str) -> None:
    """Change name and language. The log keeps that it was changed, not the names."""
    account_id = account.id
    with transaction():
        account = db.session.get_one(Account, account_id, with_for_update=True)
        account.name, account.locale = name.strip(), locale
        audit.record("account.name", of=("account", account.id), by=account)
