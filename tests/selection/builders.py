"""A select stage: put to the vote, open, or over, with the clock of its own times."""

import datetime as dt

from app.committee.models import Body, Seat
from app.committee.services import bodies
from app.core import clock
from app.core.db import db, transaction
from app.cycles.models import BallotForm, Cycle
from app.polls.models import Poll
from app.polls.services import casting, closing, counting, freezing, keys, opening, voters
from app.proposals.models import Proposal, Status
from app.selection import services as selection
from app.selection.models import SelectionPoll
from tests.builders import a_cycle, a_proposal
from tests.committee.builders import a_committee, a_seat

POINTS = {"yes": 1, "no": -1}


def a_selection(*, members: int = 3, costs: tuple[int, ...] = (40, 50, 30), pot_won: int = 80, **plan) -> Cycle:
    """A cycle in its selection, with a committee and one proposal on the ballot for each cost."""
    cycle = a_cycle(open_now="selection", pot_won=pot_won)
    with transaction():
        cycle.ballot_form = BallotForm.yes_no_each
        for name, value in plan.items():
            setattr(cycle, name, value)
    body = a_committee(cycle)
    for _ in range(members):
        a_seat(body)
    for cost in costs:
        a_proposal(cycle, status=Status.on_ballot, asked_won=cost)
    return cycle


def a_frozen_poll(cycle: Cycle, **times: dt.datetime) -> SelectionPoll:
    """Put the list to the vote, make the key and freeze."""
    poll = selection.prepare(cycle, **times)
    freezing.freeze(poll.vote, keys.demonstration_box(poll.vote))
    return again(poll)


def an_open_poll(cycle: Cycle) -> SelectionPoll:
    poll = a_frozen_poll(cycle)
    opening.open_poll(poll.vote)
    return again(poll)


def again(poll: SelectionPoll) -> SelectionPoll:
    """The round fresh from the database."""
    db.session.rollback()
    return db.session.get_one(SelectionPoll, poll.id)


def members_of(poll_or_body: SelectionPoll | Body) -> list[Seat]:
    body = poll_or_body.body if isinstance(poll_or_body, SelectionPoll) else poll_or_body
    return bodies.seats_in_force(body)


def options_of(poll: SelectionPoll) -> list[Proposal]:
    """In the order in which they were proposed."""
    return sorted((option.proposal for option in poll.options), key=lambda proposal: proposal.number)


def code_of(proposal: Proposal) -> str:
    return f"{proposal.number:04d}"


def cast(seat: Seat, poll: SelectionPoll, marks: dict[str, str]) -> casting.Cast:
    """Cast a ballot: options by code with yes, no or pick."""
    vote = poll.vote
    voter = voters.voter_of_account(vote, seat.account)
    points = [POINTS[value] for value in marks.values()] if poll.form is BallotForm.yes_no_each else None
    return casting.cast(vote, voter, casting.draft(vote, voter, list(marks), points).field)


def vote(seat: Seat, poll: SelectionPoll, *values: str | None) -> casting.Cast:
    """One value an option, in the order in which they were proposed."""
    return cast(seat, poll, {code_of(p): value for p, value in zip(options_of(poll), values, strict=False) if value})


def closed(poll: SelectionPoll) -> SelectionPoll:
    """Close the log a minute after the time is over: a round without quorum is called off."""
    with clock.replaying(poll.closes_at + dt.timedelta(minutes=1)):
        closing.close(poll.vote)
    return again(poll)


def counted(poll: SelectionPoll) -> SelectionPoll:
    """Close the log and count with both halves of the key."""
    poll = closed(poll)
    with clock.replaying(poll.closes_at + dt.timedelta(minutes=2)):
        counting.count(poll.vote, *keys.demonstration_shares(poll.vote))
    return again(poll)


def poll_of(poll: SelectionPoll) -> Poll:
    assert poll.vote is not None
    return poll.vote
