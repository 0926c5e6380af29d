"""Who takes part in the assemblies of the demonstration."""

from dataclasses import dataclass

from app.accounts.models import Account
from app.core.db import db


@dataclass(frozen=True)
class Crowd:
    """The organiser, a second person who enters sheets, and citizens."""

    organiser: Account
    second: Account
    citizens: list[Account]


def crowd(logins: dict[str, Account]) -> Crowd:
    """Return those of the demonstration's people who take part."""
    citizens = db.session.query(Account).filter(Account.email.like("citizen%")).order_by(Account.id).all()
    return Crowd(logins["organiser"], logins["admin"], citizens)
