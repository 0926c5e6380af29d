"""Ending all digests by the link of one, without signing in (RFC 8058): opening it changes nothing, a POST ends them."""

import datetime as dt
import secrets
from hashlib import sha256

from sqlalchemy import delete

from app.core import audit, clock
from app.core.db import db, locked, transaction
from app.core.errors import N_, RuleError
from app.followup.models import Digest, Rhythm, UnsubscribeLink

KEPT = dt.timedelta(days=400)  # a letter may be read again a year later


class UnsubscribeLinkUnknown(RuleError):
    code = "unsubscribe_link_unknown"
    sentence = N_("This link is not known. Choose how often you are written to under “To do”, or call us.")
    status = 404


def issue(account_id: int) -> str:
    """Return the secret of a new link, inside the caller's transaction. Earlier ones stay good."""
    token = secrets.token_urlsafe(32)
    db.session.add(UnsubscribeLink(token_hash=hashed(token), account_id=account_id, made_at=clock.now()))
    return token


def living(token: str) -> UnsubscribeLink:
    """Return the link, unchanged. Raises ``UnsubscribeLinkUnknown``."""
    link = db.session.get(UnsubscribeLink, hashed(token))
    if link is None:
        raise UnsubscribeLinkUnknown()
    return link


def end(token: str) -> None:
    """End the digests of whom the link was sent to; a second time says the same. What is followed stays on the list.

    A link that was used ends nothing again: who has chosen another rhythm since keeps it.
    """
    with transaction():
        link = locked(UnsubscribeLink, hashed(token))
        if link is None:
            raise UnsubscribeLinkUnknown()
        if link.used_at is not None:
            return
        link.used_at = clock.now()
        digest = locked(Digest, link.account_id)
        if digest is not None and digest.rhythm is not Rhythm.never:
            before, digest.rhythm = str(digest.rhythm), Rhythm.never
            of = ("account", link.account_id)
            audit.record("matter.unsubscribe", of=of, before=before, after=str(Rhythm.never))


def tidy() -> None:
    """Delete links of letters that nobody reads any more."""
    with transaction():
        db.session.execute(delete(UnsubscribeLink).where(UnsubscribeLink.made_at < clock.now() - KEPT))


def hashed(token: str) -> str:
    return sha256(token.encode()).hexdigest()
