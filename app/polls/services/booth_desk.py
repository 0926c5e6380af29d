"""The desk beside the booth: who a person is on the roll, and a ticket with which that person votes on the screen."""

import datetime as dt
import secrets
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, or_, select

from app.accounts.models import Account
from app.core import audit, clock
from app.core.db import db, transaction
from app.core.encryption import keyed_hash
from app.core.errors import N_, NotFound, RuleError
from app.polls.models import Channel, Poll, RollState
from app.polls.models.booth import BoothTicket
from app.polls.services import casting, instant, roll, voters
from app.polls.services.errors import AlreadyVoted, NotEligible
from app.polls.services.voters import Voter
from voting.ledger import codes
from voting.ledger.words import Refused

GOOD_FOR = dt.timedelta(minutes=30)
FOUND_AT_MOST = 20
_CHARACTERS = 7  # 35 random bits for half an hour, and a check character


class TicketUnknown(RuleError):
    code = "ticket_unknown"
    sentence = N_("This ticket is not known, or its 30 minutes are over. Please ask at the desk for a new one.")
    field = "ticket"
    status = 422


@dataclass(frozen=True)
class AtTheDesk:
    """A person as the desk sees them: on the roll or not, and whether a ballot went out already, over all ways."""

    account: Account
    state: RollState | None
    ways: list[Channel]
    why_not: str | None

    @property
    def may_vote(self) -> bool:
        return bool(self.ways) and self.state in (None, RollState.listed)


def look_up(poll: Poll, text: str) -> list[AtTheDesk]:
    """Return the accounts whose name or mail address is this, or begins so."""
    wanted = text.strip().lower()
    if len(wanted) < 2:
        return []
    begins = or_(
        Account.email.startswith(wanted, autoescape=True), Account.name.startswith(text.strip(), autoescape=True)
    )
    query = select(Account).where(begins, Account.closed_at.is_(None)).order_by(Account.name).limit(FOUND_AT_MOST)
    return [_seen(poll, account) for account in db.session.scalars(query)]


def _seen(poll: Poll, account: Account) -> AtTheDesk:
    row = roll.entry(poll, roll.pseud_of(poll, f"person:{account.id}"))
    state, ways, why = row.state if row else None, [], None
    for channel in (Channel.booth, Channel.paper):
        try:
            voters.voter_of_account(poll, account, channel)
            ways.append(channel)
        except NotEligible as refused:
            why = str(refused.params["why"])
    return AtTheDesk(account, state, ways, None if ways else why)


def voter_for(poll: Poll, account_id: int, channel: Channel) -> Voter:
    """Return the voter that a person found at the desk is. Raises ``NotFound``, ``NotEligible``."""
    account = db.session.get(Account, account_id)
    if account is None:
        raise NotFound()
    return voters.voter_of_account(poll, account, channel)


def admit(poll: Poll, account_id: int, by: Any) -> str:
    """Return a ticket for a person who has not voted. Raises ``AlreadyVoted``, ``NotEligible``, ``PollClosed``."""
    poll_id = poll.id
    casting.require_open(poll, instant.now())
    row = roll.entry(poll, voter_for(poll, account_id, Channel.booth).pseud)
    if row is not None and row.state is not RollState.listed:
        raise AlreadyVoted()
    ticket = codes.encode(secrets.token_bytes(5), _CHARACTERS)
    with transaction():
        db.session.execute(
            delete(BoothTicket).where(or_(BoothTicket.until < clock.now(), BoothTicket.account_id == account_id))
        )
        db.session.add(
            BoothTicket(poll_id=poll_id, ticket_hash=_hash(ticket), account_id=account_id, until=clock.now() + GOOD_FOR)
        )
        audit.record("poll.booth_ticket", of=("poll", poll_id), by=by)
    return codes.grouped(ticket, 4)


def voter_with(poll: Poll, typed: str) -> Voter:
    """Return the voter whose ticket was typed at the booth. Raises ``TicketUnknown``, ``NotEligible``."""
    try:
        ticket = codes.checked(typed, _CHARACTERS)
    except Refused:
        raise TicketUnknown() from None
    found = db.session.get(BoothTicket, (poll.id, _hash(ticket)))
    if found is None or found.until < clock.now():
        raise TicketUnknown()
    return voters.voter_of_account(poll, db.session.get_one(Account, found.account_id), Channel.booth)


def is_ticket(typed: str) -> bool:
    """Say whether this is a ticket by its length; one-time codes are longer."""
    return sum(mark.isalnum() for mark in typed) <= _CHARACTERS + 1


def _hash(ticket: str) -> str:
    return keyed_hash("booth ticket", ticket)
