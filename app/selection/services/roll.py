"""The roll: who may vote and who has voted. It knows neither when nor what."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from app.committee.models import InterestKind, Route, Seat
from app.committee.services import bodies, recusal
from app.core import audit, clock
from app.core.db import db, locked, transaction
from app.core.errors import N_, RuleError
from app.proposals.models import Proposal
from app.selection.models import SelectionExclusion, SelectionPoll, SelectionRoll
from app.selection.services.rule import fingerprint, on_ballot, rule_of


class NotOpenYet(RuleError):
    code = "not_open_yet"
    sentence = N_("Voting opens at %(opens_at)s.")


class VotingClosed(RuleError):
    code = "voting_closed"
    sentence = N_("Voting ended at %(closed_at)s. No vote was cast.")


class ChangedSinceFrozen(RuleError):
    code = "changed_since_frozen"
    sentence = N_("Plan or proposals have changed since the poll was frozen. The secretary must freeze it anew.")


class NobodyToVote(RuleError):
    code = "nobody_to_vote"
    sentence = N_("The committee has no members who could vote.")


class NotOnRoll(RuleError):
    code = "not_on_roll"
    sentence = N_("You are not on the roll of this vote. It lists who was a member when the vote opened.")
    status = 403


class AlreadyVoted(RuleError):
    code = "already_voted"
    sentence = N_("A vote was already cast for you, and it stands. If it was not you, please call us.")


@dataclass(frozen=True)
class Turnout:
    """From the roll only."""

    enrolled: int
    voted: int


def require_voting(poll: SelectionPoll) -> None:
    """Raise ``NotOpenYet`` or ``VotingClosed`` by the clock at this moment."""
    at = clock.now()
    if at < poll.opens_at:
        raise NotOpenYet(opens_at=poll.opens_at)
    if at >= poll.closes_at or poll.closed_at is not None:
        raise VotingClosed(closed_at=poll.closes_at)


def open_poll(poll: SelectionPoll, *, by: Any = None) -> SelectionPoll:
    """Draw up the roll from the seats in force and what each member may not vote on; whoever comes first does it.

    Members by every route vote, ex officio ones where the body says so (operating ordinance, art. 10). Nothing happens
    if the poll has opened. Raises ``ChangedSinceFrozen`` where plan or proposals are no longer what was frozen.
    """
    if poll.opened_at is not None:
        return poll
    poll_id = poll.id
    with transaction():
        poll = locked(SelectionPoll, poll_id)
        if poll.opened_at is not None:
            return poll
        require_voting(poll)
        _require_unchanged(poll)
        draw_up(poll, by=by)
    return poll


def draw_up(poll: SelectionPoll, *, by: Any) -> None:
    """Write the roll inside the caller's transaction. Raises ``NobodyToVote``."""
    seats = [seat for seat in bodies.seats_in_force(poll.body) if _votes(seat, poll)]
    if not seats:
        raise NobodyToVote()
    options = {option["id"] for option in poll.rule["options"]}
    interests = recusal.interests_of([seat.id for seat in seats], poll.cycle_id)
    db.session.add_all(SelectionRoll(poll_id=poll.id, seat_id=seat.id) for seat in seats)
    db.session.add_all(
        SelectionExclusion(poll_id=poll.id, seat_id=seat.id, proposal_id=proposal_id)
        for seat in seats
        for proposal_id in sorted(options & set(interests.get(seat.id, {})))
    )
    poll.opened_at = clock.now()
    db.session.flush()
    audit.record(
        "selection.open", of=("selection", poll.id), by=by, after={"enrolled": len(seats), "hash": poll.frozen_hash}
    )


def _votes(seat: Seat, poll: SelectionPoll) -> bool:
    return bool(poll.rule["ex_officio_vote"]) or seat.route is not Route.ex_officio


def _require_unchanged(poll: SelectionPoll) -> None:
    now = rule_of(poll.cycle, poll.body, on_ballot(poll.cycle), poll.opens_at, poll.closes_at)
    if not fingerprint(now) == fingerprint(poll.rule) == poll.frozen_hash:
        raise ChangedSinceFrozen()


def entry_of(account: Any, poll: SelectionPoll) -> SelectionRoll:
    """Return a member's line on the roll. Raises ``NotAMember``, ``NotOnRoll``."""
    seat = bodies.seat_of(account, poll.body)
    entry = db.session.get(SelectionRoll, (poll.id, seat.id), populate_existing=True)
    if entry is None:
        raise NotOnRoll()
    return entry


def excluded(poll: SelectionPoll, seat_id: int) -> set[int]:
    """Return the proposals that are not on a member's ballot."""
    query = select(SelectionExclusion.proposal_id).where(
        SelectionExclusion.poll_id == poll.id, SelectionExclusion.seat_id == seat_id
    )
    return set(db.session.scalars(query))


def step_aside(poll: SelectionPoll, proposal: Proposal, *, kind: InterestKind, note: str = "", by: Any) -> None:
    """Declare an interest while the vote is open: the proposal leaves the member's ballot.

    Raises ``AlreadyVoted``: a ballot that was cast cannot be found again.
    """
    poll_id, proposal_id = poll.id, proposal.id
    with transaction():
        poll = locked(SelectionPoll, poll_id)
        require_voting(poll)
        entry = entry_of(by, poll)
        if entry.voted:
            raise AlreadyVoted()
        proposal = db.session.get_one(Proposal, proposal_id)
        recusal.declare(db.session.get_one(Seat, entry.seat_id), proposal, kind=kind, note=note, by=by)
        db.session.merge(SelectionExclusion(poll_id=poll_id, seat_id=entry.seat_id, proposal_id=proposal_id))


def turnout(poll: SelectionPoll) -> Turnout:
    """Return how many are on the roll and how many of them have voted."""
    query = select(func.count(), func.count().filter(SelectionRoll.voted)).where(SelectionRoll.poll_id == poll.id)
    enrolled, voted = db.session.execute(query).one()
    return Turnout(enrolled, voted)


def recused_voters(poll: SelectionPoll) -> dict[int, int]:
    """Return for each option how many of those who voted did not have it on their ballot."""
    query = (
        select(SelectionExclusion.proposal_id, func.count())
        .join(
            SelectionRoll,
            (SelectionRoll.poll_id == SelectionExclusion.poll_id)
            & (SelectionRoll.seat_id == SelectionExclusion.seat_id),
        )
        .where(SelectionExclusion.poll_id == poll.id, SelectionRoll.voted)
        .group_by(SelectionExclusion.proposal_id)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


def not_yet_voted(poll: SelectionPoll) -> Sequence[Seat]:
    """Return whose line is not marked yet, for a reminder by the secretary."""
    query = select(Seat).join(SelectionRoll, SelectionRoll.seat_id == Seat.id).options(bodies.PERSON)
    return db.session.scalars(query.where(SelectionRoll.poll_id == poll.id, SelectionRoll.voted.is_(False))).all()
