"""Claims and consents: the little that a person tells of herself, and takes back when she likes."""

from dataclasses import dataclass, replace

from sqlalchemy import delete, select

from app.accounts.consents import PURPOSES
from app.accounts.errors import BandNeedsConsent, ResidenceNeedsConsent
from app.accounts.models import Account, Claim, ClaimKind, ClaimSource, Consent
from app.core import audit, clock
from app.core.db import db, transaction

OPTIONAL = [purpose.code for purpose in PURPOSES.values() if not purpose.required]
CLAIM_OF = {"residence": ClaimKind.residence, "birth_band": ClaimKind.birth_band}


def consent(account: Account, purpose: str) -> None:
    """Note a consent to the present text, inside the caller's transaction; one that stands is left as it is."""
    version = PURPOSES[purpose].version
    if not any(held.purpose == purpose and held.text_version == version for held in consents_in_force(account)):
        db.session.add(Consent(account_id=account.id, purpose=purpose, text_version=version, given_at=clock.now()))
        db.session.flush()


def claim(account: Account, kind: ClaimKind, value: str, source: ClaimSource) -> None:
    """Note a claim in place of the earlier one of its kind, inside the caller's transaction."""
    _forget(account, kind)
    db.session.add(Claim(account_id=account.id, kind=kind, value=value, source=source, claimed_at=clock.now()))
    db.session.flush()


def consents_in_force(account: Account) -> list[Consent]:
    """Return the consents that stand, the oldest first."""
    found = select(Consent).where(Consent.account_id == account.id, Consent.withdrawn_at.is_(None))
    return list(db.session.scalars(found.order_by(Consent.given_at, Consent.id)))


@dataclass(frozen=True)
class Told:
    """The optional part: each value is kept only with its consent."""

    residence: str = ""  # place code
    birth_band: str = ""
    agree_residence: bool = False
    agree_birth_band: bool = False
    agree_notices: bool = False

    def check(self) -> None:
        """Raise ``ResidenceNeedsConsent`` or ``BandNeedsConsent`` for a value without its consent."""
        if self.residence and not self.agree_residence:
            raise ResidenceNeedsConsent()
        if self.birth_band and not self.agree_birth_band:
            raise BandNeedsConsent()

    def without_what_is_taken_back(self, before: list[str]) -> "Told":
        """Return it with each value dropped whose consent stood before and is not given any more."""
        dropped = {purpose: "" for purpose in CLAIM_OF if purpose in before and not getattr(self, f"agree_{purpose}")}
        return replace(self, **dropped)


def tell(account: Account, told: Told) -> None:
    """Give or take back the optional consents; what was kept because of one is erased with it."""
    account_id = account.id
    with transaction():
        account = db.session.get_one(Account, account_id, with_for_update=True)
        before = [held.purpose for held in consents_in_force(account)]
        told = told.without_what_is_taken_back(before)
        told.check()
        keep(account, told)
        after = [held.purpose for held in consents_in_force(account)]
        if before != after:
            audit.record("account.consent", of=("account", account.id), by=account, before=before, after=after)


def keep(account: Account, told: Told) -> None:
    """Make consents and claims what was told, inside the caller's transaction."""
    for purpose in OPTIONAL:
        if getattr(told, f"agree_{purpose}"):
            consent(account, purpose)
        else:
            _withdraw(account, purpose)
    for purpose, kind in CLAIM_OF.items():
        value = getattr(told, purpose)
        if value:
            claim(account, kind, value, ClaimSource.self_declared)
        else:
            _forget(account, kind)


def _withdraw(account: Account, purpose: str) -> None:
    for held in consents_in_force(account):
        if held.purpose == purpose:
            held.withdrawn_at = clock.now()


def _forget(account: Account, kind: ClaimKind) -> None:
    db.session.execute(delete(Claim).where(Claim.account_id == account.id, Claim.kind == kind))


def claimed(account: Account, kind: ClaimKind) -> str:
    """Return what is claimed, or an empty text."""
    found = select(Claim.value).where(Claim.account_id == account.id, Claim.kind == kind)
    return db.session.scalar(found.order_by(Claim.id.desc())) or ""
