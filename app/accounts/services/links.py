"""Links sent by mail: 32 random bytes of which only the hash is kept, good once and for 20 minutes."""

import datetime as dt
import secrets

from sqlalchemy import select, update

from app.accounts.errors import LinkDead
from app.accounts.models import Account, MailLink, MailLinkPurpose
from app.accounts.sessions import hashed
from app.core import clock
from app.core.db import db

GOOD_FOR = dt.timedelta(minutes=20)


def issue(account: Account, purpose: MailLinkPurpose, *, new_email: str | None = None) -> str:
    """Return the secret of a new link, inside the caller's transaction; earlier ones for the purpose are dead."""
    token, at = secrets.token_urlsafe(32), clock.now()
    earlier = update(MailLink).where(
        MailLink.account_id == account.id, MailLink.purpose == purpose, MailLink.used_at.is_(None)
    )
    db.session.execute(earlier.values(used_at=at))
    db.session.add(
        MailLink(
            account_id=account.id, purpose=purpose, token_hash=hashed(token), new_email=new_email,
            made_at=at, expires_at=at + GOOD_FOR,
        )
    )  # fmt: skip
    return token


def living(token: str, *, lock: bool = False) -> MailLink:
    """Return the link, unchanged. Raises ``LinkDead`` if it is unknown, used or expired."""
    query = select(MailLink).where(MailLink.token_hash == hashed(token)).execution_options(populate_existing=True)
    link = db.session.scalar(query.with_for_update() if lock else query)
    if link is None or link.used_at is not None or link.expires_at <= clock.now():
        raise LinkDead()
    return link


def consume(token: str, purpose: MailLinkPurpose) -> MailLink:
    """Use the link up, inside the caller's transaction. Raises ``LinkDead``, also for another purpose."""
    link = living(token, lock=True)
    if link.purpose is not purpose:
        raise LinkDead()
    link.used_at = clock.now()
    return link
