"""Who is signed in: one row a browser, so that signing out ends it everywhere it should."""

import datetime as dt
import hashlib
import secrets

from flask import session
from flask_login import login_user, logout_user
from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from app.accounts.models import Account, LoginSession
from app.core import clock, stash
from app.core.actor import finds_accounts
from app.core.db import db, transaction
from app.core.permissions import Role
from app.extensions import login

IDLE_STAFF = dt.timedelta(minutes=30)
IDLE_CITIZEN = dt.timedelta(hours=2)
AT_MOST = dt.timedelta(hours=12)
NOTED_EVERY = dt.timedelta(minutes=1)  # a write at each page would be a lock at each page
STAFF = {Role.officer, Role.organiser, Role.council_staff, Role.auditor, Role.administrator}


def sign_in(account: Account) -> None:
    """Begin a session of this browser under a new secret; whatever was signed in before is gone."""
    account_id, token, at = account.id, secrets.token_urlsafe(32), clock.now()
    with transaction():
        db.session.add(LoginSession(account_id=account_id, token_hash=hashed(token), began_at=at, seen_at=at))
    typed = session.get(stash.COOKIE_KEY)
    session.clear()
    if typed:
        session[stash.COOKIE_KEY] = typed
    account = db.session.get_one(Account, account_id)
    account.session_token = token
    login_user(account)


def sign_out() -> None:
    """End the session of this browser, on the server too."""
    with transaction():
        row = _row(session.get("_user_id", ""))
        if row is not None:
            row.ended_at = clock.now()
    logout_user()
    session.clear()


def sign_out_everywhere(account: Account) -> None:
    """End every session of the account."""
    account_id = account.id
    with transaction():
        end_sessions(account_id)


def end_sessions(account_id: int) -> None:
    """End every session of an account inside the caller's transaction: a secret of before is worth nothing after."""
    alive = update(LoginSession).where(LoginSession.account_id == account_id, LoginSession.ended_at.is_(None))
    db.session.execute(alive.values(ended_at=clock.now()))


def hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def account_of(token: str) -> int | None:
    """Return whose session a secret began, even if it has run out; nothing for one that was ended."""
    row = _row(token)
    return row.account_id if row else None


@finds_accounts
def account_called(account_id: int) -> Account:
    """Return an account by its id."""
    return db.session.get_one(Account, account_id)


@login.user_loader
def load(token: str) -> Account | None:
    """Return the account of a living session, or nothing."""
    row = _row(token)
    if row is None or row.account.closed_at is not None:
        return None
    at = clock.now()
    if at - row.began_at > AT_MOST or at - row.seen_at > idle_limit(row.account):
        return None
    if at - row.seen_at > NOTED_EVERY:
        row_id = row.id
        with transaction():
            db.session.get_one(LoginSession, row_id).seen_at = at
        row = db.session.get_one(LoginSession, row_id)
    row.account.session_token = token
    return row.account


def idle_limit(account: Account) -> dt.timedelta:
    """Return how long a session may lie idle: staff shorter than citizens."""
    return IDLE_STAFF if STAFF & {grant.role for grant in account.grants_in_force} else IDLE_CITIZEN


def _row(token: str) -> LoginSession | None:
    found = select(LoginSession).where(LoginSession.token_hash == hashed(token), LoginSession.ended_at.is_(None))
    account = joinedload(LoginSession.account).joinedload(Account.grants)
    return db.session.scalars(found.options(account)).unique().one_or_none()
