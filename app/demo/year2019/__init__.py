"""The cycle of 2019 whole: the published totals, and in between made-up items that add up to them."""

import random
from collections.abc import Callable

from app.accounts.models import Account
from app.city.models import Place, PlaceLevel, Source
from app.core.db import db
from app.cycles.models import Cycle, PhaseKind
from app.demo.year2019 import council, intake, meetings, outline, people, review, screening, selection


def load(cycle: Cycle, logins: dict[str, Account], sources: dict[str, Source], say: Callable[[str], None]) -> None:
    """Follow the cycle from the plan to the monitoring, each step by the platform's own rules where it has them."""
    rng = random.Random(outline.SEED)  # noqa: S311 - a fixed seed is the point
    cycle.synthetic = True
    dongs = [place.code for place in db.session.query(Place).filter_by(level=PlaceLevel.dong).order_by(Place.code)]
    citizens = [logins["citizen"], *people.citizens(rng, dongs)]
    body = people.committee(cycle, logins, random.Random(outline.SEED))  # noqa: S311
    items = outline.items(rng)
    say("  632 proposals")
    proposals = intake.load(cycle, items, citizens, sources, rng)
    end = next(phase.closes_at for phase in cycle.phases if phase.kind is PhaseKind.screening)
    intake.talk(proposals, citizens, end, rng)
    say("  review by the departments")
    review.load(cycle, items, proposals, logins, rng)
    say("  screening and selection by the committee")
    screening.load(cycle, body, items, proposals, logins["organiser"], rng)
    selection.load(cycle, body, items, proposals, logins["organiser"], rng)
    say("  bill, council, execution")
    council.load(cycle, items, proposals, logins, sources, rng)
    meetings.load(body, logins["organiser"], random.Random(outline.SEED))  # noqa: S311
