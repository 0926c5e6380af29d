"""The 91 vote online from 20 to 28 August 2018; single ballots are made up, the count is the platform's own."""

import datetime as dt
import random

from app.accounts.models import Account
from app.committee.models import Body
from app.committee.services import bodies
from app.core.clock import replaying
from app.cycles.models import Cycle, PhaseKind
from app.demo.year2019.outline import Item
from app.polls.models import Poll
from app.polls.services import casting, closing, counting, freezing, keys, opening, publishing, voters
from app.polls.services.finding import poll_called
from app.proposals.models import Proposal, Status
from app.selection import services as selection

VOTERS = 88  # of the 91 on the roll
YES_CHOSEN, YES_OTHERS = (52, 84), (22, 50)  # how many of them say yes
NUMBER = "3 5 1 6"  # of the dice, made up as well


def load(
    cycle: Cycle, body: Body, items: list[Item], proposals: list[Proposal], organiser: Account, rng: random.Random
) -> None:
    """Put the list to the vote, cast every ballot, close, count and publish."""
    phase = next(phase for phase in cycle.phases if phase.kind is PhaseKind.selection)
    opens_at, closes_at = phase.opens_at, phase.closes_at
    on_ballot = [pair for pair in zip(items, proposals, strict=True) if pair[0].status is Status.on_ballot]
    with replaying(opens_at - dt.timedelta(days=3)):
        vote_of = selection.prepare(cycle, by=organiser).vote
        poll = freezing.freeze(vote_of, keys.demonstration_box(vote_of), by=organiser)
    with replaying(opens_at + dt.timedelta(hours=1)):
        poll = opening.open_poll(poll_called(poll.slug), by=organiser)
        vote(poll, members(body, rng), on_ballot, rng)
    with replaying(closes_at + dt.timedelta(minutes=10)):
        closing.close(poll, by=organiser)
        poll = counting.count(poll_called(poll.slug), *keys.demonstration_shares(poll), by=organiser)
        publishing.draw(poll_called(poll.slug), NUMBER, by=organiser)


def members(body: Body, rng: random.Random) -> list[Account]:
    """Return the members who vote."""
    appointed = [seat.account for seat in bodies.seats_in_force(body) if seat.route != "ex_officio"]
    return rng.sample(appointed, VOTERS)


def vote(poll: Poll, accounts: list[Account], pairs: list[tuple[Item, Proposal]], rng: random.Random) -> None:
    """Cast a ballot for each voter, so that every option gets its made-up number of yes."""
    yes: dict[str, set[int]] = {}
    for item, proposal in pairs:
        wanted = rng.randint(*(YES_CHOSEN if item.chosen else YES_OTHERS))
        yes[f"{proposal.number:04d}"] = set(rng.sample(range(len(accounts)), wanted))
    for number, account in enumerate(accounts):
        voter = voters.voter_of_account(poll, account)
        points = [1 if number in agree else -1 for agree in yes.values()]
        casting.cast(poll, voter, casting.draft(poll, voter, list(yes), points).field)
