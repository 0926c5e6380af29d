"""Each subcommittee scores what departments let through; the best go to the vote."""

import datetime as dt
import random

from sqlalchemy import insert

from app.accounts.models import Account
from app.committee.models import Body, Points, ScoreSheet, Seat
from app.committee.services import bodies, closing, ranking
from app.core import audit
from app.core.clock import replaying, seoul
from app.core.db import db
from app.cycles.models import Cycle
from app.demo.texts import OPINIONS
from app.demo.year2019.outline import ON_BALLOT, Item
from app.proposals.models import Proposal, Status

OPENED, CLOSED = seoul(2018, 7, 9, 9), seoul(2018, 8, 13, 10)
MISSING = 0.03  # of the sheets were never submitted


def load(
    cycle: Cycle, body: Body, items: list[Item], proposals: list[Proposal], organiser: Account, rng: random.Random
) -> None:
    """Score in every subcommittee, then put the first of each ranked list to the vote by the real rule."""
    flag_safety(items, proposals, rng)
    pairs = [
        pair for pair in zip(items, proposals, strict=True) if pair[0].status in (Status.on_ballot, Status.screened_out)
    ]
    for part in bodies.subcommittees(body):
        codes = {taken.field.code for taken in part.fields}
        mine = [pair for pair in pairs if pair[0].field in codes]
        score(cycle, part, mine, rng)
    with replaying(CLOSED):
        for part in bodies.subcommittees(body):
            first = sum(ON_BALLOT[taken.field.code] for taken in part.fields)
            seen = closing.fingerprint(ranking.ranked(cycle, part))
            closing.put_to_vote(cycle, part, first=first, seen=seen, by=organiser)


def flag_safety(items: list[Item], proposals: list[Proposal], rng: random.Random) -> None:
    """Mark what prevents accidents; of what goes on only what is good enough for the ballot anyway."""
    for item, proposal in zip(items, proposals, strict=True):
        words = ("건널목", "신호", "손잡이", "반사경", "조명", "알리미")
        if item.status is not Status.screened_out and any(word in proposal.current.title for word in words):
            proposal.safety = True
    db.session.flush()


def score(cycle: Cycle, part: Body, pairs: list[tuple[Item, Proposal]], rng: random.Random) -> None:
    """Add a sheet of each member for each proposal; those for the ballot lie higher."""
    seats = db.session.query(Seat).filter_by(subcommittee_id=part.id).order_by(Seat.id).all()
    sheets, points = [], []
    next_id = (db.session.query(ScoreSheet.id).order_by(ScoreSheet.id.desc()).limit(1).scalar() or 0) + 1
    for item, proposal in pairs:
        good = item.status is Status.on_ballot
        for seat in seats:
            if rng.random() < MISSING:
                continue
            at = OPENED + dt.timedelta(days=rng.randint(0, 30), minutes=rng.randint(0, 540))
            sheets.append(sheet(next_id, seat, proposal, at, rng))
            given = (rng.choice((4, 4, 5, 5, 3)) if good else rng.choice((1, 2, 2, 3, 3)) for _ in cycle.criteria)
            points += [
                {"sheet_id": next_id, "criterion_id": criterion.id, "given": value}
                for criterion, value in zip(cycle.criteria, given, strict=True)
            ]
            next_id += 1
    db.session.execute(insert(ScoreSheet), sheets)
    db.session.execute(insert(Points), points)
    with replaying(CLOSED):
        audit.record("demo.scores", of=("body", part.id), after={"sheets": len(sheets)}, why="made up")


def sheet(key: int, seat: Seat, proposal: Proposal, at: dt.datetime, rng: random.Random) -> dict[str, object]:
    return {
        "id": key,
        "seat_id": seat.id,
        "proposal_id": proposal.id,
        "opinion": rng.choice(OPINIONS),
        "submitted_at": at,
        "revision": 1,
    }
