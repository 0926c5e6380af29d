"""The 91 vote online from 20 to 28 August 2018; single ballots are made up, the count is the platform's own."""

import datetime as dt
import random

from app.accounts.models import Account
from app.committee.models import Body
from app.committee.services import bodies
from app.core.clock import replaying
from app.cycles.models import Cycle, PhaseKind
from app.demo.year2019.outline import Item
from app.proposals.models import Proposal, Status
from app.selection import services as selection
from app.selection.models import SelectionPoll

VOTERS = 88  # of the 91 on the roll
YES_CHOSEN, YES_OTHERS = (52, 84), (22, 50)  # how many of them say yes


def load(
    cycle: Cycle, body: Body, items: list[Item], proposals: list[Proposal], organiser: Account, rng: random.Random
) -> None:
    """Freeze the poll, cast every ballot, close and count."""
    phase = next(phase for phase in cycle.phases if phase.kind is PhaseKind.selection)
    on_ballot = [pair for pair in zip(items, proposals, strict=True) if pair[0].status is Status.on_ballot]
    with replaying(phase.opens_at - dt.timedelta(days=3)):
        poll = selection.freeze(cycle, by=organiser)
    with replaying(phase.opens_at + dt.timedelta(hours=1)):
        selection.open_poll(poll, by=organiser)
        vote(poll, members(body, rng), on_ballot, rng)
    with replaying(phase.closes_at + dt.timedelta(minutes=10)):
        selection.close(poll, by=organiser)


def members(body: Body, rng: random.Random) -> list[Account]:
    """Return the members who vote."""
    appointed = [seat.account for seat in bodies.seats_in_force(body) if seat.route != "ex_officio"]
    return rng.sample(appointed, VOTERS)


def vote(poll: SelectionPoll, voters: list[Account], pairs: list[tuple[Item, Proposal]], rng: random.Random) -> None:
    """Cast a ballot for each voter, so that every option gets its made-up number of yes."""
    yes: dict[int, set[int]] = {}
    for item, proposal in pairs:
        wanted = rng.randint(*(YES_CHOSEN if item.chosen else YES_OTHERS))
        yes[proposal.id] = set(rng.sample(range(len(voters)), wanted))
    for number, voter in enumerate(voters):
        marks = {option: "yes" if number in agree else "no" for option, agree in yes.items()}
        selection.cast(poll, marks=marks, by=voter)
