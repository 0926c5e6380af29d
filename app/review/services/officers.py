"""Which departments an officer speaks for, and who the officers of a department are."""

from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from app.accounts.models import Account, RoleGrant
from app.core import clock
from app.core.db import db
from app.core.permissions import Permission, Place, Role, Scope, allowed


def place_of_department(department_id: int) -> Place:
    """Return the scope of a department."""
    return Place(frozenset({(Scope.department, str(department_id))}))


def speaks_for(account: Any, department_id: int) -> bool:
    """Say whether the account may give verdicts of a department now."""
    return allowed(account.grants_in_force, Permission.give_verdict, place_of_department(department_id))


def departments_of(account: Any) -> list[int] | None:
    """Return the departments that an officer speaks for; nothing where it is every department."""
    grants = [grant for grant in account.grants_in_force if grant.role is Role.officer]
    if any(grant.scope is Scope.everywhere for grant in grants):
        return None
    return [int(grant.scope_key) for grant in grants if grant.scope is Scope.department]


def officers() -> list[tuple[Account, list[int] | None]]:
    """Return everybody who may give verdicts now, with the departments they speak for, by name."""
    at = clock.now()
    holds = (RoleGrant.from_at <= at) & or_(RoleGrant.until_at.is_(None), RoleGrant.until_at > at)
    held = select(RoleGrant.account_id).where(RoleGrant.role == Role.officer, holds)
    found = select(Account).where(Account.id.in_(held), Account.closed_at.is_(None)).order_by(Account.name)
    accounts = db.session.scalars(found.options(joinedload(Account.grants))).unique()
    return [(account, departments_of(account)) for account in accounts]
