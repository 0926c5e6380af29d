"""Polls held from keys to bundle, for tests: the situation is in the arguments."""

import json
import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from secrets import token_bytes
from typing import Any

from voting.ledger import batches, casting, closing, leaves, publish, sealing, signatures
from voting.ledger.bundle import keys_document
from voting.ledger.canonical import canonical, parse
from voting.ledger.definition import read_definition
from voting.ledger.merkle import Frontier
from voting.ledger.roll import RollRow

POLL = "00112233445566778899aabbccddeeff"
CLOSES = datetime(2026, 11, 7, 9, 0, tzinfo=UTC)
CITY, LOG, AUDITOR = b"c" * 32, b"l" * 32, b"a" * 32
FORMS = {
    "approval": {"kind": "approval", "at_least": 1, "at_most": 3},
    "choose-1": {"kind": "choose-1"},
    "knapsack": {"kind": "knapsack", "budget": 6},
    "yes-no": {"kind": "yes-no"},
    "cumulative": {"kind": "cumulative", "sum_at_most": 5, "points_at_most": 5},
    "scoring": {"kind": "scoring", "points_at_least": -2, "points_at_most": 2},
    "ordinal": {"kind": "ordinal", "at_most": 4},
}
TOP = {"name": "top-k", "options": {"k": 2, "ties": ["max-votes", "file"]}}
MAJORITY = {"name": "majority", "options": {"quorum": {"share": "1/4"}, "majority": {"share": "1/2", "exceed": True}}}


def document(
    kind="approval", publish="marks", rule=None, electorates=None, options=5, box="00" * 32, **changes
) -> dict:
    """Return a poll.json."""
    weights = electorates or {"citizens": None}
    rule = {"limits": {"budget": 8, "ceilings": [], "incompatible": []}, **(rule or TOP)}
    return {
        "v": 1, "type": "poll", "poll": POLL, "title": {"en": "Best", "ko": "가장 좋은 사업"},
        "opens": "2026-11-01T00:00Z", "closes": "2026-11-07T09:00Z", "log_by": "2026-11-07T09:10Z",
        "publish": publish, "randomness": "dice",
        "keys": {"box": box, "log": signatures.public_key(LOG)},
        "electorates": [
            {"id": name, "name": {"en": name, "ko": name}, "listed": True, "weight": weight}
            for name, weight in weights.items()
        ],
        "options": [
            {"id": f"{n}", "cost": n, "labels": {"category": "a" if n % 2 else "b"}, "name": {"en": f"o{n}", "ko": f"사업{n}"}}
            for n in range(1, options + 1)
        ],
        "form": {"blank": True, **FORMS[kind]}, "rule": rule, **changes,
    }  # fmt: skip


def random_choice(poll, chance: random.Random) -> tuple[list[str], list[int] | None]:
    """Return what a voter puts on a ballot of the poll's form."""
    ids = [option.id for option in poll.options]
    kind = poll.form.kind
    chosen = chance.sample(ids, chance.randint(1, poll.form.at_most or len(ids)))
    if kind == "choose-1":
        return chosen[:1], None
    if kind == "knapsack":
        return (chosen[:1] if int(chosen[0]) <= 6 else []), None
    if kind == "yes-no":
        return ids, [chance.choice([1, 0, -1]) for _ in ids]
    if kind == "cumulative":
        return chosen[:2], [chance.randint(0, 2) for _ in chosen[:2]]
    if kind == "scoring":
        return chosen, [chance.randint(-2, 2) for _ in chosen]
    return chosen, None


@dataclass
class Held:
    """A poll that was held, and everything that was there on the way."""

    poll: Any
    keys: dict
    secret: bytes
    choices: list[tuple[str, list[str], list[int] | None]]
    drafts: list[casting.Draft]
    batches: list[batches.Batch]
    roll: list[RollRow]
    box: dict[bytes, bytes]
    tallied: Any = None
    audit: list[bytes] = field(default_factory=list)

    @property
    def data(self) -> list[bytes]:
        return [placed.data for batch in self.batches for placed in batch.leaves]

    @property
    def bodies(self) -> list[dict]:
        return [parse(data) for data in self.data]

    @property
    def heads(self) -> list:
        return [batch.head for batch in self.batches]

    def append(self, bodies, at=CLOSES) -> None:
        frontier = self.batches[-1].frontier if self.batches else Frontier()
        self.batches.append(batches.append(frontier, bodies, LOG, POLL, at))

    def publish(self, target, signers=(("Kim", "auditor", AUDITOR),)):
        publish.publish(
            target, self.poll, self.tallied, city_key=CITY, keys=self.keys, leaves=self.data, heads=self.heads,
            roll=self.roll, randomness="3 1 6 2", signers=signers, audit=self.audit,
        )  # fmt: skip
        return target


