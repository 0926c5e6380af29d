"""Casting beside bare durable inserts, waiting times at 100 ballots a second, and the count of 100,000 ballots.

    python benchmarks/polls.py [--database URL] [--ballots 100000] [--rounds 8]

Eight processes with a connection each; rounds of bare inserts and of casts take turns, so that all meet the same disk. A
bare insert is one row of as many bytes as a cast stores, committed by itself under the same settings of durability: through
SQLAlchemy, as the application writes everything else, and by the driver alone, prepared. A cast is what a request does after
the review: read the form, sign, mark the roll, store, commit. There is no web layer: poll and voter are known, as the page's
own queries would find them.
"""

import argparse
import datetime as dt
import itertools
import multiprocessing
import random
import runpy
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from sqlalchemy import create_engine, insert, text, update

from app import create_app
from app.core import clock
from app.core.db import Base, db, driver, transaction
from app.polls.models import BoxedBallot, Channel, Poll, RollRow, RollState
from app.polls.services import casting, closing, counting, keys, locks, log, opening, publishing, roll
from app.polls.services.definitions import definition_of
from app.polls.services.freezing import freeze
from app.polls.services.making import ElectorateRow, OptionRow, make_poll
from app.polls.services.voters import Voter
from voting.ledger import sealing
from voting.ledger.casting import prepare
from voting.ledger.verify import verify

FORK = multiprocessing.get_context("fork")
AS_DEPLOYED = runpy.run_path("gunicorn.conf.py")["post_worker_init"]  # the garbage collector's rounds
CLIENTS, OPTIONS, PICKS = 8, 100, 10
STORED = 1500  # bytes: what a cast of this poll adds to roll and intake


def an_app(address: str, folder: Path):
    return create_app(SQLALCHEMY_DATABASE_URI=address, INSTANCE=folder, RATELIMIT_ENABLED=False, TESTING=True)


def a_poll(people: int, slug: str) -> Poll:
    """Ten of a hundred, open by the true clock."""
    now = clock.now()
    rule = {"name": "top-k", "options": {"k": PICKS}, "limits": {"budget": 0, "ceilings": [], "incompatible": []}}
    with clock.replaying(now - dt.timedelta(hours=2)):
        poll = make_poll(
            slug, title_ko="열", title_en="Ten", question_ko="", question_en="", form="approval",
            form_numbers={"at_least": PICKS, "at_most": PICKS}, rule=rule, publish="marks",
            opens_at=now - dt.timedelta(hours=1), closes_at=now + dt.timedelta(hours=2),
            options=[OptionRow(str(i), f"정책 {i}", f"Policy {i}") for i in range(1, OPTIONS + 1)],
            electorates=[ElectorateRow("citizens", "시민", "Citizens", eligibility="list")],
        )  # fmt: skip
        freeze(poll, keys.demonstration_box(poll))
        roll.enrol(poll, "citizens", (f"ci:{n}" for n in range(people)))
    return opening.open_poll(poll)


def forms_of(poll: Poll, people: range) -> list:
    """Return voters and their review forms; voters are made by the roll's key, as asking the roll would say."""
    made = []
    for person in people:
        who = Voter(roll.pseud_of(poll, f"ci:{person}"), "citizens", "all", Channel.web, listed=True)
        picks = random.sample([str(i) for i in range(1, OPTIONS + 1)], PICKS)
        made.append((who, casting.reviewed(poll, who, casting.prepared(poll, who, picks, None)).field))
    return made


def known(poll_id: int) -> Poll:
    """Return a poll as a request has it at hand; no transaction takes it away."""
    poll = db.session.get(Poll, poll_id)
    definition_of(poll)
    db.session.expunge(poll)
    db.session.rollback()
    return poll


KINDS = ("through SQLAlchemy", "by the driver", "casts")
ROW = b"x" * STORED


def acts(poll: Poll, number: int, forms, lent) -> dict:
    """Return what is done of each kind, over and over."""
    numbers, plain, core = itertools.count(number * 10_000_000), lent.driver_connection, db.engine.connect()
    mark, how = ("?", {}) if db.engine.dialect.name == "sqlite" else ("%s", {"prepare": True})
    by_driver, by_core = f"INSERT INTO bare VALUES ({mark}, {mark})", text("INSERT INTO bare VALUES (:id, :data)")

    def through_sqlalchemy() -> None:
        core.execute(by_core, {"id": next(numbers), "data": ROW})
        core.commit()

    done = (
        through_sqlalchemy,
        lambda: plain.execute(by_driver, (next(numbers), ROW), **how),
        lambda: casting.cast(poll, *next(forms)),
    )
    return dict(zip(KINDS, done, strict=True))


def one_client(
    address: str, folder: Path, poll_id: int, number: int, people: range, rounds: int, seconds: float, out, gate
):
    """Take turns with the others: inserts of both kinds, then casts, each for some seconds."""
    with an_app(address, folder).app_context():
        poll = known(poll_id)
        forms = iter(forms_of(poll, people))
        AS_DEPLOYED(None)
        with driver() as lent:
            kinds = acts(poll, number, forms, lent)
            for turn in range(rounds):
                for kind, act in kinds.items():
                    gate.wait()
                    until, times = time.perf_counter() + seconds, 0
                    while time.perf_counter() < until:
                        act()
                        times += 1
                    out.put((turn, kind, times / seconds))


