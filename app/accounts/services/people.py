"""The administrator's view of people, and making an account without a letter (at the machine itself)."""

from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import selectinload

from app.accounts.emails import canonical_email
from app.accounts.errors import AddressTaken
from app.accounts.models import Account, RoleGrant
from app.accounts.passwords import hashed_password, require_good
from app.core import audit, clock
from app.core.db import db, transaction
from app.core.permissions import Role


@dataclass(frozen=True)
class People:
    """One page of the list."""

    rows: list[Account]
    total: int


def find(text: str = "", role: str = "", *, page: int, page_size: int) -> People:
    """Return accounts whose name or address holds the text, and who hold or held the role; the newest first."""
    query = select(Account)
    if text:
        like = f"%{text.lower().replace('%', '').replace('_', chr(92) + '_')}%"
        query = query.where(
            or_(func.lower(Account.name).like(like, escape="\\"), Account.email.like(like, escape="\\"))
        )
    if role in list(Role):
        query = query.where(Account.grants.any(RoleGrant.role == Role(role)))
    total = db.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    ordered = query.order_by(Account.id.desc()).limit(page_size).offset((page - 1) * page_size)
    return People(list(db.session.scalars(ordered.options(selectinload(Account.grants)))), total)


def create(
    *, email: str, name: str, password: str, role: Role = Role.citizen, locale: str = "ko", synthetic: bool = False
) -> Account:
    """Make a confirmed account with one role everywhere. Raises ``AddressTaken`` or what ``require_good`` raises."""
    require_good(password, staff=role not in (Role.citizen, Role.member), known=(name, email))
    password_hash, at = hashed_password(password), clock.now()
    with transaction():
        if db.session.scalar(select(Account.id).where(Account.email == canonical_email(email))):
            raise AddressTaken()
        account = Account(
            email=canonical_email(email), name=name, password_hash=password_hash, locale=locale, synthetic=synthetic,
            created_at=at, email_confirmed_at=at,
        )  # fmt: skip
        account.grants.append(RoleGrant(role=role, from_at=at))
        db.session.add(account)
        db.session.flush()
        audit.record("account.create", of=("account", account.id), after={"role": role})
    return account
