"""Applications: by the form, on paper, from a list; one a person; withdrawn by who sent it."""

import unicodedata
from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.calls.models import Applicant, Call, Channel, Standing
from app.calls.services import calling
from app.committee.models import Application, Sex
from app.core import audit, clock
from app.core.db import db, locked, transaction
from app.core.encryption import keyed_hash
from app.core.errors import N_, NotFound, RuleError
from app.core.mail import writing as mail


class AppliedBefore(RuleError):
    code = "applied_before"
    sentence = N_("There is an application of this person already: number %(number)s.")
    field = "email"


class CannotWithdraw(RuleError):
    code = "cannot_withdraw"
    sentence = N_(
        "The application can be withdrawn until the draw; answer the letter that asks whether you take the seat."
    )


def apply(
    call: Call, *, name: str, email: str, sex: Sex | None, birth_band: str, district_code: str, disadvantaged: bool,
    finance: bool, wishes: Sequence[int], motive: str, channel: Channel, account: Any = None, by: Any = None,
) -> Applicant:  # fmt: skip
    """Take an application while the call is open. Raises ``NotOpen``, ``AppliedBefore``.

    Paper that came in time may be entered by the office until the draw is announced, so only the web form looks at
    the clock to the second.
    """
    call_id = call.id
    with transaction():
        call = locked(Call, call_id)
        if channel is Channel.web:
            calling.require_open(call)
        person = person_hash(email)
        _require_first(call, person)
        application = Application(
            body_id=call.body_id, number=next_number(call), account_id=account.id if account else None, sex=sex,
            birth_band=birth_band, district_code=district_code, disadvantaged=disadvantaged, synthetic=call.synthetic,
            applied_at=clock.now(),
        )  # fmt: skip
        db.session.add(application)
        db.session.flush()
        applicant = Applicant(
            application_id=application.id, call_id=call_id, channel=channel, name=name.strip(),
            email=email.strip().lower(), person=person, finance=finance, wishes=list(wishes), motive=motive.strip() or None,
            moved_at=clock.now(), entered_by=by.id if by is not None else None,
        )  # fmt: skip
        db.session.add(applicant)
        db.session.flush()
        audit.record("call.apply", of=("application", application.id), by=by or account, after={"channel": channel})
        _confirm(call, applicant, application.number)
    return applicant


def withdraw(applicant: Applicant, *, by: Any) -> None:
    """Take an application back. Raises ``CannotWithdraw`` once somebody was drawn."""
    application_id = applicant.application_id
    with transaction():
        applicant = _locked(application_id)
        if applicant.standing is Standing.withdrawn:
            return
        if applicant.standing not in (Standing.applied, Standing.refused):
            raise CannotWithdraw()
        applicant.standing, applicant.moved_at = Standing.withdrawn, clock.now()
        audit.record("call.withdraw", of=("application", application_id), by=by)


def own(call: Call, account: Any) -> Applicant | None:
    """Return the application that an account sent, if there is one."""
    query = (
        select(Applicant).join(Application).where(Applicant.call_id == call.id, Application.account_id == account.id)
    )
    return db.session.scalar(query.options(joinedload(Applicant.application)))


def applicants_of(call: Call) -> Sequence[Applicant]:
    """Return all applications by number."""
    query = select(Applicant).join(Application).where(Applicant.call_id == call.id).order_by(Application.number)
    return db.session.scalars(query.options(joinedload(Applicant.application))).all()


def applicant_numbered(call: Call, number: int) -> Applicant:
    """Return an application of a call by its number. Raises ``NotFound``."""
    query = select(Applicant).join(Application).where(Applicant.call_id == call.id, Application.number == number)
    found = db.session.scalar(query.options(joinedload(Applicant.application)))
    if found is None:
        raise NotFound()
    return found


def person_hash(email: str) -> str:
    """Return what tells one person twice."""
    return keyed_hash("applicant", unicodedata.normalize("NFKC", email).strip().lower())


def next_number(call: Call) -> int:
    """Return the next number of an application to the committee; the caller has locked the call."""
    latest = select(func.max(Application.number)).where(Application.body_id == call.body_id)
    return (db.session.scalar(latest) or 0) + 1


def _require_first(call: Call, person: str) -> None:
    query = select(Application.number).join(Applicant).where(Applicant.call_id == call.id, Applicant.person == person)
    number = db.session.scalar(query)
    if number is not None:
        raise AppliedBefore(number=number)


def _confirm(call: Call, applicant: Applicant, number: int) -> None:
    if applicant.channel is Channel.imported or not applicant.email:
        return
    mail.write(
        applicant.email, locale="ko", subject=N_("Your application was received: number %(number)s"),
        body=N_(
            "Your application for a seat was received as number %(number)s. Seats are drawn by lot after %(closes_at)s; "
            "everybody's chance is published before the draw.\n\n%(address)s\n"
        ),
        number=number, closes_at=call.closes_at, address=mail.address(f"/calls/{call.id}"),
    )  # fmt: skip


def _locked(application_id: int) -> Applicant:
    found = locked(Applicant, application_id)
    if found is None:
        raise NotFound()
    return found
