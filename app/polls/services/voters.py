"""Who stands before the ballot: a pseudonym, an electorate, and the way by which they come."""

from dataclasses import dataclass, replace

from app.accounts.models import Account
from app.polls.models import Channel, Electorate, Poll
from app.polls.services import codes, eligibility, roll, subjects
from app.polls.services.errors import NotEligible


@dataclass(frozen=True)
class Voter:
    """A voter; ``listed`` says that the roll knew them before the vote; ``kept_from`` is not on their ballot."""

    pseud: str
    electorate: str
    cell: str
    channel: Channel
    listed: bool
    kept_from: frozenset[str] = frozenset()


def voter_of_account(poll: Poll, account: Account, channel: Channel = Channel.web) -> Voter:
    """Return the voter that an account is. Raises ``NotEligible``, ``KeyMissing``, ``NotFrozen``."""
    person = f"person:{account.id}"
    pseud = roll.pseud_of(poll, person)
    if found := _on_roll(poll, pseud, channel):
        return replace(found, kept_from=subjects.kept_from(poll, person))
    open_to_accounts = [row for row in poll.electorates if row.eligibility == "accounts"]
    claims = eligibility.claims_of(account)
    why = "not_on_list"
    for electorate in open_to_accounts:
        why = eligibility.obstacle(poll, electorate, account, claims) or _channel_obstacle(electorate, channel)
        if why is None:
            return Voter(pseud, electorate.code, eligibility.cell_of(claims), channel, listed=False)
    raise NotEligible(why=why)


def voter_by_code(poll: Poll, code: str, channel: Channel = Channel.web) -> Voter:
    """Return the voter of a one-time code, or of the pass that the subject gave. Raises ``CodeUnreadable``, ``NotEligible``."""
    subject = subjects.of(poll)
    known = subject.voter(poll, code) if subject and subject.voter else None
    pseud = codes.pseud_of(poll, code) if known is None else roll.pseud_of(poll, known)
    return _require(_on_roll(poll, pseud, channel))


def voter_at_booth(poll: Poll, subject: str, channel: Channel = Channel.booth) -> Voter:
    """Return the voter whom the desk found on the roll (``person:…``, ``ci:…``). Raises ``NotEligible``."""
    found = _require(_on_roll(poll, roll.pseud_of(poll, subject), channel))
    return replace(found, kept_from=subjects.kept_from(poll, subject))


def _require(voter: Voter | None) -> Voter:
    if voter is None:
        raise NotEligible(why="not_on_list")
    return voter


def _on_roll(poll: Poll, pseud: str, channel: Channel) -> Voter | None:
    row = roll.entry(poll, pseud)
    if row is None:
        return None
    electorate = roll.electorate_of(poll, row.electorate)
    if why := _channel_obstacle(electorate, channel):
        raise NotEligible(why=why)
    return Voter(pseud, row.electorate, row.cell, channel, listed=electorate.eligibility != "accounts")


def _channel_obstacle(electorate: Electorate, channel: Channel) -> str | None:
    return None if channel in electorate.channels else "channel"
