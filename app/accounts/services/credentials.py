"""Proving who one is with a password, changing it, and getting in without it."""

import structlog
from sqlalchemy import select

from app.accounts.emails import canonical_email
from app.accounts.errors import NotConfirmed, PasswordShortForRole, WrongCredentials, WrongPassword
from app.accounts.models import Account, MailLink, MailLinkPurpose
from app.accounts.passwords import AT_LEAST_STAFF, hashed_password, is_outdated, matches, require_good
from app.accounts.services import letters, links
from app.accounts.services.registration import send_confirmation
from app.accounts.sessions import STAFF, end_sessions
from app.core import audit, clock
from app.core.beside import beside_the_request
from app.core.db import db, transaction

log = structlog.get_logger()


def authenticate(email: str, password: str) -> Account:
    """Return the account that the address and the password belong to.

    An unknown address takes the time of a known one and is told the same (``WrongCredentials``).
    Raises ``NotConfirmed``, after sending the link again, only to who knows the password.
    """
    account = db.session.scalar(
        select(Account).where(Account.email == canonical_email(email), Account.closed_at.is_(None))
    )
    right = matches(account.password_hash if account else None, password)
    if account is None or not right:
        log.info("sign-in refused", account=account.id if account else None)
        raise WrongCredentials()
    if account.email_confirmed_at is None:
        send_confirmation(account)
        raise NotConfirmed()
    if is_staff(account) and len(password) < AT_LEAST_STAFF:  # the role came after the password
        ask_reset(email)
        raise PasswordShortForRole(at_least=AT_LEAST_STAFF)
    if is_outdated(account.password_hash or ""):
        _keep(account, hashed_password(password))
    log.info("signed in", account=account.id)
    return account


def change_password(account: Account, *, present_password: str, password: str) -> None:
    """Replace the password; every session ends, the caller begins a new one. Raises ``WrongPassword``."""
    require_password(account, present_password)
    require_good(password, staff=is_staff(account), known=(account.name, account.email))
    password_hash, account_id = hashed_password(password), account.id
    with transaction():
        account = db.session.get_one(Account, account_id, with_for_update=True)
        _replace_password(account, password_hash)
        audit.record("account.password", of=("account", account.id), by=account)


def require_password(account: Account, password: str) -> None:
    """Raise ``WrongPassword`` unless it is the account's."""
    if not matches(account.password_hash, password):
        log.info("password refused", account=account.id)
        raise WrongPassword()


def ask_reset(email: str) -> None:
    """Send a link for a new password if there is such an account; the caller learns nothing, not by time either."""
    beside_the_request(_send_reset, email)


def _send_reset(email: str) -> None:
    with transaction():
        account = db.session.scalar(
            select(Account).where(Account.email == canonical_email(email), Account.closed_at.is_(None))
        )
        if account is not None:
            token = links.issue(account, MailLinkPurpose.reset)
            letters.reset(account, token, clock.now() + links.GOOD_FOR)


def reset_password(token: str, password: str) -> None:
    """Set a new password by a link; its reader holds the mailbox, so the address is confirmed with it."""
    account = db.session.get_one(Account, links.living(token).account_id)
    require_good(password, staff=is_staff(account), known=(account.name, account.email))
    password_hash = hashed_password(password)
    with transaction():
        link = links.consume(token, MailLinkPurpose.reset)
        account = db.session.get_one(Account, link.account_id, with_for_update=True)
        account.email_confirmed_at = account.email_confirmed_at or clock.now()
        _replace_password(account, password_hash)
        audit.record("account.reset", of=("account", account.id), by=account)


def ask_change_of_email(account: Account, *, new_email: str, present_password: str) -> None:
    """Send a link to the new address. Raises ``WrongPassword``; says nothing of whether the address is taken."""
    require_password(account, present_password)
    account_id, new_email = account.id, canonical_email(new_email)
    with transaction():
        account = db.session.get_one(Account, account_id)
        owner = db.session.scalar(select(Account).where(Account.email == new_email))
        if owner is not None and owner.id != account_id:
            letters.already_registered(owner)
            return
        token = links.issue(account, MailLinkPurpose.change_email, new_email=new_email)
        letters.change_email(account, new_email, token, clock.now() + links.GOOD_FOR)


def change_email(token: str) -> None:
    """Use the new address from now on and tell the old one. Raises ``LinkDead``."""
    with transaction():
        link = links.consume(token, MailLinkPurpose.change_email)
        account = db.session.get_one(Account, link.account_id, with_for_update=True)
        old, new = account.email, link.new_email or ""
        if db.session.scalar(select(Account.id).where(Account.email == new, Account.id != account.id)):
            raise links.LinkDead()
        account.email = new
        letters.email_changed(account, old)
        audit.record("account.email", of=("account", account.id), by=account)


def purpose_of(token: str) -> MailLinkPurpose:
    """Return what a link is for, without using it. Raises ``LinkDead``."""
    link: MailLink = links.living(token)
    return link.purpose


def is_staff(account: Account) -> bool:
    return bool(STAFF & {grant.role for grant in account.grants_in_force})


def _replace_password(account: Account, password_hash: str) -> None:
    account.password_hash = password_hash
    end_sessions(account.id)
    letters.password_changed(account)


def _keep(account: Account, password_hash: str) -> None:
    account_id = account.id
    with transaction():
        db.session.get_one(Account, account_id).password_hash = password_hash