def a_poll(voters=30, people=None, seed=1, changes_of_mind=2, invalid_cards=1, audit=False, **given) -> Held:
    """Hold a poll: two batches while open, one at closing, close and tally leaves."""
    chance = random.Random(seed)
    public, one, other = sealing.new_box(POLL)
    poll = read_definition(document(box=public, **given))
    names = list(poll.electorates)
    people = people or voters + invalid_cards + 4
    held = Held(poll, keys_document(poll, CITY, LOG), sealing.combine(one, other, public), [], [], [], [], {})
    of = {n: names[n % len(names)] for n in range(people)}
    on_roll = {name: sum(e == name for e in of.values()) for name in names}
    held.audit = audit_chain(3) if audit else []
    first, last = ({"seq": 10, "hash": "ab" * 32}, head_of(held.audit)) if audit else (None, None)
    held.append([leaves.open_leaf(POLL, poll.hash, on_roll, first)], CLOSES - timedelta(days=5))
    waiting = []
    for n in range(voters):
        chosen, points = random_choice(poll, chance)
        waiting.append(_cast(held, casting.prepare(poll, of[n], chosen, points)))
        held.choices.append((of[n], chosen, points))
        if n + 1 == voters // 2:
            held.append([draft.body for draft in waiting], CLOSES - timedelta(days=2))
            waiting = []
    for n in range(changes_of_mind):
        old, (chosen, points) = held.drafts[n], random_choice(poll, chance)
        new = casting.prepare(poll, of[n], chosen, points, replaces=old.leaf, by=old.change, own="4711")
        waiting.append(_cast(held, new))
        held.choices[n] = (of[n], chosen, points)
    cards = [leaves.void_leaf(POLL, of[voters + n], token_bytes(16), "unsigned") for n in range(invalid_cards)]
    held.append([draft.body for draft in waiting] + cards)
    held.roll = [
        RollRow(casting.pseudonym(b"r" * 32, POLL, f"person:{n}"), of[n], "all", n < voters + invalid_cards)
        for n in range(people)
    ]
    finish(held, last)
    return held


def _cast(held: Held, draft: casting.Draft) -> casting.Draft:
    held.drafts.append(draft)
    held.box[draft.leaf] = sealing.seal(held.poll, draft)
    return draft


def finish(held: Held, audit=None) -> None:
    """Close and tally."""
    held.append([closing.close_leaf(held.poll, held.bodies, held.roll, audit)])
    held.tallied = publish.tally(held.poll, held.bodies, held.heads, held.box, held.secret)
    held.append([held.tallied.leaf])


def audit_chain(length: int) -> list[bytes]:
    """Return entries as the platform's audit chain hashes them, after the head (10, abab...)."""
    lines, prev = [], "ab" * 32
    for seq in range(11, 11 + length):
        entry = {
            "seq": seq, "at": "2026-11-02T00:00:00+00:00", "actor": "account:1", "role": "organiser", "action": "poll.note",
            "object": ["poll", "1"], "pay": "cd" * 32, "prev": prev,
        }  # fmt: skip
        lines.append(canonical(entry))
        prev = sha256(b"minhoe/audit/1\0" + lines[-1]).hexdigest()
    return lines


def head_of(lines: list[bytes]) -> dict:
    return {"seq": json.loads(lines[-1])["seq"], "hash": sha256(b"minhoe/audit/1\0" + lines[-1]).hexdigest()}


def signed_again(files: dict[str, bytes], city: bytes = CITY) -> dict[str, bytes]:
    """Return the files as somebody publishes them who holds the city's key: manifest and signatures made anew."""
    files = dict(files)
    try:
        keys = parse(files["keys.json"][:-1])
        keys["poll_sig"] = signatures.sign(city, signatures.POLL, parse(files["poll.json"][:-1]))
        files["keys.json"] = canonical(keys) + b"\n"
    except (ValueError, KeyError, TypeError):
        pass
    hashes = {name: sha256(data).hexdigest() for name, data in files.items() if name != "manifest.json"}
    unsigned = {"files": hashes, "poll": POLL, "type": "manifest", "v": 1}
    files["manifest.json"] = canonical(unsigned | {"sig": signatures.sign(city, signatures.MANIFEST, unsigned)}) + b"\n"
    return files
