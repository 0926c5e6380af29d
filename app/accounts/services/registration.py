"""Opening an account: asked for on a page, opened by the link in a letter and the password together."""

from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from app.accounts.emails import canonical_email
from app.accounts.errors import GuardianFirst, PrivacyNeeded, TermsNeeded, WrongCredentials
from app.accounts.models import Account, Claim, ClaimKind, ClaimSource, Consent, MailLinkPurpose, RoleGrant
from app.accounts.passwords import hashed_password, matches, require_good
from app.accounts.services import letters, links
from app.accounts.services.personal import Told, claim, consent, keep
from app.core import audit, clock
from app.core.beside import beside_the_request
from app.core.db import db, transaction
from app.core.permissions import Role


@dataclass(frozen=True)
class Registration:
    """What a person gives for an account."""

    email: str
    name: str
    password: str
    under_14: bool
    agree_terms: bool
    agree_privacy: bool
    told: Told
    locale: str = "ko"


def register(asked: Registration) -> None:
    """Prepare an account and send its owner a letter.

    Whether the address is known makes no difference to the one who asks: the owner of an account gets
    another letter. Raises what ``passwords.require_good`` raises, and a ``NeedsConsent`` or its like.
    """
    _check(asked)
    beside_the_request(_register, asked)


def _register(asked: Registration) -> None:
    password_hash = hashed_password(asked.password)
    try:
        with transaction():
            _prepare(asked, canonical_email(asked.email), password_hash)
    except IntegrityError:
        return  # two clicks at once: the other one has sent the letter


def confirm(token: str, password: str) -> Account:
    """Open the account: the letter proves the address, the password that its reader is who asked for it.

    Without the password, a stranger could register someone's address and have her confirm the stranger's
    password. Raises ``LinkDead`` or ``WrongCredentials``; a wrong password leaves the link alive.
    """
    account = _account_of(token)
    if not matches(account.password_hash, password):
        raise WrongCredentials()
    with transaction():
        link = links.consume(token, MailLinkPurpose.confirm)
        account = db.session.get_one(Account, link.account_id, with_for_update=True)
        account.email_confirmed_at = account.email_confirmed_at or clock.now()
        audit.record("account.confirm", of=("account", account.id), by=account)
    return account


def send_confirmation(account: Account) -> None:
    """Send the letter with the confirming link (again)."""
    account_id = account.id
    with transaction():
        account = db.session.get_one(Account, account_id)
        token = links.issue(account, MailLinkPurpose.confirm)
        letters.confirm(account, token, clock.now() + links.GOOD_FOR)


def _check(asked: Registration) -> None:
    if not asked.agree_terms:
        raise TermsNeeded()
    if not asked.agree_privacy:
        raise PrivacyNeeded()
    if asked.under_14 and asked.told != Told():
        raise GuardianFirst()
    asked.told.check()
    require_good(asked.password, known=(asked.name, asked.email))


def _prepare(asked: Registration, email: str, password_hash: str) -> None:
    account = db.session.scalar(select(Account).where(Account.email == email).with_for_update())
    if account is not None and account.email_confirmed_at is not None:
        letters.already_registered(account)
        return
    if account is None:
        account = Account(email=email, created_at=clock.now())
        account.grants.append(RoleGrant(role=Role.citizen, from_at=clock.now()))
        db.session.add(account)
    account.name, account.password_hash, account.locale = asked.name, password_hash, asked.locale
    db.session.flush()
    _note_consents_and_claims(account, asked)
    audit.record("account.register", of=("account", account.id), role=Role.citizen)
    letters.confirm(account, links.issue(account, MailLinkPurpose.confirm), clock.now() + links.GOOD_FOR)


def _note_consents_and_claims(account: Account, asked: Registration) -> None:
    """Keep what was given now; whatever an unconfirmed registration before said is gone."""
    db.session.execute(delete(Claim).where(Claim.account_id == account.id))
    db.session.execute(delete(Consent).where(Consent.account_id == account.id))
    consent(account, "terms")
    consent(account, "privacy")
    keep(account, asked.told)
    if asked.under_14:
        claim(account, ClaimKind.guardian_needed, "yes", ClaimSource.self_declared)


def _account_of(token: str) -> Account:
    return db.session.get_one(Account, links.living(token).account_id)
