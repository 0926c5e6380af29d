"""Roles: given for a place and a term, ended, never deleted; every change is on record and ends all sessions."""

import datetime as dt

from sqlalchemy import select

from app.accounts.errors import RoleHeld, ScopeUnknown, TermBackwards
from app.accounts.models import Account, RoleGrant
from app.accounts.services import letters
from app.accounts.services.closing import require_another_administrator
from app.accounts.sessions import end_sessions
from app.core import audit, clock
from app.core.db import db, transaction
from app.core.errors import NotFound
from app.core.permissions import Role, Scope
from app.core.scopes import choices_of


def grant(
    account: Account,
    *,
    role: Role,
    scope: Scope = Scope.everywhere,
    scope_key: str = "",
    from_at: dt.datetime | None = None,
    until_at: dt.datetime | None = None,
    by: Account | None = None,
) -> RoleGrant:
    """Give a role. Raises ``ScopeUnknown``, ``TermBackwards`` or ``RoleHeld``."""
    account_id, by_id = account.id, by.id if by else None
    with transaction():
        account = db.session.get_one(Account, account_id, with_for_update=True, populate_existing=True)
        giver = db.session.get(Account, by_id) if by_id else None
        from_at = from_at or clock.now()
        _check(account, role, scope, scope_key, from_at, until_at)
        given = RoleGrant(
            account_id=account_id, role=role, scope=scope, scope_key=scope_key, from_at=from_at, until_at=until_at,
            granted_by=by_id,
        )  # fmt: skip
        account.grants.append(given)
        db.session.flush()
        _changed(account, "account.grant", giver, after=_said(given))
    return given


def end_grant(grant_id: int, *, by: Account | None = None) -> None:
    """End a role now. Raises ``LastAdministrator``, or ``NotFound`` for one that is over."""
    by_id = by.id if by else None
    with transaction():
        held = db.session.get(RoleGrant, grant_id, with_for_update=True, populate_existing=True)
        at = clock.now()
        if held is None or (held.until_at is not None and held.until_at <= at):
            raise NotFound()
        if held.role is Role.administrator:
            require_another_administrator(held.account)
        before = _said(held)
        held.until_at = max(at, held.from_at)
        giver = db.session.get(Account, by_id) if by_id else None
        _changed(held.account, "account.end_grant", giver, before=before, after=_said(held))


def _check(
    account: Account, role: Role, scope: Scope, scope_key: str, from_at: dt.datetime, until_at: dt.datetime | None
) -> None:
    if account.closed_at is not None:
        raise NotFound()
    if scope_key not in choices_of(scope):
        raise ScopeUnknown()
    if until_at is not None and until_at <= from_at:
        raise TermBackwards()
    same = select(RoleGrant.id).where(
        RoleGrant.account_id == account.id,
        RoleGrant.role == role,
        RoleGrant.scope == scope,
        RoleGrant.scope_key == scope_key,
        RoleGrant.until_at.is_(None) | (RoleGrant.until_at > from_at),
        RoleGrant.from_at < until_at if until_at else RoleGrant.id == RoleGrant.id,
    )
    if db.session.scalar(same.limit(1)):
        raise RoleHeld()


def _changed(
    account: Account,
    action: str,
    by: Account | None,
    *,
    before: dict[str, object] | None = None,
    after: dict[str, object] | None = None,
) -> None:
    """Put it on record, end the sessions of before and tell the person."""
    audit.record(action, of=("account", account.id), by=by, before=before, after=after)
    end_sessions(account.id)
    letters.roles_changed(account)


def _said(given: RoleGrant) -> dict[str, object]:
    return {
        "role": given.role,
        "scope": given.scope,
        "scope_key": given.scope_key,
        "from": given.from_at.isoformat(),
        "until": given.until_at.isoformat() if given.until_at else None,
    }
