"""Voters in processes of their own, which are killed while they vote, and what must hold afterwards.

A client writes the form that it is about to post, and the receipt that it got, each line on disk before it goes on; begun
again, it posts its last form once more, as a person does whose answer was lost.
"""

import contextlib
import multiprocessing
import os
import random
import signal
import time
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from app import create_app
from app.core import clock
from app.core.db import db
from app.core.errors import RuleError
from app.polls.models import Leaf, Poll, RollRow, RollState
from app.polls.services import casting, checking, sequencer, voters
from tests.polls.builders import closed, counted, published, subject
from voting.ledger import batches

FORK = multiprocessing.get_context("fork")
CLIENTS = 8


@dataclass
class Town:
    """A poll, its database and the folder in which clients keep what they know."""

    address: str
    folder: Path
    poll_id: int
    voters: int

    def app(self):
        return create_app(
            TESTING=True, SQLALCHEMY_DATABASE_URI=self.address, INSTANCE=self.folder, RATELIMIT_ENABLED=False
        )

    def told(self) -> list[bytes]:
        """Return the leaf of every receipt that a client has on disk."""
        return [bytes.fromhex(line.split()[2]) for line in self._lines() if line.startswith("receipt")]

    def _lines(self) -> list[str]:
        return [line for path in self.folder.glob("client-*") for line in path.read_text().splitlines()]


def client(town: Town, number: int) -> None:
    """Vote for every eighth person, the last unanswered one first."""
    with town.app().app_context(), (town.folder / f"client-{number}").open("a+") as kept:
        for person, field in _to_do(town, number, kept):
            while True:
                try:
                    poll = db.session.get(Poll, town.poll_id)
                    who = voters.voter_at_booth(poll, subject(person), channel="web")
                    if field is None:
                        field = casting.draft(poll, who, [str(1 + person % 5)]).field
                        _note(kept, f"form {person} {field}")
                    _note(kept, f"receipt {person} {casting.cast(poll, who, field).receipt.leaf}")
                    break
                except SQLAlchemyError:  # the database is gone, or another one writes: try again, as the page asks
                    db.session.rollback()
                    time.sleep(0.05)


def _to_do(town: Town, number: int, kept):
    kept.seek(0)
    lines = [line.split() for line in kept.read().splitlines()]
    forms = {int(line[1]): line[2] for line in lines if line[0] == "form" and len(line) == 3}
    answered = {int(line[1]) for line in lines if line[0] == "receipt"}
    mine = [person for person in range(number, town.voters, CLIENTS) if person not in answered]
    return [(person, forms.get(person)) for person in sorted(mine, key=lambda person: person not in forms)]


def _note(kept, line: str) -> None:
    kept.write(line + "\n")
    kept.flush()
    os.fsync(kept.fileno())


def keep_batching(town: Town) -> None:
    """Be the sequencer, without its pause: more batches, more moments at which it can be killed."""
    batches.PAUSE, sequencer._MINUTE = batches.timedelta(0), batches.timedelta(0)
    with town.app().app_context():
        while True:
            with contextlib.suppress(SQLAlchemyError, RuleError):
                sequencer.run(db.session.get(Poll, town.poll_id))
            db.session.rollback()
            time.sleep(0.05)


class Crowd:
    """The clients and the sequencer."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.acts = {n: (client, (town, n)) for n in range(CLIENTS)} | {CLIENTS: (keep_batching, (town,))}
        self.running = {number: self._start(number) for number in self.acts}

    def _start(self, number: int):
        act, arguments = self.acts[number]
        process = FORK.Process(target=act, args=arguments, daemon=True)
        process.start()
        return process

    def kill(self, *numbers: int) -> int:
        """Kill processes as a power button does, and begin them again; return how many were still at work."""
        at_work = [self.running[number] for number in numbers if self.running[number].is_alive()]
        for process in at_work:
            os.kill(process.pid, signal.SIGKILL)
            process.join()
        for number in numbers:
            self.running[number] = self._start(number)
        return len(at_work)

    def wait(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        for number in range(CLIENTS):
            self.running[number].join(max(0.0, until - time.monotonic()))
        for process in self.running.values():
            if process.is_alive():
                os.kill(process.pid, signal.SIGKILL)
            process.join()


def rounds(town: Town, number: int, kill_database=None, pause: float = 0.25) -> int:
    """Let the crowd vote; kill a worker, all of them or the database by turns; let them finish.

    Return how many processes were killed at work.
    """
    crowd, chance, killed = Crowd(town), random.Random(number), 0
    for turn in range(number):
        time.sleep(pause * (0.5 + chance.random()))
        if turn % 3 == 2:
            killed += crowd.kill(*crowd.acts)
        else:
            killed += crowd.kill(chance.randrange(CLIENTS + 1))
        if kill_database is not None and turn % 2:
            kill_database()
    crowd.wait(120)
    return killed


def what_holds(town: Town, told: list[bytes]) -> Poll:
    """Check that every receipt is in the log once, nothing is twice, and roll = box = log; return the counted poll.

    ``told``: a leaf's hash for each voter, or its first bytes, as a receipt's code holds them.
    """
    poll = db.session.get(Poll, town.poll_id, populate_existing=True)
    assert len(told) == len(set(told)) == town.voters
    with clock.replaying(poll.closes_at):
        assert checking.faults(poll) == []
    poll = closed(poll, at=poll.closes_at)
    logged = set(db.session.scalars(select(Leaf.leaf).where(Leaf.poll_id == poll.id, Leaf.kind == "ballot")))
    assert set(told) == {leaf[: len(told[0])] for leaf in logged}
    assert len(logged) == len(told)
    voted = (
        select(func.count()).select_from(RollRow).where(RollRow.poll_id == poll.id, RollRow.state == RollState.voted)
    )
    assert db.session.scalar(voted) == len(logged)
    assert checking.faults(poll) == []
    poll = published(counted(poll, at=poll.closes_at), at=poll.closes_at)
    assert sum(part["ballots"] for part in poll.result["electorates"].values()) == town.voters
    return poll
