"""Leaves and heads of a bundle: every head's root, the order of leaves, the chain of replacements.

1. Each leaf has a known form and belongs to this poll; none is there twice.
2. Order: open, ballots and void leaves, close, void leaves, tally. Within a batch hashes ascend.
3. Each head is signed by the log, younger and larger than the one before, and its root is that of the leaves; so each head
   extends the one before. The last one covers all leaves. Heads kept outside are heads of this log too.
4. Whatever is replaced was replaced once, by a proof that fits its change commitment, within its electorate.
5. The counts of the close leaf are those of the leaves.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from voting.ledger.bundle import Bundle
from voting.ledger.canonical import Json, encode
from voting.ledger.closing import heads_hash
from voting.ledger.definition import Definition
from voting.ledger.heads import SignedHead, is_head_of
from voting.ledger.leaves import BALLOTS, leaf_fault
from voting.ledger.merkle import Frontier, leaf_hash
from voting.ledger.words import Refused

FILE = "leaves.jsonl"
STATES = {"open": (0,), "ballot": (1,), "replace": (1,), "paper": (1,), "void": (1, 2), "close": (1,), "tally": (2,)}
AFTER = {"open": 1, "close": 2, "tally": 3}


@dataclass(frozen=True)
class Card:
    """A ballot or card in the log: its place, electorate, and change commitment if it can be changed."""

    index: int
    electorate: str
    change: str | None


@dataclass(frozen=True)
class Naming:
    """A leaf that names another one: it replaces it or makes it void."""

    line: int
    electorate: str
    named: str
    proof: str | None


@dataclass
class Log:
    """What the leaves say.

    Attributes
    ----------
    cards : dict of leaf to Card
        All; those that stand after ``_resolve``.
    gone : dict of leaf to ``replaced`` or ``void``
    bodies : dict of leaf (hex) to body
        Those that were asked for.
    """

    size: int = 0
    root: str = ""
    heads: int = 0
    small_batches: int = 0
    state: int = 0
    seen: set[bytes] = field(default_factory=set)
    cards: dict[bytes, Card] = field(default_factory=dict)
    gone: dict[bytes, str] = field(default_factory=dict)
    namings: list[Naming] = field(default_factory=list)
    bodies: dict[str, Json] = field(default_factory=dict)
    single: dict[str, Json] = field(default_factory=dict)
    kinds: Counter[tuple[str, str]] = field(default_factory=Counter)
    at_close: Counter[tuple[str, str]] = field(default_factory=Counter)

    def standing(self, electorate: str) -> int:
        """Return the number of ballots that stand."""
        return sum(card.electorate == electorate for card in self.cards.values())


def read_log(
    bundle: Bundle, poll: Definition, kept: Sequence[SignedHead] = (), wanted: frozenset[str] = frozenset()
) -> Log:
    """Check leaves and heads.

    Parameters
    ----------
    kept : sequence of SignedHead
        Heads that somebody kept outside.
    wanted : frozenset of str
        Leaves whose bodies are needed later.

    Raises
    ------
    Refused
        The first thing that does not hold.
    """
    log = Log()
    for head in kept:
        if head.poll != poll.poll or not is_head_of(head, poll.document["keys"]["log"]):
            raise Refused("kept_head", size=head.size)
    outside = {head.size: head for head in kept}
    heads = _heads(bundle, poll)
    due, lines = next(heads, None), list[bytes]()
    frontier, waiting = Frontier(), list[bytes]()
    for number, line, body in bundle.documents(FILE):
        leaf = leaf_hash(line)
        _take(log, poll, number, leaf, body)
        if waiting and leaf <= waiting[-1] and log.size != frontier.size:
            raise Refused("batch_order", line=number)
        log.size += 1
        waiting.append(leaf)
        if leaf.hex() in wanted:
            log.bodies[leaf.hex()] = body
        if log.size in outside:
            _compare_kept(outside[log.size], frontier.extend(waiting))
        if due and log.size == due[1].size:
            frontier = frontier.extend(waiting)
            _compare(due, frontier)
            log.small_batches += 1 < len(waiting) < 20
            waiting, log.root, log.heads = [], due[1].root, log.heads + 1
            lines.append(encode(due[1].as_json()))
            due = next(heads, None)
    if due:
        raise Refused("head_beyond", line=due[0], size=due[1].size, found=log.size)
    if waiting or not log.size:
        raise Refused("not_covered", found=log.size, size=frontier.size)
    if beyond := next((size for size in sorted(outside) if size > log.size), None):
        raise Refused("kept_head", size=beyond)
    if log.state != 3:
        raise Refused("leaf_order", line=log.size, type="tally" if log.state == 2 else "close")
    if heads_hash(lines[:-1]) != log.single["tally"]["heads"]:
        raise Refused("heads_missing")
    _resolve(log)
    _opening_and_closing(log, poll)
    return log


def _heads(bundle: Bundle, poll: Definition) -> Iterator[tuple[int, SignedHead]]:
    """Yield heads, each checked by itself and against the one before."""
    last: SignedHead | None = None
    for number, _, document in bundle.documents("heads.jsonl"):
        try:
            head = SignedHead.of(document)
        except ValueError as fault:
            raise Refused("malformed", file="heads.jsonl", line=number, fault=str(fault)) from None
        if head.poll != poll.poll:
            raise Refused("wrong_poll", file="heads.jsonl", line=number)
        if not is_head_of(head, poll.document["keys"]["log"]):
            raise Refused("bad_signature", file="heads.jsonl", line=number)
        if head.size == 0 or (last and (head.size <= last.size or head.time < last.time)):
            raise Refused("head_order", line=number)
        last = head
        yield number, head


def _compare(due: tuple[int, SignedHead], frontier: Frontier) -> None:
    if frontier.root().hex() != due[1].root:
        raise Refused("wrong_root", line=due[0], size=due[1].size)


def _compare_kept(head: SignedHead, frontier: Frontier) -> None:
    if frontier.root().hex() != head.root:
        raise Refused("kept_head", size=head.size)


def _take(log: Log, poll: Definition, number: int, leaf: bytes, body: Json) -> None:
    """Check one leaf by itself and note what it says."""
    if fault := leaf_fault(body):
        raise Refused("malformed", file=FILE, line=number, fault=fault)
    kind, electorate = body["type"], body.get("electorate", "")
    if body["poll"] != poll.poll:
        raise Refused("wrong_poll", file=FILE, line=number)
    if log.state not in STATES[kind]:
        raise Refused("leaf_order", line=number, type=kind)
    if leaf in log.seen:
        raise Refused("leaf_twice", leaf=leaf.hex())
    log.seen.add(leaf)
    if kind in AFTER:
        log.state = AFTER[kind]
        log.single[kind] = body
        if kind == "close":
            log.at_close = log.kinds.copy()
        return
    if electorate not in poll.electorates:
        raise Refused("malformed", file=FILE, line=number, fault=f"unknown electorate {electorate}")
    log.kinds[electorate, kind] += 1
    if kind in BALLOTS:
        if len(body["slots"]) != poll.slots:
            raise Refused("malformed", file=FILE, line=number, fault=f"{len(body['slots'])} slots, not {poll.slots}")
        log.cards[leaf] = Card(log.size, electorate, body.get("change"))
    if named := body.get("replaces") or body.get("voids"):
        log.namings.append(Naming(number, electorate, named, body.get("proof")))


def _resolve(log: Log) -> None:
    """Follow replacements and void leaves; a batch may hold a replacement before what it replaces."""
    changes: Counter[str] = Counter(card.change for card in log.cards.values() if card.change)
    twice = next((card for card in log.cards.values() if card.change and changes[card.change] > 1), None)
    if twice:
        raise Refused("change_reused", line=twice.index + 1)
    for naming in log.namings:
        named = bytes.fromhex(naming.named)
        if named in log.gone:
            raise Refused("replaced_twice", line=naming.line)
        card = log.cards.get(named)
        if card is None:
            raise Refused("replaces_nothing", line=naming.line)
        if card.electorate != naming.electorate:
            raise Refused("other_electorate", line=naming.line)
        if naming.proof is not None and sha256(bytes.fromhex(naming.proof)).hexdigest() != card.change:
            raise Refused("replacement_unproved", line=naming.line)
        log.gone[named] = "void" if naming.proof is None else "replaced"
    log.cards = {leaf: card for leaf, card in log.cards.items() if leaf not in log.gone}


def _opening_and_closing(log: Log, poll: Definition) -> None:
    """Compare the first leaf with poll.json, the close leaf with the leaves."""
    opened, closed = log.single["open"], log.single["close"]
    if opened["poll_hash"] != poll.hash:
        raise Refused("wrong_definition", frozen=opened["poll_hash"][:16], found=poll.hash[:16])
    for name in ("open", "close"):
        stated = log.single[name]["roll" if name == "open" else "electorates"]
        if stated.keys() != poll.electorates.keys():
            raise Refused("malformed", file=FILE, line=1, fault=f"{name} leaf of other electorates")
    for name in poll.electorates:
        stated = closed["electorates"][name]
        found = {
            "leaves": sum(log.at_close[name, kind] for kind in BALLOTS),
            "replaced": log.at_close[name, "replace"], "void": log.at_close[name, "void"],
        }  # fmt: skip
        for what, number in found.items():
            same(f"close leaf / log ({what})", name, stated[what], number)
        if name in poll.listed:
            same("roll at opening / closing", name, opened["roll"][name], stated["roll"])
        standing = log.standing(name)
        void = log.kinds[name, "void"]
        same("ballots that stand + void / people who voted", name, standing + void, stated["voted"])


def same(what: str, electorate: str, left: int, right: int) -> None:
    """Refuse two numbers that should be one."""
    if left != right:
        raise Refused("count_differs", what=what, electorate=electorate, left=left, right=right)
