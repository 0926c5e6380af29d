"""632 proposals come in between 12 March and 22 April 2018."""

import datetime as dt
import itertools
import random

from sqlalchemy import insert

from app.accounts.models import Account
from app.city.models import Place, PlaceLevel, Source
from app.core import audit, clock
from app.core.clock import replaying
from app.core.db import db
from app.cycles.models import Cycle, PhaseKind
from app.demo.texts import COMMENTS, IDEAS, Idea
from app.demo.year2019.outline import UNIT, Item
from app.proposals.models import (
    Basis,
    Channel,
    Comment,
    CommentKind,
    CostLine,
    Proposal,
    Stage,
    Status,
    Support,
    Version,
)
from app.proposals.services import amounts, search

CHANNELS = (Channel.web,) * 14 + (Channel.visit, Channel.post, Channel.fax, Channel.paper)
CEILING_WON = 500_000_000


def load(
    cycle: Cycle, items: list[Item], citizens: list[Account], sources: dict[str, Source], rng: random.Random
) -> list[Proposal]:
    """Add the proposals in the order of their receipt numbers, each with its asked amount."""
    phase = next(phase for phase in cycle.phases if phase.kind is PhaseKind.intake)
    length = (phase.closes_at - phase.opens_at).total_seconds()
    times = sorted(phase.opens_at + dt.timedelta(seconds=rng.randrange(int(length))) for _ in items)
    ideas = {field: ideas_of(field, rng) for field in IDEAS}
    found = []
    for number, (item, at) in enumerate(zip(items, times, strict=True), start=1):
        idea, dong = next(ideas[item.field])
        with replaying(at):
            proposal = add(cycle, number, item, rng.choice(citizens), rng)
            write(proposal, cycle, item, idea, dong, rng)
            asked_won = sum(line.amount_won for line in proposal.current.cost_lines)
            source = sources.get(item.source)
            amounts.append_amount(
                proposal, Stage.asked, asked_won, decided_by=proposal.proposer_name, basis=Basis.synthetic
            )
            proposal.source_id = source.id if source else None
            audit.record("proposal.submit", of=("proposal", proposal.id), after={"receipt": proposal.receipt_no})
        found.append(proposal)
    db.session.flush()
    return found


def ideas_of(field: str, rng: random.Random) -> itertools.chain[tuple[Idea, Place]]:
    """Return each idea of a field for each dong once, in a shuffled order."""
    dongs = db.session.query(Place).filter_by(level=PlaceLevel.dong).order_by(Place.code).all()
    pairs = [(idea, dong) for idea in IDEAS[field] for dong in dongs]
    rng.shuffle(pairs)
    return itertools.chain(pairs)


def add(cycle: Cycle, number: int, item: Item, proposer: Account, rng: random.Random) -> Proposal:
    proposal = Proposal(
        cycle_id=cycle.id,
        number=number,
        status=Status.received,
        channel=rng.choice(CHANNELS),
        proposer_id=proposer.id,
        proposer_name=proposer.name,
        synthetic=True,
        submitted_at=clock.now(),
    )
    db.session.add(proposal)
    db.session.flush()
    return proposal


def write(proposal: Proposal, cycle: Cycle, item: Item, idea: Idea, dong: Place, rng: random.Random) -> None:
    """Give a proposal its text and cost lines; what is on the ballot was asked at least as it was voted."""
    title = item.title or idea.title.format(dong=dong.name_ko)
    fields = {field.code: field.id for field in cycle.fields}
    version = Version(
        proposal_id=proposal.id,
        number=1,
        title=title,
        problem=idea.problem,
        idea=idea.wish,
        effect=idea.effect,
        type_id=cycle.types[0].id,
        field_id=fields[item.field],
        place_code=cycle.place_code if item.title else dong.code,
        written_at=proposal.submitted_at,
        written_by=proposal.proposer_id,
    )
    for position, (label, won) in enumerate(cost_lines(idea, asked(item, idea, rng), rng), start=1):
        version.cost_lines.append(CostLine(position=position, label=label, amount_won=won))
    db.session.add(version)
    db.session.flush()
    search.index(version, more=[proposal.proposer_name])
    proposal.current_id = version.id
    db.session.flush()
    db.session.refresh(proposal, ["current"])


def asked(item: Item, idea: Idea, rng: random.Random) -> int:
    """Return what is asked for in won: the voted amount and for one in three a design cost that review takes out."""
    if item.status is not Status.on_ballot:
        return rng.randint(idea.low, idea.high) * UNIT
    design = rng.choice((0, 0, rng.randint(1, 6))) * UNIT
    return min(item.voted_won + design, max(item.voted_won, CEILING_WON))


def cost_lines(idea: Idea, total_won: int, rng: random.Random) -> list[tuple[str, int]]:
    """Split a total over the idea's lines; the first gets what is left."""
    rest = [rng.randint(5, 30) * total_won // 100 // 1_000_000 * 1_000_000 for _ in idea.lines[1:]]
    rest = [max(won, 1_000_000) for won in rest]
    return list(zip(idea.lines, [total_won - sum(rest), *rest], strict=True))


def talk(proposals: list[Proposal], citizens: list[Account], phase_end: dt.datetime, rng: random.Random) -> None:
    """Add made-up supports and comments until the intake's end."""
    supports, comments = [], []
    for proposal in proposals:
        for person in rng.sample(citizens, min(int(rng.expovariate(1 / 12)), len(citizens))):
            supports.append(
                {"proposal_id": proposal.id, "account_id": person.id, "at": later(proposal, phase_end, rng)}
            )
        for _ in range(rng.choice((0, 0, 1, 1, 2, 3))):
            comments.append(
                {
                    "proposal_id": proposal.id,
                    "account_id": rng.choice(citizens).id,
                    "kind": CommentKind.comment,
                    "as_role": "citizen",
                    "body": rng.choice(COMMENTS),
                    "at": later(proposal, phase_end, rng),
                }
            )
    db.session.execute(insert(Support), supports)
    db.session.execute(insert(Comment), sorted(comments, key=lambda row: row["at"]))


def later(proposal: Proposal, end: dt.datetime, rng: random.Random) -> dt.datetime:
    """Return a made-up moment between the submission and the end."""
    left = max(int((end - proposal.submitted_at).total_seconds()), 60)
    return proposal.submitted_at + dt.timedelta(seconds=rng.randrange(left))
