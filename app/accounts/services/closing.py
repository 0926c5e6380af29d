"""Leaving: everything personal is erased, what was public stays without the name. And taking one's data along."""

from typing import Any

from sqlalchemy import delete, func, select, update

from app.accounts.errors import LastAdministrator
from app.accounts.models import Account, Claim, Consent, LoginSession, MailLink, RoleGrant
from app.accounts.services import letters
from app.accounts.services.credentials import require_password
from app.core import audit, clock, personal_data
from app.core.db import db, transaction
from app.core.mail import Message
from app.core.permissions import Role
from app.core.stash import Stash


def close(account: Account, *, present_password: str) -> None:
    """Erase the person and keep the public record. Raises ``WrongPassword``, ``LastAdministrator``.

    The row stays as an empty shell that credits, amounts and the log refer to.
    """
    require_password(account, present_password)
    account_id = account.id
    with transaction():
        account = db.session.get_one(Account, account_id, with_for_update=True)
        require_another_administrator(account)
        db.session.execute(delete(Message).where(Message.to == account.email))
        letters.closed(account.name, account.email, account.locale)
        personal_data.erase(account)
        for kept in (Claim, Consent, LoginSession, MailLink, Stash):
            db.session.execute(delete(kept).where(kept.account_id == account_id))
        ends = update(RoleGrant).where(RoleGrant.account_id == account_id, RoleGrant.until_at.is_(None))
        db.session.execute(ends.values(until_at=clock.now()))
        account.email = f"closed-{account_id}@invalid"
        account.name, account.password_hash = personal_data.ANONYMOUS, None
        account.closed_at, account.email_confirmed_at = clock.now(), None
        audit.erase_payloads(of=("account", account_id))
        audit.record("account.close", of=("account", account_id), by=account)


def require_another_administrator(account: Account) -> None:
    """Raise ``LastAdministrator`` if nobody else in force could let people in again."""
    if Role.administrator not in {grant.role for grant in account.grants_in_force}:
        return
    at = clock.now()
    others = (
        select(func.count())
        .select_from(RoleGrant)
        .join(Account, Account.id == RoleGrant.account_id)
        .where(
            RoleGrant.role == Role.administrator,
            RoleGrant.account_id != account.id,
            RoleGrant.from_at <= at,
            RoleGrant.until_at.is_(None) | (RoleGrant.until_at > at),
            Account.closed_at.is_(None),
        )
    )
    if not db.session.scalar(others):
        raise LastAdministrator()


def export(account: Account) -> dict[str, Any]:
    """Return all that is known of a person, as JSON: her own rows here, then what each area keeps."""
    claims = select(Claim).where(Claim.account_id == account.id)
    consents = select(Consent).where(Consent.account_id == account.id).order_by(Consent.id)
    sessions = select(LoginSession).where(LoginSession.account_id == account.id).order_by(LoginSession.id)
    return {
        "account": {
            "name": account.name,
            "email": account.email,
            "language": account.locale,
            "created_at": _time(account.created_at),
            "email_confirmed_at": _time(account.email_confirmed_at),
        },
        "claims": [
            {"kind": c.kind, "value": c.value, "source": c.source, "at": _time(c.claimed_at)}
            for c in db.session.scalars(claims)
        ],
        "consents": [
            {
                "purpose": c.purpose, "text_version": c.text_version, "given_at": _time(c.given_at),
                "withdrawn_at": _time(c.withdrawn_at),
            }
            for c in db.session.scalars(consents)
        ],
        "roles": [
            {
                "role": g.role, "scope": g.scope, "scope_key": g.scope_key, "from": _time(g.from_at),
                "until": _time(g.until_at),
            }
            for g in account.grants
        ],
        "sessions": [
            {"began_at": _time(s.began_at), "seen_at": _time(s.seen_at), "ended_at": _time(s.ended_at)}
            for s in db.session.scalars(sessions)
        ],
        "areas": personal_data.export(account),
    }  # fmt: skip


def _time(at: Any) -> str | None:
    return at.isoformat() if at is not None else None
