"""Letters to departments: what lies with them now, what no longer does, what is overdue; one for all of it."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import force_locale, gettext
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.accounts.models import Account
from app.core import audit, clock, mail
from app.core.clock import SEOUL
from app.core.db import db, transaction
from app.core.errors import N_
from app.proposals.models import Proposal
from app.review.models import Assignment
from app.review.services.lists import overdue_of
from app.review.services.officers import officers

MOST_NAMED = 30  # proposals in one letter; the desk has them all
REMINDED_FROM = 9  # o'clock in Gwangju
Change = tuple[Assignment | None, Assignment]  # where it lay before, where it lies now
LYING = N_(
    "%(name)s,\n\nthese proposals now lie with your department for a verdict until %(due_at)s:\n\n%(list)s\n\n"
    "%(why)sYour desk:\n\n%(link)s"
)
GONE = N_("%(name)s,\n\nthese proposals no longer lie with you:\n\n%(list)s\n\n%(why)sYour desk:\n\n%(link)s")
OVERDUE = N_(
    "%(name)s,\n\nfor these proposals the deadline of the verdict has passed:\n\n%(list)s\n\nYour desk:\n\n%(link)s"
)


def tell_of_assignment(changes: Sequence[Change], *, by: Any) -> None:
    """Write to whom proposals were given and from whom they were taken, inside the caller's transaction.

    An officer who is named gets the letter, and the other officers of the department too: it is theirs to see to.
    """
    moved = [(before, now) for before, now in changes if before is not now]
    if not moved:
        return
    theirs = {account.id: (account, own) for account, own in officers() if by is None or account.id != by.id}
    now, why = moved[0][1], moved[0][1].why
    given = [after.proposal_id for _, after in moved]
    for account, own in theirs.values():
        if _is_for(account, own, now):
            _write(account, N_("Proposals for review: %(count)s"), LYING, given, due_at=now.due_at, why=why)
            continue
        taken = [after.proposal_id for before, after in moved if before is not None and _is_for(account, own, before)]
        if taken:
            _write(account, N_("Proposals given to others: %(count)s"), GONE, taken, why=why)


def _is_for(account: Account, own: list[int] | None, lying: Assignment) -> bool:
    """Say whether an officer hears of it: named, or one of that department; not whoever may act for all of them."""
    return account.id == lying.officer_id or (own is not None and lying.department_id in own)


def remind() -> int:
    """Once a day, from nine in the morning, write to officers what is overdue with their department; say to how many."""
    at = clock.now().astimezone(SEOUL)
    if at.hour < REMINDED_FROM:
        return 0
    with transaction():
        if _reminded_since(clock.seoul(at.year, at.month, at.day)):
            return 0
        late = [(account, overdue_of(own, account.id)) for account, own in officers()]
        told = [(account, ids) for account, ids in late if ids]
        for account, ids in told:
            _write(account, N_("Overdue verdicts: %(count)s"), OVERDUE, ids)
        if told:
            audit.record("review.remind", of=("review", at.date()), after={"officers": len(told)})
    return len(told)


def _reminded_since(midnight: dt.datetime) -> bool:
    today = select(audit.AuditEntry.seq).where(
        audit.AuditEntry.action == "review.remind", audit.AuditEntry.at >= midnight
    )
    return db.session.scalar(today.limit(1)) is not None


def _write(account: Account, subject: str, body: str, ids: Iterable[int], *, why: str = "", **params: Any) -> None:
    wanted = select(Proposal).where(Proposal.id.in_(list(ids))).order_by(Proposal.number)
    found = db.session.scalars(wanted.options(joinedload(Proposal.current), joinedload(Proposal.cycle))).all()
    lines = [f"- {proposal.receipt_no} {proposal.current.title}" for proposal in found[:MOST_NAMED]]
    with force_locale(account.locale):
        if len(found) > MOST_NAMED:
            lines.append(gettext("- and %(count)s more", count=len(found) - MOST_NAMED))
        reason = gettext("Why: %(why)s", why=why) + "\n\n" if why else ""
    mail.write(
        account.email, locale=account.locale, subject=subject, body=body, name=account.name, count=len(found),
        list="\n".join(lines), why=reason, link=mail.address("/desk", account.locale), **params,
    )  # fmt: skip