def throughput(address: str, folder: Path, rounds: int, seconds: float = 2.0) -> None:
    each = int(rounds * seconds * 450)
    with an_app(address, folder).app_context():
        poll_id = a_poll(CLIENTS * each, "throughput").id
        with transaction():
            kind = "BYTEA" if db.engine.dialect.name == "postgresql" else "BLOB"
            db.session.execute(text(f"CREATE TABLE bare (id BIGINT PRIMARY KEY, data {kind})"))
        db.session.remove()
        db.engine.dispose()
    out, gate = FORK.Queue(), FORK.Barrier(CLIENTS)
    crowd = [
        FORK.Process(
            target=one_client,
            args=(address, folder, poll_id, n, range(n * each, (n + 1) * each), rounds, seconds, out, gate),
        )
        for n in range(CLIENTS)
    ]
    for process in crowd:
        process.start()
    got = [out.get() for _ in range(CLIENTS * rounds * len(KINDS))]
    for process in crowd:
        process.join()
    rates = {
        kind: [sum(rate for t, k, rate in got if (t, k) == (turn, kind)) for turn in range(rounds)] for kind in KINDS
    }
    print(", ".join(f"{kind} {statistics.median(each):.0f}/s" for kind, each in rates.items()))
    for kind in KINDS[:2]:
        ratios = sorted(cast / plain for cast, plain in zip(rates["casts"], rates[kind], strict=True))
        print(
            f"casts / bare inserts {kind}: {statistics.median(ratios):.2f} ({ratios[0]:.2f} to {ratios[-1]:.2f}; "
            f"{rounds} rounds of {seconds} s)"
        )


def arrivals(address: str, folder: Path, poll_id: int, people: range, times: list[float], start: float, out) -> None:
    with an_app(address, folder).app_context():
        poll = known(poll_id)
        forms, waits = forms_of(poll, people), []
        AS_DEPLOYED(None)
        out.put("ready")
        begin = start.get()
        for form, planned in zip(forms, times, strict=True):
            time.sleep(max(0.0, begin + planned - time.monotonic()))
            casting.cast(poll, *form)
            waits.append(time.monotonic() - begin - planned)
        out.put(waits)


def waiting(address: str, folder: Path, seconds: int = 12, rate: int = 100) -> None:
    """Open-loop Poisson arrivals: a wait is counted from the planned moment."""
    chance, at, planned = random.Random(7), 0.0, []
    while at < seconds:
        at += chance.expovariate(rate)
        planned.append(at)
    with an_app(address, folder).app_context():
        poll_id = a_poll(len(planned), "waiting").id
        db.session.remove()
        db.engine.dispose()
    out, start = FORK.Queue(), FORK.Queue()
    for n in range(CLIENTS):
        mine = planned[n::CLIENTS]
        first = sum(len(planned[k::CLIENTS]) for k in range(n))
        people = range(first, first + len(mine))
        FORK.Process(target=arrivals, args=(address, folder, poll_id, people, mine, start, out)).start()
    for _ in range(CLIENTS):
        out.get()
    begin = time.monotonic() + 0.2
    for _ in range(CLIENTS):
        start.put(begin)
    waits = sorted(wait for _ in range(CLIENTS) for wait in out.get())
    median, p99 = (1000 * waits[int(len(waits) * share)] for share in (0.5, 0.99))
    print(
        f"{len(waits)} casts at {rate}/s: median {median:.0f} ms, p99 {p99:.0f} ms, longest {1000 * waits[-1]:.0f} ms"
    )


def count_many(address: str, folder: Path, ballots: int) -> None:
    """Ballots are put into box and log at once; then the app closes, counts, publishes and verifies."""
    with an_app(address, folder).app_context():
        poll = a_poll(ballots, "many")
        definition, names = definition_of(poll), [str(i) for i in range(1, OPTIONS + 1)]
        drafts = [prepare(definition, "citizens", random.sample(names, PICKS)) for _ in range(ballots)]
        boxed = sorted(
            ({"leaf": d.leaf, "poll_id": poll.id, "sealed": sealing.seal(definition, d)} for d in drafts),
            key=lambda row: row["leaf"],
        )
        with transaction():
            locks.log(poll)
            log.append(poll, (draft.body for draft in drafts), clock.now())
            for start in range(0, ballots, 2000):
                db.session.execute(insert(BoxedBallot), boxed[start : start + 2000])
            db.session.execute(update(RollRow).where(RollRow.poll_id == poll.id).values(state=RollState.voted))
        del drafts, boxed
        with clock.replaying(poll.closes_at):
            steps = {}
            for name, act in (
                ("close", lambda: closing.close(poll)),
                ("open, check every ballot, count", lambda: counting.count(poll, *keys.demonstration_shares(poll))),
                ("publish", lambda: publishing.draw(poll, "3 1 6 2")),
                ("verify the bundle", lambda: verify(publishing.bundle(poll))),
            ):
                began = time.perf_counter()
                act()
                steps[name] = time.perf_counter() - began
        print(f"{ballots} ballots: " + ", ".join(f"{name} {took:.1f} s" for name, took in steps.items()))
        db.session.remove()
        db.engine.dispose()


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--database", help="an empty database; default: SQLite in a new folder")
    asked.add_argument("--ballots", type=int, default=100_000)
    asked.add_argument("--rounds", type=int, default=8)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        address = given.database or f"sqlite:///{folder / 'polls.db'}"
        engine = create_engine(address)
        Base.metadata.create_all(engine)
        engine.dispose()
        print(engine.dialect.name)
        if given.rounds:
            throughput(address, folder, given.rounds)
            waiting(address, folder)
        if given.ballots:
            count_many(address, folder, given.ballots)


if __name__ == "__main__":
    main()
