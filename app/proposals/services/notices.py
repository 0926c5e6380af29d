"""Who hears of a change: the proposer, the co-proposers who agreed, and followers; by mail, each in her language."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flask_babel import force_locale, gettext
from sqlalchemy import select

from app.accounts.models import Account
from app.core import mail
from app.core.db import db
from app.core.errors import N_
from app.core.money import WORDS
from app.proposals.labels import STATUSES
from app.proposals.models import CoProposer, Follow, Proposal, Support
from app.proposals.services.amounts import latest


class Notice(StrEnum):
    """What there is to tell of a proposal."""

    status = "status"  # it stands elsewhere now
    amount = "amount"  # its amount changed
    version = "version"  # its text changed
    verdict = "verdict"  # the department has answered
    merged = "merged"  # it goes on together with another
    answered = "answered"  # its proposer has answered, or appealed
    withdrawn = "withdrawn"
    hidden = "hidden"
    shown = "shown"  # again
    supported = "supported"  # the office must answer now


@dataclass(frozen=True)
class Letter:
    """Both sentences are marked by N_ and may name title, receipt_no, status, amount, why and link."""

    subject: str
    line: str


LETTERS: dict[Notice, Letter] = {
    Notice.status: Letter(N_("%(receipt_no)s: %(status)s"), N_("“%(title)s” now stands at: %(status)s.")),
    Notice.amount: Letter(N_("%(receipt_no)s: the amount is now %(amount)s"), N_("The amount of “%(title)s” is now %(amount)s.")),
    Notice.version: Letter(N_("%(receipt_no)s: the text was changed"), N_("The proposer has changed the text of “%(title)s”.")),
    Notice.verdict: Letter(N_("%(receipt_no)s: the department has answered"), N_("The department has answered “%(title)s”: %(status)s.")),
    Notice.merged: Letter(N_("%(receipt_no)s: merged with another proposal"), N_("“%(title)s” goes on together with another proposal. Both texts stay; all proposers keep credit.")),
    Notice.answered: Letter(N_("%(receipt_no)s: the proposer has answered"), N_("The proposer of “%(title)s” has answered the department.")),
    Notice.withdrawn: Letter(N_("%(receipt_no)s: withdrawn"), N_("The proposer has withdrawn “%(title)s”.")),
    Notice.hidden: Letter(N_("%(receipt_no)s: hidden"), N_("“%(title)s” was hidden by the office.")),
    Notice.shown: Letter(N_("%(receipt_no)s: shown again"), N_("“%(title)s” is shown again.")),
    Notice.supported: Letter(N_("%(receipt_no)s: many support it"), N_("“%(title)s” has reached the number of supports at which the office must answer.")),
}  # fmt: skip

FRAME = N_("%(line)s\n\n%(why)sRead it here:\n\n%(link)s\n\nYou get this message because you proposed it or follow it.")


@dataclass(frozen=True)
class Receiver:
    email: str
    locale: str


def tell(proposal: Proposal, what: Notice, *, why: str = "", but: Any = None, supporters: bool = False) -> int:
    """Queue a message to all who should hear of it, inside the caller's transaction; return to how many.

    ``why`` is the reason in public words. ``but`` is the account that did it and need not be told.
    ``supporters`` are told too where it is about what they supported.
    """
    receivers = [one for one in receivers_of(proposal, supporters=supporters) if but is None or one.email != but.email]
    for receiver in receivers:
        _write(proposal, LETTERS[what], receiver, why)
    return len(receivers)


def receivers_of(proposal: Proposal, *, supporters: bool = False) -> list[Receiver]:
    """Return each address once: proposer, co-proposers who agreed, followers; no closed accounts."""
    concerned = select(Follow.account_id).where(Follow.proposal_id == proposal.id)
    if supporters:
        concerned = concerned.union(select(Support.account_id).where(Support.proposal_id == proposal.id))
    people = select(Account.email, Account.locale).where(
        Account.closed_at.is_(None), Account.id.in_(concerned) | (Account.id == proposal.proposer_id)
    )
    found = {email: Receiver(email, locale) for email, locale in db.session.execute(people.order_by(Account.id))}
    agreed = select(CoProposer.email).where(CoProposer.proposal_id == proposal.id, CoProposer.consented_at.is_not(None))
    for email in db.session.scalars(agreed.order_by(CoProposer.id)):
        found.setdefault(email, Receiver(email, "ko"))
    return list(found.values())


def _write(proposal: Proposal, letter: Letter, receiver: Receiver, why: str) -> None:
    params = _params(proposal, receiver.locale)
    with force_locale(receiver.locale):
        line = gettext(letter.line, **params)
    mail.write(
        receiver.email, locale=receiver.locale, subject=letter.subject, body=FRAME, line=line,
        why=f"{why.strip()}\n\n" if why.strip() else "", **params,
    )  # fmt: skip


def _params(proposal: Proposal, locale: str) -> dict[str, str]:
    amount = latest(proposal)
    with force_locale(locale):
        status = gettext(STATUSES[proposal.status].text)
    return {
        "title": proposal.current.title,
        "receipt_no": proposal.receipt_no,
        "status": status,
        "amount": WORDS[locale](amount.amount_won) if amount else "",
        "link": mail.address(f"/cycles/{proposal.cycle.slug}/proposals/{proposal.number:04d}", locale),
    }


def confirm_receipt(proposal: Proposal) -> None:
    """Confirm to the proposer that it came in, with its number, inside the caller's transaction."""
    proposer = proposal.proposer
    if proposer is None:
        return
    mail.write(
        proposer.email, locale=proposer.locale, subject=N_("%(receipt_no)s: we have received your proposal"),
        body=N_(
            "%(name)s,\n\nwe have received “%(title)s” under the number %(receipt_no)s. It asks for %(amount)s. "
            "You can edit or withdraw it until intake closes:\n\n%(own)s\n\nIn public:\n\n%(link)s"
        ),
        name=proposer.name, own=mail.address(f"/my/proposals/{proposal.receipt_no}", proposer.locale),
        **_params(proposal, proposer.locale),
    )  # fmt: skip
