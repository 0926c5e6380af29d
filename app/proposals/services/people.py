"""Who stands behind a proposal: co-proposers who agree by mail, and the guardian of a proposer under 14."""

import datetime as dt
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.accounts.models import Account, Claim, ClaimKind
from app.accounts.sessions import hashed
from app.core import audit, clock, mail
from app.core.db import db, locked, transaction
from app.core.errors import N_, NotFound, RuleError
from app.proposals.models import CoProposer, GuardianConsent, Proposal

MOST_CO_PROPOSERS = 10
LINK_LASTS = dt.timedelta(days=14)


@dataclass(frozen=True)
class Person:
    """Somebody named as a co-proposer."""

    name: str
    email: str


class GuardianFirst(RuleError):
    code = "guardian_consent_needed"
    sentence = N_("You are under 14: first your parent or guardian must agree by the link we send. Your text is saved.")


class TooManyPeople(RuleError):
    code = "too_many_co_proposers"
    sentence = N_("At most %(most)s co-proposers can be named.")
    status = 422
    field = "co_proposers"


class LinkNotGood(RuleError):
    code = "link_not_good"
    sentence = N_("This link is no longer good. Ask the person who named you to send a new one.")
    status = 410


class GuardianIsTheChild(RuleError):
    code = "guardian_is_the_child"
    sentence = N_("Write the e-mail address of your parent or guardian, not your own.")
    status = 422
    field = "guardian_email"


def invite(proposal: Proposal, people: Sequence[Person], *, by: Any) -> None:
    """Ask people by mail whether they propose with you, inside the caller's transaction; each address once."""
    if len(people) + len(proposal.co_proposers) > MOST_CO_PROPOSERS:
        raise TooManyPeople(most=MOST_CO_PROPOSERS)
    known = {named.email for named in proposal.co_proposers} | {by.email}
    for person in {person.email.lower(): person for person in people}.values():
        if person.email.lower() not in known:
            _ask(proposal, person, by)
    db.session.flush()
    db.session.expire(proposal, ["co_proposers"])


def _ask(proposal: Proposal, person: Person, by: Any) -> None:
    token, email = secrets.token_urlsafe(32), person.email.lower()
    account = db.session.scalar(select(Account).where(Account.email == email))
    db.session.add(
        CoProposer(
            proposal_id=proposal.id, account_id=account.id if account else None, email=email, name=person.name,
            token_hash=hashed(token), asked_at=clock.now(),
        )
    )  # fmt: skip
    locale = account.locale if account else by.locale
    mail.write(
        email, locale=locale, good_until=clock.now() + LINK_LASTS,
        subject=N_("Will you propose this together with %(proposer)s?"), body=INVITATION,
        name=person.name, proposer=proposal.proposer_name, title=proposal.current.title,
        link=mail.address(f"/i/co-proposer/{token}", locale), until=clock.now() + LINK_LASTS,
    )  # fmt: skip


INVITATION = N_(
    "%(name)s,\n\n%(proposer)s named you as a co-proposer of “%(title)s”. Your name is shown only if you agree. "
    "Read the proposal and answer here, until %(until)s:\n\n%(link)s\n\nIf you do nothing, you are not named."
)


def invited(token: str) -> CoProposer:
    """Return the invitation of a link that is still good. Raises ``LinkNotGood``."""
    found = db.session.scalar(select(CoProposer).where(CoProposer.token_hash == hashed(token)))
    if found is None or clock.now() >= found.asked_at + LINK_LASTS:
        raise LinkNotGood()
    return found


def answer_invitation(token: str, *, agree: bool) -> CoProposer:
    """Record the answer of a co-proposer; it may be changed while the link is good."""
    with transaction():
        asked = locked(CoProposer, invited(token).id)
        if asked is None:
            raise LinkNotGood()
        at = clock.now()
        before = "agreed" if asked.consented_at else "declined" if asked.declined_at else "asked"
        asked.consented_at, asked.declined_at = (at, None) if agree else (None, at)
        audit.record(
            "co_proposer.answered", of=("proposal", asked.proposal_id), before=before,
            after="agreed" if agree else "declined",
        )  # fmt: skip
    return asked


