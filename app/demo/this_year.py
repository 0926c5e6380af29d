"""A few made-up proposals of the cycle whose intake is open, so that the list is not empty."""

import datetime as dt
import random

from app.accounts.models import Account
from app.city.models import Place, PlaceLevel
from app.core import audit, clock
from app.core.clock import replaying
from app.core.db import db
from app.cycles.models import Cycle
from app.demo.texts import IDEAS
from app.demo.year2019 import intake
from app.demo.year2019.outline import Item
from app.proposals.models import Basis, Stage, Status
from app.proposals.services import amounts

SEED, COUNT = 2027, 24


def load(cycle: Cycle, logins: dict[str, Account]) -> None:
    """Add proposals of the last two weeks."""
    rng = random.Random(SEED)  # noqa: S311 - a fixed seed is the point
    dongs = db.session.query(Place).filter_by(level=PlaceLevel.dong).order_by(Place.code).all()
    people = db.session.query(Account).filter(Account.email.like("citizen%")).order_by(Account.id).limit(60).all()
    began = clock.now() - dt.timedelta(days=13)
    cycle.synthetic = True
    for number in range(1, COUNT + 1):
        field = rng.choice(sorted(IDEAS))
        idea, dong = rng.choice(IDEAS[field]), rng.choice(dongs)
        with replaying(began + dt.timedelta(hours=12 * number)):
            item = Item(field, Status.received)
            proposal = intake.add(cycle, number, item, rng.choice(people), rng)
            intake.write(proposal, cycle, item, idea, dong, rng)
            asked_won = sum(line.amount_won for line in proposal.current.cost_lines)
            amounts.append_amount(
                proposal, Stage.asked, asked_won, decided_by=proposal.proposer_name, basis=Basis.synthetic
            )
            audit.record("proposal.submit", of=("proposal", proposal.id), after={"receipt": proposal.receipt_no})
