"""Reading roll, box, log and heads of a poll again: what was changed, added or removed by hand is named.

A published bundle is checked by ``python -m voting verify``, by anyone. This is for the operator, also before the count.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from sqlalchemy import select

from app.core.db import db
from app.polls.models import BoxedBallot, Intake, Leaf, LogHead, Poll
from app.polls.services import log, paper, roll
from app.polls.services.definitions import definition_of
from voting.ledger.canonical import canonical, parse
from voting.ledger.closing import close_leaf
from voting.ledger.heads import is_head_of
from voting.ledger.leaves import BALLOTS, leaf_fault
from voting.ledger.merkle import Frontier, leaf_hash

ALONE = ("open", "close", "tally")


@dataclass(frozen=True)
class Fault:
    """``where``: leaf, head, box or roll; ``which`` names the row; ``what`` says what does not fit."""

    where: str
    which: str
    what: str


def faults(poll: Poll) -> list[Fault]:
    """Return everything that does not hold, nothing where all does. Raises ``DefinitionChanged``."""
    definition_of(poll)
    rows = list(db.session.scalars(select(Leaf).where(Leaf.poll_id == poll.id).order_by(Leaf.place)))
    found = [*_leaves(rows), *_heads(poll, rows)]
    if found:
        return found
    return [*_box(poll, rows), *_roll(poll, rows)]


def _leaves(rows: list[Leaf]) -> Iterator[Fault]:
    for place, row in enumerate(rows):
        body = parse(row.body.encode())
        if row.place != place:
            yield Fault("leaf", str(place), "missing")
            return
        if leaf_hash(row.body.encode()) != row.leaf or leaf_fault(body):
            yield Fault("leaf", str(place), "changed")
        elif (body["type"], body.get("change"), log.displaced_by(body)) != (row.kind, row.change, row.displaces):
            yield Fault("leaf", str(place), "columns differ from the body")


def _heads(poll: Poll, rows: list[Leaf]) -> Iterator[Fault]:
    frontier, size = Frontier(), 0
    for row in db.session.scalars(select(LogHead).where(LogHead.poll_id == poll.id).order_by(LogHead.size)):
        head = log.signed(poll, row)
        batch = rows[size : head.size]
        frontier, size = frontier.extend(leaf.leaf for leaf in batch), head.size
        if not _is_one_batch(batch):
            yield Fault("head", str(size), "covers leaves of another head, which is missing")
        if not is_head_of(head, poll.log_key or ""):
            yield Fault("head", str(size), "not signed by the log")
        if frontier.size != size or frontier.root().hex() != head.root:
            yield Fault("head", str(size), "has another root")
        if row.frontier != log.frontier_text(frontier):
            yield Fault("head", str(size), "keeps another frontier")
    if size != len(rows):
        yield Fault("head", str(len(rows)), "missing")


def _is_one_batch(rows: list[Leaf]) -> bool:
    """Say whether leaves came under one head: in the order of their hashes, and what opens, closes or counts by itself."""
    alone = any(row.kind in ALONE for row in rows)
    return len(rows) == 1 or (not alone and all(one.leaf < other.leaf for one, other in pairwise(rows)))


def _box(poll: Poll, rows: list[Leaf]) -> Iterator[Fault]:
    """Compare the leaves of the box with those of the log; what they hold is judged at the count."""
    if poll.destroyed_at is not None:
        return
    boxed = set(db.session.scalars(select(BoxedBallot.leaf).where(BoxedBallot.poll_id == poll.id)))
    ballots = {row.leaf for row in rows if row.kind in BALLOTS}
    yield from (Fault("box", leaf.hex(), "has no leaf") for leaf in sorted(boxed - ballots))
    yield from (Fault("box", leaf.hex(), "missing") for leaf in sorted(ballots - boxed))


def _roll(poll: Poll, rows: list[Leaf]) -> Iterator[Fault]:
    """Compare the roll with ballots while the poll goes on, with the close leaf after."""
    bodies = [parse(row.body.encode()) for row in rows]
    close = next((n for n, body in enumerate(bodies) if body["type"] == "close"), None)
    lines = roll.rows(poll)
    if close is None:
        displaced = {row.displaces for row in rows if row.displaces}
        waiting = db.session.execute(select(Intake.leaf, Intake.displaces).where(Intake.poll_id == poll.id)).all()
        displaced |= {gone for _, gone in waiting if gone}
        leaves = [row.leaf.hex() for row in rows if row.kind in (*BALLOTS, "void")] + [
            leaf.hex() for leaf, _ in waiting
        ]
        standing = len(set(leaves) - displaced) - sum(paper.logged(poll).values())
        voted = sum(line.voted for line in lines) - sum(paper.handed_out(poll).values())
        if standing != voted:
            yield Fault("roll", str(voted), f"voted, {standing} ballots stand")
    elif poll.destroyed_at is None:
        due = close_leaf(definition_of(poll), bodies[:close], lines, bodies[close].get("audit"))
        if canonical(due) != canonical(bodies[close]):
            yield Fault("roll", "-", "is not the roll of the close leaf")
