"""How long a poll of N ballots, pick 10 of 100, takes to seal, open, count, publish and verify.

python benchmarks/ledger.py [N] [FOLDER]
"""

import random
import resource
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

from voting.ledger import batches, casting, closing, leaves, publish, sealing, signatures
from voting.ledger.bundle import keys_document
from voting.ledger.canonical import parse
from voting.ledger.definition import read_definition
from voting.ledger.merkle import Frontier
from voting.ledger.roll import RollRow
from voting.ledger.verify import verify

POLL, CLOSES = "00112233445566778899aabbccddeeff", datetime(2026, 11, 7, 9, tzinfo=UTC)
CITY, LOG = b"c" * 32, b"l" * 32


def definition(box: str) -> dict:
    name = {"en": "x", "ko": "x"}
    return {
        "v": 1, "type": "poll", "poll": POLL, "title": name, "opens": "2026-11-01T00:00Z",
        "closes": "2026-11-07T09:00Z", "log_by": "2026-11-07T09:10Z", "publish": "marks", "randomness": "dice",
        "keys": {"box": box, "log": signatures.public_key(LOG)},
        "electorates": [{"id": "citizens", "name": name, "listed": True, "weight": None}],
        "options": [{"id": str(n), "cost": 0, "labels": {}, "name": name} for n in range(1, 101)],
        "form": {"kind": "approval", "at_least": 10, "at_most": 10, "blank": True},
        "rule": {"name": "top-k", "options": {"k": 10, "ties": ["file"]},
                 "limits": {"budget": 0, "ceilings": [], "incompatible": []}},
    }  # fmt: skip


class Clock:
    def __init__(self) -> None:
        self.at = perf_counter()

    def lap(self, what: str) -> None:
        now = perf_counter()
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(f"{what:50s} {now - self.at:8.2f} s   peak {peak} MB", flush=True)
        self.at = perf_counter()


def main(n: int, folder: Path) -> None:
    chance, clock = random.Random(1), Clock()
    public, one, other = sealing.new_box(POLL)
    poll = read_definition(definition(public))
    ids = [option.id for option in poll.options]
    weights = [1 / (k + 5) for k in range(100)]
    drafts = [casting.prepare(poll, "citizens", pick(chance, ids, weights)) for _ in range(n)]
    clock.lap(f"prepare {n} ballots")
    box = {draft.leaf: sealing.seal(poll, draft) for draft in drafts}
    clock.lap("seal them")
    steps = [
        [leaves.open_leaf(POLL, poll.hash, {"citizens": n})],
        *([d.body for d in drafts[i : i + 200]] for i in range(0, n, 200)),
    ]
    log = [batches.append(Frontier(), steps[0], LOG, POLL, CLOSES)]
    for step in steps[1:]:
        log.append(batches.append(log[-1].frontier, step, LOG, POLL, CLOSES))
    clock.lap("append them in batches of 200, a signed head each")
    roll = [RollRow(casting.pseudonym(CITY, POLL, str(i)), "citizens", "all", True) for i in range(n)]
    bodies = [parse(placed.data) for batch in log for placed in batch.leaves]
    close = closing.close_leaf(poll, bodies, roll)
    log.append(batches.append(log[-1].frontier, [close], LOG, POLL, CLOSES))
    clock.lap("close")
    secret = sealing.combine(one, other, public)
    tallied = publish.tally(poll, [*bodies, close], [b.head for b in log], box, secret)
    log.append(batches.append(log[-1].frontier, [tallied.leaf], LOG, POLL, CLOSES))
    clock.lap("open the box, check every slot and ballot, count")
    publish.publish(
        folder / "bundle", poll, tallied, city_key=CITY, keys=keys_document(poll, CITY, LOG),
        leaves=[placed.data for batch in log for placed in batch.leaves], heads=[b.head for b in log], roll=roll,
        randomness="3 1 6 2",
    )  # fmt: skip
    publish.write_openings(folder / "openings.jsonl", tallied)
    clock.lap("publish")
    size = sum(path.stat().st_size for path in (folder / "bundle").iterdir())
    print(f"bundle of {size / 1e6:.0f} MB in {folder}", flush=True)


def pick(chance: random.Random, ids: list[str], weights: list[float]) -> list[str]:
    """Return ten different options, the first likelier (Efraimidis and Spirakis 2006)."""
    return sorted(ids, key=lambda i: chance.random() ** (1 / weights[int(i) - 1]))[-10:]


def check(folder: Path) -> None:
    clock = Clock()
    verify(folder / "bundle")
    clock.lap("verify the bundle")
    verify(folder / "bundle", openings=folder / "openings.jsonl")
    clock.lap("verify it with all openings")


if __name__ == "__main__":
    if len(sys.argv) > 2 and sys.argv[1] == "verify":
        check(Path(sys.argv[2]))
    else:
        target = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(tempfile.mkdtemp())
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000, target)
