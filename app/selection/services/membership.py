"""Who votes: the members in force at the opening; and what each of them takes no part in."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.committee.models import InterestKind, Route, Seat
from app.committee.services import bodies, recusal
from app.core import audit, clock
from app.core.db import db, locked, transaction
from app.core.errors import N_, NotFound, RuleError
from app.polls.models import Poll, RollState
from app.polls.services import casting, instant, locks, roll
from app.polls.services.errors import AlreadyVoted, NotEligible
from app.proposals.models import Proposal
from app.selection.models import SelectionExclusion, SelectionPoll
from app.selection.services.asking import MEMBERS, code_of


class NobodyToVote(RuleError):
    code = "nobody_to_vote"
    sentence = N_("The committee has no members who could vote.")


def person(account_id: int) -> str:
    """Return the name by which the roll of a poll knows a member."""
    return f"person:{account_id}"


def draw_up(poll: SelectionPoll, vote: Poll) -> None:
    """Put the members on the roll and note their interests, inside the caller's transaction. Raises ``NobodyToVote``.

    Members by every route vote, ex officio ones where the body says so (operating ordinance, art. 10).
    """
    seats = [seat for seat in bodies.seats_in_force(poll.body) if _votes(seat, poll)]
    if not seats:
        raise NobodyToVote()
    roll.enrol(vote, MEMBERS, [person(seat.account_id) for seat in seats])
    options = {option["id"] for option in poll.rule["options"]}
    interests = recusal.interests_of([seat.id for seat in seats], poll.cycle_id)
    db.session.add_all(
        SelectionExclusion(poll_id=poll.id, seat_id=seat.id, proposal_id=proposal_id)
        for seat in seats
        for proposal_id in sorted(options & set(interests.get(seat.id, {})))
    )
    poll.opened_at = clock.now()
    db.session.flush()
    audit.record("selection.open", of=("selection", poll.id), after={"enrolled": len(seats), "hash": poll.frozen_hash})


def _votes(seat: Seat, poll: SelectionPoll) -> bool:
    return bool(poll.rule["ex_officio_vote"]) or seat.route is not Route.ex_officio


def kept_from(poll: SelectionPoll, member: str) -> frozenset[str]:
    """Return the options that are not on a member's ballot. Raises ``NotEligible`` for who is no member any more."""
    account_id = int(member.removeprefix("person:"))
    mine = bodies.in_force(poll.body_id, clock.now()).where(Seat.account_id == account_id).subquery()
    off = (SelectionExclusion.seat_id == mine.c.id) & (SelectionExclusion.poll_id == poll.id)
    query = select(mine.c.id, SelectionExclusion.proposal_id).outerjoin(SelectionExclusion, off)
    found = db.session.execute(query).all()
    if not found:
        raise NotEligible(why="not_on_list")
    codes = {option["id"]: code_of(option) for option in poll.rule["options"]}
    return frozenset(codes[proposal_id] for _, proposal_id in found if proposal_id is not None)


def step_aside(poll: SelectionPoll, proposal: Proposal, *, kind: InterestKind, note: str = "", by: Any) -> None:
    """Declare an interest while the vote is open: the proposal leaves the member's ballot.

    Raises ``NotOpenYet``, ``PollClosed``, ``NotAMember``, ``NotEligible``, and ``AlreadyVoted``: a ballot that was cast
    cannot be found again.
    """
    poll_id, proposal_id = poll.id, proposal.id
    with transaction():
        poll = locked(SelectionPoll, poll_id)
        vote = require_open(poll)
        locks.whole_poll(vote)  # no ballot is in flight
        seat = bodies.seat_of(by, poll.body)
        if has_voted(vote, seat):
            raise AlreadyVoted()
        proposal = db.session.get_one(Proposal, proposal_id)
        recusal.declare(db.session.get_one(Seat, seat.id), proposal, kind=kind, note=note, by=by)
        db.session.merge(SelectionExclusion(poll_id=poll_id, seat_id=seat.id, proposal_id=proposal_id))


def require_open(poll: SelectionPoll) -> Poll:
    """Return the poll in which members vote now. Raises ``NotOpenYet``, ``PollClosed``, ``PollCancelled``."""
    if poll.vote is None:
        raise NotFound()
    casting.require_open(poll.vote, instant.now())
    return poll.vote


def has_voted(vote: Poll, seat: Seat) -> bool:
    """Say whether a member's line on the roll is marked. Raises ``NotEligible`` for who is not on it."""
    entry = roll.entry(vote, roll.pseud_of(vote, person(seat.account_id)))
    if entry is None:
        raise NotEligible(why="not_on_list")
    return entry.state is not RollState.listed


@dataclass(frozen=True)
class Progress:
    """How many are on the roll and have voted, and whose line is not marked yet, for a reminder by the secretary."""

    enrolled: int
    voted: int
    waiting: Sequence[Seat]


def progress(poll: SelectionPoll, vote: Poll) -> Progress:
    """Return how far the vote is, from the roll alone. Raises ``KeyMissing``."""
    states = dict(roll.states(vote))
    seats = bodies.seats_in_force(poll.body)
    waiting = [s for s in seats if states.get(roll.pseud_of(vote, person(s.account_id))) is RollState.listed]
    return Progress(len(states), sum(state is not RollState.listed for state in states.values()), waiting)


def recused_voters(poll: SelectionPoll, vote: Poll) -> Counter[int]:
    """Return for each option how many of those who voted did not have it on their ballot. Raises ``KeyMissing``."""
    query = select(SelectionExclusion.proposal_id, Seat.account_id).join(Seat, Seat.id == SelectionExclusion.seat_id)
    voted = {pseud for pseud, state in roll.states(vote) if state is not RollState.listed}
    return Counter(
        proposal_id
        for proposal_id, account_id in db.session.execute(query.where(SelectionExclusion.poll_id == poll.id))
        if roll.pseud_of(vote, person(account_id)) in voted
    )