def guardian_needed(account_id: int) -> bool:
    """Say whether the person has declared to be under 14 (PIPA art. 22-2)."""
    latest = select(Claim.value).where(Claim.account_id == account_id, Claim.kind == ClaimKind.guardian_needed)
    return db.session.scalar(latest.order_by(Claim.claimed_at.desc()).limit(1)) == "yes"


def guardian_of(account_id: int) -> GuardianConsent | None:
    return db.session.scalar(select(GuardianConsent).where(GuardianConsent.account_id == account_id))


def require_guardian(account_id: int) -> None:
    """Raise ``GuardianFirst`` for a person under 14 whose guardian has not agreed."""
    if guardian_needed(account_id):
        consent = guardian_of(account_id)
        if consent is None or consent.consented_at is None:
            raise GuardianFirst()


def ask_guardian(account: Account, *, guardian_email: str) -> GuardianConsent:
    """Send the guardian a link; an earlier link is dead from then on."""
    account_id, name, locale, email = account.id, account.name, account.locale, guardian_email.strip().lower()
    if email == account.email:
        raise GuardianIsTheChild()
    token, at = secrets.token_urlsafe(32), clock.now()
    with transaction():
        consent = guardian_of(account_id) or GuardianConsent(account_id=account_id)
        if consent.consented_at is not None:
            return consent
        consent.guardian_email, consent.token_hash, consent.asked_at = email, hashed(token), at
        db.session.add(consent)
        db.session.flush()
        audit.record("guardian.asked", of=("account", account_id), by=account)
        mail.write(
            email, locale=locale, good_until=at + LINK_LASTS, subject=N_("%(name)s would like to propose something to the city"),
            body=GUARDIAN_LETTER, name=name, until=at + LINK_LASTS, link=mail.address(f"/i/guardian/{token}", locale),
        )  # fmt: skip
    return consent


GUARDIAN_LETTER = N_(
    "%(name)s is under 14 and would like to make proposals for the citizens' budget. The law asks for your consent "
    "as parent or guardian. Name, e-mail address and proposals will be kept. Agree here, until %(until)s:\n\n%(link)s\n\n"
    "Without your consent nothing is submitted."
)


def guardian_asked(token: str) -> GuardianConsent:
    """Return the request of a link that is still good. Raises ``LinkNotGood``."""
    found = db.session.scalar(select(GuardianConsent).where(GuardianConsent.token_hash == hashed(token)))
    if found is None or clock.now() >= found.asked_at + LINK_LASTS:
        raise LinkNotGood()
    return found


def guardian_agrees(token: str) -> GuardianConsent:
    """Record the consent and tell the child that the proposal can be submitted."""
    with transaction():
        consent = locked(GuardianConsent, guardian_asked(token).id)
        if consent is None:
            raise LinkNotGood()
        if consent.consented_at is None:
            consent.consented_at = clock.now()
            audit.record("guardian.consented", of=("account", consent.account_id), before=None, after="consented")
            child = db.session.get_one(Account, consent.account_id)
            mail.write(
                child.email, locale=child.locale, subject=N_("Your guardian has agreed"),
                body=N_("%(name)s,\n\nyour parent or guardian has agreed. You can submit your proposal now:\n\n%(link)s"),
                name=child.name, link=mail.address("/my/proposals", child.locale),
            )  # fmt: skip
    return consent


def named_with(proposal: Proposal) -> list[str]:
    """Return the names of the co-proposers who agreed: the only ones shown in public."""
    return [person.name for person in proposal.co_proposers if person.consented_at is not None]


def require_proposer(proposal: Proposal, account: Any) -> None:
    """Raise ``NotFound`` unless the proposal is the person's own."""
    if proposal.proposer_id is None or proposal.proposer_id != account.id:
        raise NotFound()
