"""A poll of a committee: frozen, open, or over, with the clock of its own times."""

from app.committee.models import Body, Seat
from app.committee.services import bodies
from app.core import clock
from app.core.db import transaction
from app.cycles.models import BallotForm, Cycle
from app.proposals.models import Proposal, Status
from app.selection import services as selection
from app.selection.models import SelectionPoll
from tests.builders import DAY, a_cycle, a_proposal
from tests.committee.builders import a_committee, a_seat


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


def an_open_poll(cycle: Cycle) -> SelectionPoll:
    return selection.open_poll(selection.freeze(cycle))


def members_of(poll_or_body: SelectionPoll | Body) -> list[Seat]:
    body = poll_or_body.body if isinstance(poll_or_body, SelectionPoll) else poll_or_body
    return bodies.seats_in_force(body)


def options_of(poll: SelectionPoll) -> list[Proposal]:
    """In the order in which they were proposed."""
    return sorted((option.proposal for option in poll.options), key=lambda proposal: proposal.number)


def vote(seat: Seat, poll: SelectionPoll, *values: str | None) -> None:
    """One value an option, in the order in which they were proposed."""
    marks = {p.id: value for p, value in zip(options_of(poll), values, strict=False) if value}
    selection.cast(poll, marks=marks, by=seat.account)


def time_is_over(poll: SelectionPoll) -> None:
    """Move the times of a poll so that it has just closed (the frozen rule keeps the times it was frozen with)."""
    with transaction():
        poll.opens_at, poll.closes_at = clock.now() - 2 * DAY, clock.now()
